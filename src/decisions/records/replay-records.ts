import { deadlineAfter } from "../../rules/clock.ts";
import type { PolicyDocument } from "../../rules/policy.ts";
import { clocksOf } from "../../rules/policy-clocks.ts";
import type { ReplayOutcome } from "../../rules/replay.ts";
import type { InFact } from "../../rules/replay-compare.ts";
import type { CaseRecord, RecordedDecision } from "../../rules/replay-record.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import type { CaseRow, DecisionRow, ReplayRows } from "./replay-rows.ts";

/** One case as it was recorded, and what it came to. */
export interface Recorded {
  readonly row: CaseRow;
  readonly record: CaseRecord;
  readonly fact: InFact;
  /** How many appeals were brought in it. */
  readonly appeals: number;
}

/** A case's row with the policy that it began under. */
type Row = CaseRow & { readonly document: PolicyDocument };

/** What was recorded of one case. */
type Own = { readonly [Name in keyof Omit<ReplayRows, "cases" | "policies">]: ReplayRows[Name] };

/** The records of the cases with these ids, in their order; a case that isn't there any more is left out. */
export function recordsOf(ids: readonly string[], rows: ReplayRows): Recorded[] {
  const { cases, policies, ...parts } = rows;
  const byId = new Map(cases.map((row) => [row.id, row]));
  const own = ownParts(parts);
  return ids.flatMap((id) => {
    const row = byId.get(id);
    const document = row && policies.get(row.policyId);
    return document ? [recordedOf({ ...row, document }, own(id))] : [];
  });
}

interface OfCase {
  readonly caseId: string;
}

/** Gives each case its own rows, looked through once. */
function ownParts(parts: Own): (id: string) => Own {
  const names = Object.keys(parts) as (keyof Own)[];
  const byCase = names.map((name) => [name, byCaseId<OfCase>(parts[name])] as const);
  return (id) => Object.fromEntries(byCase.map(([name, rows]) => [name, rows.get(id) ?? []])) as unknown as Own;
}

function byCaseId<Row extends OfCase>(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const known = found.get(row.caseId);
    if (known) known.push(row);
    else found.set(row.caseId, [row]);
  }
  return found;
}

function recordedOf(row: Row, own: Own): Recorded {
  const { acceptedAt } = row;
  const before = own.revisions.filter(({ at }) => acceptedAt !== null && at <= acceptedAt);
  const after = own.revisions.filter(({ at }) => acceptedAt !== null && at > acceptedAt);
  const decision = own.decisions.find((each) => each.countersignedAt !== null && each.basis !== "APPEAL") ?? null;
  const record: CaseRecord = {
    submittedAt: row.submittedAt,
    acceptedAt,
    acceptedRevision: before.at(-1)?.revision ?? 1,
    amendments: after,
    positions: own.positions.filter(({ kind }) => kind !== "DEEMED_NO_OBJECTION"),
    extensions: own.referrals.flatMap(({ agency, extendedAt }) => (extendedAt ? [{ agency, at: extendedAt }] : [])),
    stops: own.stops,
    hits: own.hits,
    ladder: own.ladder,
    rebuttals: own.rebuttals,
    refusals: own.decisions.flatMap(({ status, outcome, closedAt }) =>
      status === "REFUSED" && closedAt ? [{ outcome, at: closedAt }] : [],
    ),
    withdrawnAt: withdrawnAt(row, own),
    decision: decision && decisionFrom(decision, row, own),
  };
  return { row, record, fact: factOf(row, own, decision), appeals: own.appeals.length };
}

/** When it ended without a decision. What was decided, and ended later with its authorization or its release, was not withdrawn. */
const withdrawnAt = ({ status, closedAt }: Row, { decisions }: Own): Date | null =>
  status === "WITHDRAWN" && decisions.every(({ countersignedAt }) => countersignedAt === null) ? closedAt : null;

function decisionFrom(
  { outcome, proposedAt, countersignedAt }: DecisionRow,
  { document }: Row,
  { stops, rebuttals }: Own,
): RecordedDecision {
  const rejected = rebuttals.find(({ decided }) => decided && !decided.accepted && decided.at >= proposedAt);
  const rebutted = rejected?.decided?.at ?? deadlineAfter(document, proposedAt, clocksOf(document).intentToDeny, stops);
  const decidableAt = outcome === "DENY" ? (rebutted ?? proposedAt) : proposedAt;
  return { outcome, decidableAt, countersignedAt: countersignedAt as Date };
}

function factOf(row: Row, own: Own, reviewed: DecisionRow | null): InFact {
  // Where an appeal of silence gave the only decision, that is what it came to, though no replay comes to it.
  const decision = reviewed ?? own.decisions.find(({ countersignedAt }) => countersignedAt !== null) ?? null;
  const proposal = own.decisions.findLast(({ status }) => status === "PROPOSED") ?? null;
  const latest = latestPositions(row, own);
  const heard = latest.map(([agency]) => agency);
  return {
    outcome: outcomeOf(row, decision, proposal),
    proposedAt: (decision ?? proposal)?.proposedAt ?? null,
    decidedAt: decision?.countersignedAt ?? null,
    waitingFor: row.closedAt === null ? waitingFor(row, own, heard) : [],
    deemed: latest.flatMap(([agency, kind]) => (kind === "DEEMED_NO_OBJECTION" ? [agency] : [])),
  };
}

/** What each agency's position on the current revision came to last. */
const latestPositions = ({ revision }: CaseRow, { positions }: Own) => [
  ...new Map(positions.filter((each) => each.revision === revision).map(({ agency, kind }) => [agency, kind])),
];

function outcomeOf(row: Row, decision: DecisionRow | null, proposal: DecisionRow | null): ReplayOutcome {
  if (decision) return decision.outcome;
  if (row.status === "WITHDRAWN") return "WITHDRAWN";
  if (proposal) return proposal.outcome;
  if (row.status === "IN_DISPUTE") return "DISPUTE";
  return row.acceptedAt === null ? "NOT_REFERRED" : "WAITING";
}

function waitingFor({ status, document }: Row, own: Own, heard: readonly Agency[]): readonly Agency[] {
  switch (status) {
    case "SUBMITTED":
      return ["COMMERCE"];
    case "IN_DISPUTE":
      return document.ladder[(own.disputes[0]?.level ?? 1) - 1]?.decidedBy ?? [];
    case "INTENT_TO_DENY":
    case "AWAITING_COUNTERSIGNATURE":
      return document.countersigners;
    default:
      return own.referrals.flatMap(({ agency }) => (heard.includes(agency) ? [] : [agency]));
  }
}
