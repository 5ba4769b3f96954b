import { sql } from "../../graph/sql.ts";
import type { Tx } from "../../ledger/tx.ts";
import type { ClosureReason } from "../../rules/vocabulary.ts";
import { closedNow, type LockedCase, lockDueCase, moveCase } from "../cases/locked-case.ts";
import { endOpenMatters } from "../cases/open-matters.ts";
import { programmeRevoked, reopenedForNothing } from "../cases/reopened.ts";
import { exhaustTotal, passLevel } from "../disputes/pass-level.ts";
import { endRebuttalWindow, rebuttalUndecided } from "../outcomes/end-rebuttal.ts";
import { isStoppedNow } from "../stops/stops.ts";
import { settle } from "./case-clocks.ts";
import { noteUnsigned, remindCountersigners } from "./countersigners-silence.ts";
import { lapseRequests, noteHoldReviews } from "./due-stops.ts";
import { undatedCases } from "./due-work.ts";
import { hearSilence, remind } from "./hear-silence.ts";

/** One kind of due work: does what is due of it about the case, and gives whether anything was. */
type DueWork = (tx: Tx, locked: LockedCase) => Promise<boolean>;

/** What falls due however the clock stands, then what falls due while it runs: each in the order of a review. */
const always: readonly DueWork[] = [closeWithRelease, closeReopened, findUndated, lapseRequests, noteHoldReviews];
const whileRunning: readonly DueWork[] = [
  remind,
  hearSilence,
  rebuttalUndecided,
  endRebuttalWindow,
  remindCountersigners,
  noteUnsigned,
  passLevel,
  exhaustTotal,
];

/** Does everything that is due about a case now. Gives whether anything was. */
export async function sweepCase(tx: Tx, id: string): Promise<boolean> {
  const locked = await lockDueCase(tx, id);
  if (!locked || locked.row.closedAt !== null) return false;
  let done = await doneOf(always, tx, locked);
  if (locked.row.closedAt === null && !(await isStoppedNow(tx, id))) {
    if (done) await settle(tx, locked);
    done = (await doneOf(whileRunning, tx, locked)) || done;
  }
  if (done) await settle(tx, locked);
  return done;
}

async function doneOf(works: readonly DueWork[], tx: Tx, locked: LockedCase): Promise<boolean> {
  let done = false;
  for (const work of works) {
    if (locked.row.closedAt === null && (await work(tx, locked))) done = true;
  }
  return done;
}

/** Closes a case whose release its vendor has withdrawn. */
async function closeWithRelease(tx: Tx, locked: LockedCase): Promise<boolean> {
  if (locked.release.phase !== "WITHDRAWN" || locked.row.submittedAt === null) return false;
  await close(tx, locked, "CaseClosedWithRelease", "RELEASE_WITHDRAWN");
  return true;
}

/**
 * Closes a case that an appeal reopened when the authorization has ended whose conditions it was about, or that it was to
 * renew, or when its programme is revoked.
 */
async function closeReopened(tx: Tx, locked: LockedCase): Promise<boolean> {
  const [found] = await tx.query<{ id: string }>(reopenedForNothing(tx.now, sql`t.id = ${locked.row.id}`));
  if (!found) return false;
  const [under] = await tx.query<{ revoked: boolean }>(
    sql`select ${programmeRevoked(sql`t`)} and not exists (select 1 from "authorization" held where held.application_id = t.id)
          as revoked from application t where t.id = ${locked.row.id}`,
  );
  if (under?.revoked) await close(tx, locked, "CaseClosedWithProgramme", "PROGRAMME_REVOKED");
  else await close(tx, locked, "CaseClosedWithAuthorization", "AUTHORIZATION_ENDED");
  return true;
}

/** Ends a case without a decision, with everything that is open about it. */
async function close(tx: Tx, locked: LockedCase, event: string, closureReason: ClosureReason): Promise<void> {
  await moveCase(tx, locked, "withdraw", event, { ...closedNow(tx), closureReason });
  await endOpenMatters(tx, locked);
}

/** Finds a case whose clock runs and that lacks a date: settling it gives every date. */
async function findUndated(tx: Tx, { row }: LockedCase): Promise<boolean> {
  const [found] = await tx.query<{ undated: boolean }>(sql`select ${row.id} in (${undatedCases}) as undated`);
  return found?.undated ?? false;
}
