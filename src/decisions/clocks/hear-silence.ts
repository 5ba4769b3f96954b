import { sql } from "../../graph/sql.ts";
import type { Tx } from "../../ledger/tx.ts";
import { staleBefore } from "../../rules/screening/admission.ts";
import { type SilenceFacts, silenceOf } from "../../rules/silence.ts";
import { type LockedCase, panelAudience } from "../cases/locked-case.ts";
import { evaluatePanel } from "../panel/panel-review.ts";
import { Position } from "../panel/position.ts";
import { Referral } from "../panel/referral.ts";
import { stopsOf } from "../stops/stops.ts";
import { screeningColumns } from "./due-work.ts";

/** Reminds the agencies that haven't been heard, once each. Gives whether any was. */
export async function remind(tx: Tx, locked: LockedCase): Promise<boolean> {
  if (locked.row.status !== "IN_REVIEW") return false;
  const due = (await unheard(tx, locked)).filter(
    ({ remindAt, remindedAt }) => remindedAt === null && remindAt !== null && remindAt <= tx.now,
  );
  for (const referral of due) {
    await tx.update(Referral, referral, { remindedAt: tx.now });
    tx.record(Referral, { type: "AgencyReminded", subject: referral, audience: panelAudience });
  }
  return due.length > 0;
}

/** Records that agencies are deemed to have no objection, where their silence counts. Gives whether any is. */
export async function hearSilence(tx: Tx, locked: LockedCase): Promise<boolean> {
  if (locked.row.status !== "IN_REVIEW") return false;
  const stops = await stopsOf(tx, locked.row.id);
  const screening = await screeningOf(tx, locked);
  const silent = (await unheard(tx, locked)).filter((referral) => {
    const facts = { ...referral, stops, ...screening, now: tx.now };
    return silenceOf(locked.policy, facts).blockers.length === 0;
  });
  for (const { agency } of silent) {
    const position = await tx.insert(Position, {
      id: tx.newId("Position"),
      caseId: locked.row.id,
      caseType: locked.type,
      caseRevision: locked.row.revision,
      agency,
      official: null,
      kind: "DEEMED_NO_OBJECTION",
      reason: null,
      rationale: null,
      recordedAt: tx.now,
      late: false,
    });
    tx.record(Position, { type: "SilenceCounted", subject: position, to: position.kind, audience: panelAudience });
  }
  if (silent.length > 0) await evaluatePanel(tx, locked);
  return silent.length > 0;
}

/** The referrals of agencies that haven't spoken of the case's current revision, by agency. */
async function unheard(tx: Tx, { row }: LockedCase): Promise<Referral[]> {
  const heard = await tx.query<{ agency: string }>(
    sql`select distinct agency from position where case_id = ${row.id} and case_revision = ${row.revision}`,
  );
  const agencies = new Set(heard.map(({ agency }) => agency));
  const referrals = await tx.manager.find(Referral, { where: { caseId: row.id }, order: { agency: "ASC" } });
  return referrals.filter(({ agency }) => !agencies.has(agency));
}

type Screening = Pick<
  SilenceFacts,
  "screeningHitOpen" | "screeningListMissing" | "screeningListStale" | "screeningOutdated"
>;

/** In one statement: matching a list again raises its hits and ends what is outdated at one moment. */
async function screeningOf(tx: Tx, { row }: LockedCase): Promise<Screening> {
  const oldest = staleBefore(tx.now, tx.context.services.screeningMaxAgeDays);
  const [read] = await tx.query<Screening>(sql`select ${screeningColumns(sql`${row.id}`, oldest)}`);
  return read as Screening;
}
