import { type Refusal, refusal } from "../../graph/refusal.ts";
import { sql } from "../../graph/sql.ts";
import type { Tx } from "../../ledger/tx.ts";
import type { StandingWording } from "../../rules/condition-rulings.ts";
import type { ConditionPredicate } from "../../rules/conditions.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import { type LockedCase, panelAudience } from "../cases/locked-case.ts";
import type { ProposedConditionInput } from "../outcomes/decision-inputs.ts";
import { Condition } from "./condition.ts";
import { parseCondition, type ReadFor } from "./proposed-conditions.ts";

/** A new wording that was read: its predicate and its text. */
export type Wording = Pick<StandingWording, "predicate" | "text">;

/** What an input says is to become of a condition: it falls, or has the new wording given. */
interface Redress {
  readonly drops: boolean;
  readonly newWording?: ProposedConditionInput | null;
}

/** The new wording that an input at `path` gives, null where the condition falls; or what is wrong with it. */
export function parseWording(
  { drops, newWording }: Redress,
  about: ReadFor,
  path: readonly string[],
): { wording: Wording | null; problems: Refusal[] } {
  const field = [...path, "newWording"];
  if (drops === (newWording != null)) {
    const message = drops ? "What falls takes no new wording: leave it out." : "Give the new wording, or let it fall.";
    return { wording: null, problems: [refusal("INVALID_INPUT", message, { field })] };
  }
  if (!newWording) return { wording: null, problems: [] };
  const { predicate, problems } = parseCondition(newWording, about, field);
  return { wording: predicate ? { predicate, text: newWording.text } : null, problems };
}

/** Of the conditions given, the wording of each that holds now; those that fell by consent are left out. */
export async function currentWordings(tx: Tx, conditionIds: readonly string[]): Promise<Condition[]> {
  const rows = await tx.query<{ id: string }>(
    sql`select c.id from condition c where c.ended_at is null
          and c.root_id in (select o.root_id from condition o where o.id = any(${[...conditionIds]}::varchar[]))`,
  );
  const ids = new Set(rows.map(({ id }) => id));
  const found =
    ids.size === 0
      ? []
      : await tx.manager.findBy(
          Condition,
          [...ids].map((id) => ({ id })),
        );
  return found.sort((one, other) => (one.id < other.id ? -1 : 1));
}

/**
 * Stores a new wording of a condition. One by consent takes its place wherever that stands, for the same agency; one
 * that was ruled is a condition of its own, that a decision lists instead, and nobody's to give away by consent.
 */
export async function reword(
  tx: Tx,
  { row }: LockedCase,
  from: Condition,
  { predicate, text }: { readonly predicate: ConditionPredicate; readonly text: string },
  by: { readonly consentOf: Agency } | "RULING",
): Promise<Condition> {
  const id = tx.newId("Condition");
  const condition = await tx.insert(Condition, {
    id,
    rootId: by === "RULING" ? id : from.rootId,
    replacesId: from.id,
    endedAt: null,
    caseId: from.caseId,
    caseType: from.caseType,
    caseRevision: row.revision,
    positionId: null,
    proposedBy: by === "RULING" ? null : by.consentOf,
    kind: predicate.kind,
    predicate,
    text,
    proposedAt: tx.now,
  });
  tx.record(Condition, { type: "ConditionReworded", subject: condition, audience: panelAudience });
  return condition;
}
