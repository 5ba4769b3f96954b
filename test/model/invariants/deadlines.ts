import type { Deadlines } from "../../../src/rules/deadlines.ts";
import { casesOf, type Look, moment, type Row } from "../look.ts";
import type { Scene } from "../scene.ts";
import { eventsOf } from "./clock-events.ts";
import { datesOf, unstoppedDates } from "./dates.ts";
import type { Invariant } from "./invariant.ts";

/** What is kept of each open case's deadlines is what its events in the ledger come to. */
export const deadlinesFollowTheirEvents: Invariant = ({ scene, after }) =>
  casesOf(after)
    .filter(({ closedAt }) => closedAt === null)
    .flatMap((row) => {
      return kept(after, row, deadlinesIn(scene, after, row))
        .filter(([, stored, derived]) => moment(stored)?.getTime() !== derived?.getTime())
        .map(
          ([what, stored, derived]) =>
            `${scene.named(row.id)}, ${what}: ${stored ?? "nothing"} is stored, ${derived?.toISOString() ?? "nothing"} follows`,
        );
    });

/** What a case's deadlines came to by so many entries, for each sequence: they hang on its entries and its status alone. */
const counted = new WeakMap<Scene, Map<string, { readonly by: string; readonly due: Deadlines }>>();

function deadlinesIn(scene: Scene, { entries }: Look, { id, status }: Row): Deadlines {
  const about = entries.filter(({ subjectId, state }) => subjectId === id || state.caseId === id);
  const cases = counted.get(scene) ?? new Map<string, { readonly by: string; readonly due: Deadlines }>();
  counted.set(scene, cases);
  const by = `${about.length} ${status}`;
  const known = cases.get(id);
  if (known?.by === by) return known.due;
  const due = datesOf(scene.policy, eventsOf(scene.policy, status, about));
  cases.set(id, { by, due });
  return due;
}

type Kept = readonly [what: string, stored: unknown, derived: Date | null];

function kept({ rows }: Look, row: Row, due: Deadlines): Kept[] {
  const ofCase = (type: string) => (rows[type] ?? []).filter(({ caseId }) => caseId === row.id);
  return [
    ["decision in all", row.dueAt, due.dueAt],
    ["time to rebut", row.rebuttalDueAt, due.rebuttalDueAt],
    ...ofCase("Referral").flatMap((referral): Kept[] => [
      [`${referral.agency}'s position`, referral.dueAt, due.referrals.get(referral.id)?.dueAt ?? null],
      [`${referral.agency}'s reminder`, referral.remindAt, due.referrals.get(referral.id)?.remindAt ?? null],
    ]),
    ...ofCase("Dispute")
      .filter(({ status }) => status === "OPEN")
      .map((dispute): Kept => {
        const waits = dispute.silentAt !== null && votesAt(rows, dispute).length === 0;
        return ["the ladder's level", dispute.dueAt, waits ? null : due.disputeDueAt];
      }),
    ...ofCase("Rebuttal")
      .filter(({ status }) => status === "FILED")
      .map((rebuttal): Kept => ["the rebuttal's decision", rebuttal.dueAt, due.rebuttalDecisionDueAt]),
    ...ofCase("Decision")
      .filter(({ status }) => status === "PROPOSED")
      .flatMap((proposal): Kept[] => [
        ["the countersignature", proposal.dueAt, due.countersignatureDueAt],
        ["the countersigners' reminder", proposal.remindAt, due.countersignatureRemindAt],
      ]),
  ];
}

/** The votes at the level that a dispute is before. */
export const votesAt = (rows: Look["rows"], { id, level }: Row): Row[] =>
  (rows.Vote ?? []).filter((vote) => vote.disputeId === id && vote.level === level);

const opens: Readonly<Record<keyof typeof unstoppedDates, string>> = { InformationRequest: "OPEN", Appeal: "FILED" };

/** What runs on a clock of its own is due by its own event: to be answered, an appeal of a closed case too to be decided. */
export const unstoppedFollowTheirEvents: Invariant = ({ scene, before, after }) =>
  (["InformationRequest", "Appeal"] as const).flatMap((type) => {
    const known = new Set(before.rows[type]);
    const open = (after.rows[type] ?? []).filter((row) => row.status === opens[type] && !known.has(row));
    return open.flatMap(({ id, caseId, dueAt }) => {
      const begun = after.entries.find(({ subjectId, to }) => subjectId === id && to === opens[type]);
      const due = begun ? unstoppedDates[type](scene.policy, begun.at) : null;
      if (due !== null && moment(dueAt)?.getTime() === due.getTime()) return [];
      return [`${type} about ${scene.named(caseId)}: ${dueAt} is stored, ${due?.toISOString() ?? "nothing"} follows`];
    });
  });

/** The dates that are set once. */
const setOnce: Readonly<Record<string, readonly string[]>> = {
  Hold: ["placedAt", "reviewAt"],
  InformationRequest: ["requestedAt", "dueAt"],
  Authorization: ["issuedAt", "expiresAt"],
};

/** The review date of a hold, the lapse of a request and the time of an authorization are moved by nothing at all. */
export const someDatesNeverMove: Invariant = ({ scene, before, after }) =>
  Object.entries(setOnce).flatMap(([type, dates]) => {
    const known = new Map(before.rows[type]?.map((row) => [row.id, row]));
    return (after.rows[type] ?? []).flatMap((row) => {
      const earlier = known.get(row.id);
      const moved = earlier && earlier !== row ? dates.filter((date) => row[date] !== earlier[date]) : [];
      return moved.map((date) => `${date} of ${type} ${scene.named(row.id)} moved to ${row[date]}`);
    });
  });

const columns = ["dueAt", "remindAt", "rebuttalDueAt"] as const;

/** A due date is another than before only where this action has an entry about its record. */
export const deadlinesMoveByEventsAlone: Invariant = ({ scene, before, after }) => {
  const noted = new Set(after.entries.slice(before.entries.length).map(({ subjectId }) => subjectId));
  return Object.entries(after.rows).flatMap(([type, rows]) => {
    if (rows === before.rows[type]) return [];
    const known = new Map(before.rows[type]?.map((row) => [row.id, row]));
    return rows.flatMap((row) => {
      const earlier = known.get(row.id);
      if (!earlier || earlier === row || noted.has(row.id)) return [];
      const moved = columns.filter((column) => row[column] !== earlier[column]);
      return moved.map(
        (column) => `${column} of ${type} ${scene.named(row.id)} moved from ${earlier[column]} to ${row[column]}`,
      );
    });
  });
};
