import type { Context } from "../../context.ts";
import { batched } from "../../graph/batched.ts";
import { sql } from "../../graph/sql.ts";
import type { PolicyDocument } from "../../rules/policy.ts";
import { rebuttalEndsAt } from "../../rules/rebuttals.ts";

interface Row {
  readonly id: string;
  readonly policy: PolicyDocument;
  readonly intendedAt: Date;
  /** JSON has no dates. */
  readonly stops: readonly { readonly from: string; readonly to: string | null }[];
}

/**
 * The end of the time to rebut the denial that is announced for a case, also while its clock is stopped, when no date of it
 * is kept: for any number of cases in one statement. Null where no denial is announced.
 */
export const rebuttalEndLoader = (context: Context) =>
  batched<string, Date | null>(context, async (ids) => {
    const rows = await context.query<Row>(
      sql`select c.id, o.document as policy, coalesce(a.intended_at, pa.intended_at) as "intendedAt",
            (select coalesce(jsonb_agg(stop), '[]') from (
              select placed_at as "from", released_at as "to" from hold where case_id = c.id
              union all select requested_at, ended_at from information_request where case_id = c.id) stop) as stops
          from review_case c join policy o on o.id = c.policy_id
          left join application a on a.id = c.id left join phase_advance pa on pa.id = c.id
          where c.id = any(${[...ids]}::varchar[]) and coalesce(a.intended_at, pa.intended_at) is not null`,
    );
    const now = await context.now();
    const ends = new Map(rows.map((row) => [row.id, endOf(row, now)]));
    return ids.map((id) => ends.get(id) ?? null);
  });

function endOf({ policy, intendedAt, stops }: Row, now: Date): Date | null {
  const spans = stops.map(({ from, to }) => ({ from: new Date(from), to: to === null ? null : new Date(to) }));
  return rebuttalEndsAt(policy, intendedAt, spans, now);
}
