import type { Context } from "../../context.ts";
import { batched } from "../../graph/batched.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import type { PolicyDocument } from "../../rules/policy.ts";
import type { SilenceFacts } from "../../rules/silence.ts";
import type { Agency } from "../../rules/vocabulary.ts";
import { screeningAllows, screeningColumns } from "./due-work.ts";

/** One thing that falls due about a case of an agency's, with what its silence is judged by. */
export interface ForecastRow extends Omit<SilenceFacts, "now"> {
  readonly kind:
    | "SILENCE_COUNTS"
    | "LEVEL_PASSES"
    | "RESULT_IS_PROPOSED"
    | "REQUEST_LAPSES"
    | "REBUTTAL_ENDS"
    | "REBUTTAL_IS_DISPUTED"
    | "TIME_EXHAUSTED"
    | "COUNTERSIGNATURE_MISSED";
  readonly caseId: string;
  readonly referralId: string | null;
  readonly policy: PolicyDocument;
}

/**
 * What falls due by `until` about the open cases on whose panel the agency sits or that it may countersign, at most `most`
 * of it: the first due first, and last the silence that never counts as things stand. A screening list of before
 * `oldestList` is stale. A seat whose silence doesn't count is left out: nothing comes of it before the total time.
 */
export async function forecastRows(
  context: Context,
  agency: Agency,
  { until, oldestList }: { readonly until: Date; readonly oldestList: Date },
  most: number,
): Promise<ForecastRow[]> {
  const rows = await context.query<Stored>(
    sql`with seat as (
          select r.id, r.case_id, r.case_revision, r.seat, r.due_at, r.remind_at, r.reminded_at from referral r
          where r.agency = ${agency} and r.closed_at is null
        ), due as (
          select 'SILENCE_COUNTS' as kind, s.case_id, s.id as referral_id, s.due_at from seat s
            join review_case c on c.id = s.case_id and c.status = 'IN_REVIEW'
            where s.seat = 'DEEMABLE' and (s.due_at is null or s.due_at <= ${until}) and not exists (select 1 from position p
              where p.case_id = s.case_id and p.agency = ${agency} and p.case_revision = s.case_revision)
          union all
          select case when exists (select 1 from ladder_decision l where l.dispute_id = d.id and l.level = d.level)
              then 'RESULT_IS_PROPOSED' else 'LEVEL_PASSES' end, d.case_id, null, d.due_at
            from dispute d join seat s on s.case_id = d.case_id where d.status = 'OPEN' and d.due_at <= ${until}
          union all
          select 'REQUEST_LAPSES', q.case_id, null, q.due_at from information_request q
            where q.agency = ${agency} and q.status = 'OPEN' and q.due_at <= ${until}
          union all
          select 'REBUTTAL_IS_DISPUTED', b.case_id, null, b.due_at from rebuttal b join seat s on s.case_id = b.case_id
            where b.status = 'FILED' and b.due_at <= ${until}
          union all
          select 'REBUTTAL_ENDS', t.id, null, t.rebuttal_due_at from seat s join (
              select id, status, rebuttal_due_at from application union all select id, status, rebuttal_due_at from phase_advance
            ) t on t.id = s.case_id where t.status = 'INTENT_TO_DENY' and t.rebuttal_due_at <= ${until}
              and not exists (select 1 from rebuttal b where b.case_id = t.id and b.status = 'FILED')
          union all
          select 'TIME_EXHAUSTED', c.id, null, c.due_at from seat s join review_case c on c.id = s.case_id
            join policy o on o.id = c.policy_id
            where c.due_at <= ${until} and (c.status = 'IN_REVIEW' or (c.status = 'IN_DISPUTE' and exists (select 1
              from dispute d where d.case_id = c.id and d.status = 'OPEN'
                and d.level < jsonb_array_length(o.document->'ladder'))))
          union all
          select 'COUNTERSIGNATURE_MISSED', p.case_id, null, p.due_at from decision p
            join review_case c on c.id = p.case_id and c.revision = p.case_revision join policy o on o.id = c.policy_id
            where p.status = 'PROPOSED' and p.due_at <= ${until} and p.overdue_noted_at is null
              and o.document->'countersigners' @> jsonb_build_array(${agency}::varchar)
        )
        select due.kind, due.case_id as "caseId", due.referral_id as "referralId", due.due_at as "dueAt",
          coalesce(s.seat, 'REQUIRED') as seat, s.remind_at as "remindAt", s.reminded_at as "remindedAt",
          ${screeningColumns(sql`due.case_id`, oldestList)}, c.policy_id as "policyId",
          (select coalesce(jsonb_agg(stop), '[]') from (
            select placed_at as "from", released_at as "to" from hold where case_id = due.case_id
            union all select requested_at, ended_at from information_request where case_id = due.case_id) stop) as "stopRows"
        from due join review_case c on c.id = due.case_id
        left join seat s on s.id = due.referral_id
        order by ${neverCounts(oldestList)}, coalesce(due.due_at, 'infinity'), due.case_id, due.kind limit ${most}`,
  );
  const policies = context.loaders(policyLoader);
  return Promise.all(rows.map(async (row) => ({ ...withDates(row), policy: await policies.load(row.policyId) })));
}

/** The documents of cases' policies: many cases have one, which is long. */
const policyLoader = (context: Context) =>
  batched<string, PolicyDocument>(context, async (ids) => {
    const rows = await context.query<{ id: string; document: PolicyDocument }>(
      sql`select id, document from policy where id = any(${[...ids]}::varchar[])`,
    );
    const found = new Map(rows.map(({ id, document }) => [id, document]));
    return ids.map((id) => found.get(id) as PolicyDocument);
  });

/** Whether the row of `due` is a silence that never counts as things stand, in SQL: `silenceOf` without its dates. */
const neverCounts = (oldestList: Date): Sql =>
  sql`(due.kind = 'SILENCE_COUNTS' and (due.due_at is null or not (${screeningAllows(sql`due.case_id`, oldestList)})))`;

interface Stored extends Omit<ForecastRow, "policy" | "stops"> {
  readonly policyId: string;
  readonly stopRows: readonly { readonly from: string; readonly to: string | null }[];
}

/** JSON has no dates. */
const withDates = (row: Stored): Omit<ForecastRow, "policy"> => ({
  ...row,
  stops: row.stopRows.map(({ from, to }) => ({
    from: new Date(from),
    to: to === null ? null : new Date(to),
  })),
});
