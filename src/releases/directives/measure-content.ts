import { type Refusal, Refused, refusal } from "../../graph/refusal.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { type ConditionInput, type ConditionPredicate, parsePredicate, union } from "../../rules/conditions.ts";
import { type DirectiveScope, directiveProblems, parseScope, type ScopeInput } from "../../rules/directives.ts";
import type { DirectiveEffect } from "../../rules/vocabulary.ts";

interface StatedMeasure {
  readonly effect: DirectiveEffect;
  readonly scope?: ScopeInput | null;
  readonly limits?: readonly ConditionInput[] | null;
}

/** What reads for a measure that is stated: a change, or a query at its time. */
interface Reader {
  readonly now: Date;
  query<Row>(statement: Sql): Promise<Row[]>;
}

/** What a directive or designation does and to whom, as it is stored. */
export interface MeasureContent {
  readonly effect: DirectiveEffect;
  readonly scope: DirectiveScope | null;
  readonly limits: ConditionPredicate[];
}

/** The content that an input states. Refuses with all that is wrong with it at once, or with partners that aren't there. */
export async function contentOrRefuse(reader: Reader, stated: StatedMeasure): Promise<MeasureContent> {
  const refusals: Refusal[] = [];
  const { scope, problems = [] } = parseScope(stated.scope);
  for (const { field, message } of problems)
    refusals.push(invalid(message, field === "scope" ? ["scope"] : ["scope", field]));
  const limits = (stated.limits ?? []).flatMap((limit, index) => {
    const parsed = parseLimit(reader, limit, ["limits", String(index)]);
    if (Array.isArray(parsed)) refusals.push(...parsed);
    return Array.isArray(parsed) ? [] : [parsed];
  });
  const { effect } = stated;
  if (refusals.length === 0) {
    const together = directiveProblems({ effect, scope: scope ?? null, limits });
    refusals.push(...together.map(({ field, message }) => invalid(message, [field])));
  }
  if (refusals.length > 0) throw new Refused(...refusals);
  await refuseUnknownPartners(reader, scope?.partnerIds ?? []);
  return { effect, scope: scope ?? null, limits: union(limits) };
}

/** The predicate, or what is wrong with it. A limit has no words of its own, and one that has ended limits nothing. */
function parseLimit({ now }: Reader, limit: ConditionInput, path: readonly string[]): ConditionPredicate | Refusal[] {
  const { predicate, problems } = parsePredicate(limit);
  if (problems) return problems.map(({ field, message }) => invalid(message, [...path, field]));
  if (predicate.kind === "FREE_TEXT") {
    return [
      invalid("FREE_TEXT would limit nothing: a limit has no text of its own. Choose another kind.", [...path, "kind"]),
    ];
  }
  if (predicate.kind === "EXPIRES_AT" && new Date(predicate.at) <= now) {
    return [invalid("This moment is over. Give a later one, or order SUSPEND to end use now.", [...path, "at"])];
  }
  return predicate;
}

async function refuseUnknownPartners(reader: Reader, partnerIds: readonly string[]): Promise<void> {
  if (partnerIds.length === 0) return;
  const found = await reader.query<{ id: string }>(
    sql`select id from partner where id = any(${[...partnerIds]}::varchar[])`,
  );
  const known = new Set(found.map(({ id }) => id));
  if (partnerIds.every((id) => known.has(id))) return;
  throw new Refused(
    refusal("NOT_FOUND", "One of these is no partner's id. Check the ids.", {
      field: ["input", "scope", "partnerIds"],
    }),
  );
}

const invalid = (message: string, path: readonly string[]): Refusal =>
  refusal("INVALID_INPUT", message.endsWith(".") ? message : `${message}.`, { field: ["input", ...path] });
