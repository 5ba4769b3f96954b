import { type Sql, sql } from "../../graph/sql.ts";
import { matcherVersion } from "../../rules/screening/match-names.ts";
import { clockStopped } from "../stops/stops.ts";

/** An open case of `review_case c` that is before its panel, in SQL. */
const beforePanel = (caseId: Sql): Sql =>
  sql`exists (select 1 from review_case c where c.id = ${caseId} and c.status = 'IN_REVIEW')`;

/** A referral `r` whose agency has not spoken of the case's current revision, in SQL. */
const unheard = sql`not exists (select 1 from position p
  where p.case_id = r.case_id and p.agency = r.agency and p.case_revision = r.case_revision)`;

/** Whether a match of a case's partner with a listed party is open, in SQL. */
export const screeningHitOpen = (caseId: Sql): Sql =>
  sql`exists (select 1 from application a0 join screening_hit h0 on h0.partner_id = a0.partner_id and h0.status = 'OPEN'
    where a0.id = ${caseId})`;

/**
 * Whether the partner of a case was screened against a list that another release read, in SQL: there may be matches of
 * its name that nobody has raised.
 */
export const screeningOutdated = (caseId: Sql): Sql =>
  sql`(exists (select 1 from screening s0 join screening_list l0 on l0.id = s0.list_id where l0.matcher <> ${matcherVersion})
    and exists (select 1 from application a0 where a0.id = ${caseId}))`;

/** The cases whose clock runs and that have no date where one is due: they were under review before dates were kept. */
export const undatedCases: Sql = sql`
  select r.case_id from referral r where r.closed_at is null and r.reminded_at is null and r.remind_at is null
    and not ${clockStopped(sql`r.case_id`)}
  union all
  select d.case_id from dispute d where d.status = 'OPEN' and d.due_at is null and d.silent_at is null
    and not ${clockStopped(sql`d.case_id`)}
  union all
  select p.case_id from decision p where p.status = 'PROPOSED' and p.due_at is null
    and not ${clockStopped(sql`p.case_id`)}
    and not exists (select 1 from rebuttal b where b.decision_id = p.id and b.status = 'FILED')`;

/**
 * The ids of cases about which something falls due by `now`, without those that only wait for a person. Each part is
 * read by an index of what is open.
 */
export const dueCases = (now: Date | Sql, most: number): Sql => sql`
  select case_id as id from (
    select q.case_id from information_request q where q.status = 'OPEN' and q.due_at <= ${now}
    union all
    select h.case_id from hold h where h.released_at is null and h.review_noted_at is null and h.review_at <= ${now}
    union all
    ${undatedCases}
    union all
    select r.case_id from referral r where r.closed_at is null and r.reminded_at is null and r.remind_at <= ${now}
      and ${unheard} and ${beforePanel(sql`r.case_id`)}
    union all
    select r.case_id from referral r where r.closed_at is null and r.due_at <= ${now} and r.seat = 'DEEMABLE'
      and r.reminded_at is not null and ${unheard} and ${beforePanel(sql`r.case_id`)}
      and not ${screeningHitOpen(sql`r.case_id`)} and not ${screeningOutdated(sql`r.case_id`)}
    union all
    select d.case_id from dispute d where d.status = 'OPEN' and d.due_at <= ${now} and d.silent_at is null
    union all
    select b.case_id from rebuttal b where b.status = 'FILED' and b.due_at <= ${now}
    union all
    select p.case_id from decision p where p.status = 'PROPOSED' and p.reminded_at is null and p.remind_at <= ${now}
      and p.due_at > ${now}
    union all
    select p.case_id from decision p where p.status = 'PROPOSED' and p.overdue_noted_at is null and p.due_at < ${now}
    union all
    ${overdueCases(sql`application`, now)}
    union all
    ${overdueCases(sql`phase_advance`, now)}
  ) due group by case_id order by random() limit ${most}`;

/** The cases of one table whose time to rebut or whose total time is over, or whose release was withdrawn. */
const overdueCases = (table: Sql, now: Date | Sql): Sql => sql`
  select t.id from ${table} t where t.status = 'INTENT_TO_DENY' and t.rebuttal_due_at <= ${now}
    and not exists (select 1 from rebuttal b where b.case_id = t.id and b.status = 'FILED')
  union all
  select t.id from ${table} t join policy o on o.id = t.policy_id where t.closed_at is null and t.due_at <= ${now}
    and (t.status = 'IN_REVIEW' or (t.status = 'IN_DISPUTE' and exists (select 1 from dispute d
      where d.case_id = t.id and d.status = 'OPEN' and d.level < jsonb_array_length(o.document->'ladder'))))
  union all
  select t.id from release r join ${table} t on t.release_id = r.id
    where r.phase = 'WITHDRAWN' and t.closed_at is null and t.submitted_at is not null`;

/** The ids of authorizations that the clock alone has ended, or whose conditions it has, by `now`. */
export const dueAuthorizations = (now: Date | Sql, most: number): Sql => sql`
  select id from (
    select a.id from "authorization" a where a.status in ('ACTIVE', 'SUSPENDED') and a.expires_at <= ${now}
    union all
    select a.id from "authorization" a join decision d on d.id = a.decision_id
      join condition o on o.id = any(d.condition_ids) join condition c on c.root_id = o.root_id and c.ended_at is null
      where a.status = 'ACTIVE' and a.effect_ended_at is null and c.kind = 'EXPIRES_AT'
        and (c.predicate->>'at')::timestamptz <= ${now}
  ) due group by id order by random() limit ${most}`;
