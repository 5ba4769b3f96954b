import { isDeepStrictEqual } from "node:util";
import { appealLifecycle } from "../../../src/rules/lifecycles/appeal.ts";
import { applicationLifecycle } from "../../../src/rules/lifecycles/application.ts";
import { authorizationLifecycle } from "../../../src/rules/lifecycles/authorization.ts";
import { conditionChangeLifecycle } from "../../../src/rules/lifecycles/condition-change.ts";
import { decisionLifecycle } from "../../../src/rules/lifecycles/decision.ts";
import { designationLifecycle } from "../../../src/rules/lifecycles/designation.ts";
import { directiveLifecycle } from "../../../src/rules/lifecycles/directive.ts";
import { disputeLifecycle } from "../../../src/rules/lifecycles/dispute.ts";
import { holdLifecycle } from "../../../src/rules/lifecycles/hold.ts";
import { informationRequestLifecycle } from "../../../src/rules/lifecycles/information-request.ts";
import { partnerLifecycle } from "../../../src/rules/lifecycles/partner.ts";
import { phaseAdvanceLifecycle } from "../../../src/rules/lifecycles/phase-advance.ts";
import { rebuttalLifecycle } from "../../../src/rules/lifecycles/rebuttal.ts";
import { releaseLifecycle } from "../../../src/rules/lifecycles/release.ts";
import type { Entry, Look, Row } from "../look.ts";
import { isTold } from "./clock-events.ts";
import type { Invariant } from "./invariant.ts";

/** The latest entry about each record says what is stored of it: asked about every record that this action touched. */
export const theLedgerReplays: Invariant = ({ before, after }) => {
  const noted = after.entries.slice(before.entries.length).map(({ subjectId }) => subjectId);
  const touched = new Set([...noted, ...changed(before, after).map(({ id }) => id)]);
  return [...touched].flatMap((id) => {
    const entry = after.latest.get(id);
    if (!entry) return [];
    const row = after.rows[entry.subjectType]?.find((each) => each.id === id);
    if (!row) return [`${entry.type} is about a ${entry.subjectType} that isn't stored`];
    const other = Object.keys(entry.state).filter((name) => !same(entry.state[name], row[name]));
    return other.map(
      (name) => `${nameOf(entry)}.${name} is ${show(row[name])}, and by its last entry ${show(entry.state[name])}`,
    );
  });
};

/** The rows that are stored otherwise than before, in their new form, or in the old one where they are gone. */
function changed(before: Look, after: Look): Row[] {
  const types = Object.keys(after.rows).filter((type) => after.rows[type] !== before.rows[type]);
  return types.flatMap((type) => [...without(after, before, type), ...without(before, after, type)]);
}

/** The rows of a type in one look that aren't, as they are, in the other. */
function without(one: Look, other: Look, type: string): readonly Row[] {
  const those = new Set(other.rows[type]);
  return (one.rows[type] ?? []).filter((row) => !those.has(row));
}

const nameOf = ({ subjectType, type }: Entry): string => `${subjectType} (${type})`;
const show = (value: unknown): string => JSON.stringify(value) ?? "missing";
const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

const same = (one: unknown, other: unknown): boolean =>
  typeof one === "string" && typeof other === "string" && isTime.test(one)
    ? new Date(one).getTime() === new Date(other).getTime()
    : isDeepStrictEqual(one ?? null, other ?? null);

/** What is kept beside the records, and what the database itself keeps of them. */
const notRecorded = ["idempotency", "tail", "ApplicationRevision"];
const ownOfTheDatabase = ["closedAt", "nameSkeleton", "nameFlags"];

/** No record is made or changed without an entry about it. */
export const everyChangeIsInTheLedger: Invariant = ({ before, after }) => {
  const noted = new Set(after.entries.slice(before.entries.length).map(({ subjectId }) => subjectId));
  const types = Object.keys(after.rows).filter((type) => !notRecorded.includes(type));
  return types.flatMap((type) => {
    const earlier = new Map(before.rows[type]?.map((row) => [row.id, row]));
    return without(after, before, type)
      .filter((row) => !noted.has(row.id) && differs(type, earlier.get(row.id), row))
      .map(({ id }) => `${type} ${id} is another than before, and no entry says so`);
  });
};

function differs(type: string, before: Row | undefined, after: Row): boolean {
  if (!before) return true;
  return Object.keys(after).some(
    (name) =>
      !(type === "Referral" && ownOfTheDatabase.includes(name)) && !isDeepStrictEqual(before[name], after[name]),
  );
}

type Steps = Readonly<Record<string, Readonly<Record<string, string>>>>;

const lifecycles: Readonly<Record<string, Steps>> = {
  Application: applicationLifecycle as Steps,
  PhaseAdvance: phaseAdvanceLifecycle as Steps,
  Decision: decisionLifecycle as Steps,
  Dispute: disputeLifecycle as Steps,
  Appeal: appealLifecycle as Steps,
  Rebuttal: rebuttalLifecycle as Steps,
  ConditionChange: conditionChangeLifecycle as Steps,
  Hold: holdLifecycle as Steps,
  InformationRequest: informationRequestLifecycle as Steps,
  Authorization: authorizationLifecycle as Steps,
  Partner: partnerLifecycle as Steps,
  Directive: directiveLifecycle as Steps,
  Designation: designationLifecycle as Steps,
  Release: releaseLifecycle as Steps,
};

/** Each new entry goes on from where the one before it came, by a step that its lifecycle has. */
export const everyStepIsALifecycles: Invariant = ({ before, after }) => {
  const reached = new Map<string, string>();
  return after.entries.flatMap((entry) => {
    const { subjectId, subjectType, from, to, seq } = entry;
    const steps = lifecycles[subjectType];
    // What is derived, as a release's standing, and a dispute's level have no lifecycle.
    if (to === null || isTold(entry.type) || (steps && !(to in steps))) return [];
    const earlier = reached.get(subjectId);
    reached.set(subjectId, to);
    if (seq <= before.entries.length) return [];
    const problems: string[] = [];
    if (from !== null && earlier !== undefined && from !== earlier) {
      problems.push(`${nameOf(entry)} goes on from ${from}, and it had come to ${earlier}`);
    }
    if (from === null && earlier !== undefined && to !== earlier) {
      problems.push(`${nameOf(entry)} comes to ${to} from nowhere, and it had come to ${earlier}`);
    }
    const leads = from === null || from === to || !steps?.[from] || Object.values(steps[from]).includes(to);
    if (!leads) problems.push(`${nameOf(entry)} goes from ${from} to ${to}, which no step does`);
    return problems;
  });
};
