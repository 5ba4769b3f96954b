import { any, type Sql, sql } from "../graph/sql.ts";
import type { Actor } from "./actor.ts";
import { tokenRefused } from "./refusals.ts";

/** What of an actor can be revoked: the person, one token, or everyone of an organisation. */
export const revocationKinds = ["SUBJECT", "TOKEN", "ORGANISATION"] as const;
export type RevocationKind = (typeof revocationKinds)[number];

/** Those whom a revocation names. */
export interface Named {
  readonly kind: RevocationKind;
  readonly value: string;
}

/** Whether an actor is among them. */
export const isNamed = ({ subject, tokenId, org }: Actor, { kind, value }: Named): boolean =>
  value === { SUBJECT: subject, TOKEN: tokenId, ORGANISATION: org }[kind];

interface Asked {
  readonly database: { query<Row>(text: string, values: readonly unknown[]): Promise<Row[]> };
  readonly clock: { readonly fixed: Date | null };
}

/** Whether the actor is revoked, as a condition that any statement can hold; false for the public. */
export function revoked({ subject, tokenId, org }: Actor): Sql {
  const names: readonly [RevocationKind, string | null][] = [
    ["SUBJECT", subject],
    ["TOKEN", tokenId],
    ["ORGANISATION", org],
  ];
  const held = names.filter(([, value]) => value !== null);
  if (held.length === 0) return sql`false`;
  const matches = held.map(([kind, value]) => sql`rv.kind = ${kind} and rv.value = ${value}`);
  return sql`exists (select 1 from revocation rv where ${any(matches)})`;
}

/**
 * Admits an operation: reads in one statement the time that it runs at, to the millisecond, and whether its actor is
 * revoked. Throws UNAUTHENTICATED for a revoked subject, token or organisation.
 */
export async function admission({ database, clock }: Asked, actor: Actor): Promise<Date> {
  const statement = sql`select coalesce(${clock.fixed}::timestamptz, date_trunc('milliseconds', clock_timestamp())) as now,
    ${revoked(actor)} as revoked`;
  const [row] = await database.query<{ now: Date; revoked: boolean }>(statement.text, statement.values);
  if (row?.revoked !== false) throw tokenRefused("TOKEN_REVOKED");
  return row.now;
}

/** For a statement that has asked `revoked` itself. Throws UNAUTHENTICATED unless the answer is false. */
export function refuseRevoked(answer: boolean | null | undefined): void {
  if (answer !== false) throw tokenRefused("TOKEN_REVOKED");
}
