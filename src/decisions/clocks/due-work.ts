import { type Sql, sql } from "../../graph/sql.ts";
import { matcherVersion } from "../../rules/screening/match-names.ts";
import { reopenedForNothing } from "../cases/reopened.ts";
import { votedLateAt } from "../disputes/level-events.ts";
import { clockStopped } from "../stops/stops.ts";

/** An open case of `review_case c` that is before its panel, in SQL. */
const beforePanel = (caseId: Sql): Sql =>
  sql`exists (select 1 from review_case c where c.id = ${caseId} and c.status = 'IN_REVIEW')`;

/** A referral `r` whose agency has not spoken of the case's current revision, in SQL. */
const unheard = sql`not exists (select 1 from position p
  where p.case_id = r.case_id and p.agency = r.agency and p.case_revision = r.case_revision)`;

const listInForce = sql`from screening s0 join screening_list l0 on l0.id = s0.list_id`;
/** Whether a case is of a partner: a phase advance is of none. */
const ofPartner = (caseId: Sql): Sql => sql`exists (select 1 from application a0 where a0.id = ${caseId})`;

/** Whether a match of a case's partner with a listed party is open, in SQL. */
const screeningHitOpen = (caseId: Sql): Sql =>
  sql`exists (select 1 from application a0 join screening_hit h0 on h0.partner_id = a0.partner_id and h0.status = 'OPEN'
    where a0.id = ${caseId})`;

/**
 * Whether the partner of a case was screened against a list that another release read, in SQL: there may be matches of
 * its name that nobody has raised.
 */
const screeningOutdated = (caseId: Sql): Sql =>
  sql`(exists (select 1 ${listInForce} where l0.matcher <> ${matcherVersion}) and ${ofPartner(caseId)})`;

/** Whether a case is of a partner, and no list is in force that it could be screened against, in SQL. */
const screeningListMissing = (caseId: Sql): Sql => sql`(not exists (select 1 ${listInForce}) and ${ofPartner(caseId)})`;

/** Whether a case is of a partner, and the list in force was last confirmed before `oldest`, in SQL. */
const screeningListStale = (caseId: Sql, oldest: Date): Sql =>
  sql`(exists (select 1 ${listInForce} where l0.confirmed_at < ${oldest}) and ${ofPartner(caseId)})`;

/** What of screening silence on a case is judged by, as columns; a list of before `oldest` is stale. */
export const screeningColumns = (caseId: Sql, oldest: Date): Sql =>
  sql`${screeningHitOpen(caseId)} as "screeningHitOpen", ${screeningListMissing(caseId)} as "screeningListMissing",
    ${screeningListStale(caseId, oldest)} as "screeningListStale", ${screeningOutdated(caseId)} as "screeningOutdated"`;

/** Whether nothing of screening keeps silence from counting on a case, in SQL. */
export const screeningAllows = (caseId: Sql, oldest: Date): Sql =>
  sql`not ${screeningHitOpen(caseId)} and not ${screeningListMissing(caseId)}
      and not ${screeningListStale(caseId, oldest)} and not ${screeningOutdated(caseId)}`;

/** The cases whose clock runs and that have no date where one is due: they were under review before dates were kept. */
export const undatedCases: Sql = sql`
  select r.case_id from referral r where r.closed_at is null and r.reminded_at is null and r.remind_at is null
    and not ${clockStopped(sql`r.case_id`)}
  union all
  select d.case_id from dispute d where d.status = 'OPEN' and d.due_at is null
    and (d.silent_at is null or ${votedLateAt} is not null)
    and not ${clockStopped(sql`d.case_id`)}
  union all
  select p.case_id from decision p where p.status = 'PROPOSED' and p.due_at is null
    and not ${clockStopped(sql`p.case_id`)}
    and not exists (select 1 from rebuttal b where b.decision_id = p.id and b.status = 'FILED')`;

/**
 * The ids of cases about which something falls due by `now`, without those that only wait for a person, or for
 * another screening list than one of before `oldestList`. Each part is read by an index of what is open.
 */
export const dueCases = (now: Date | Sql, oldestList: Date, most: number): Sql => sql`
  select case_id as id from (
    select q.case_id from information_request q where q.status = 'OPEN' and q.due_at <= ${now}
    union all
    select h.case_id from hold h where h.released_at is null and h.review_noted_at is null and h.review_at <= ${now}
    union all
    ${undatedCases}
    union all
    ${reopenedForNothing(now)}
    union all
    select r.case_id from referral r where r.closed_at is null and r.reminded_at is null and r.remind_at <= ${now}
      and ${unheard} and ${beforePanel(sql`r.case_id`)}
    union all
    select r.case_id from referral r where r.closed_at is null and r.due_at <= ${now} and r.seat = 'DEEMABLE'
      and r.reminded_at is not null and ${unheard} and ${beforePanel(sql`r.case_id`)}
      and ${screeningAllows(sql`r.case_id`, oldestList)}
    union all
    select d.case_id from dispute d where d.status = 'OPEN' and d.due_at <= ${now}
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

/** The limits on time of directives and designations in force that are over by `now`, with since when they end use, in SQL. */
const endedLimits = (now: Date | Sql): Sql => {
  const over = sql`m.status = 'IN_FORCE' and m.effect = 'LIMIT' and l->>'kind' = 'EXPIRES_AT' and (l->>'at')::timestamptz <= ${now}`;
  return sql`(select m.release_id, m.vendor_id, m.scope, greatest((l->>'at')::timestamptz, m.in_force_since) as since
      from directive m cross join jsonb_array_elements(m.limits) l where ${over}
    union all
    select null, m.vendor_id, m.scope, greatest((l->>'at')::timestamptz, m.designated_at)
      from designation m cross join jsonb_array_elements(m.limits) l where ${over})`;
};

/** Whether the scope of the limit `t` takes in the partner `p` in the phase of the release `r`, in SQL: `inScope`. */
const inScope: Sql = sql`coalesce(t.scope->'jurisdictions' @> to_jsonb(p.jurisdiction), true)
  and coalesce(t.scope->'partnerKinds' @> to_jsonb(p.kind), true)
  and coalesce(t.scope->'partnerIds' @> to_jsonb(p.id), true)
  and coalesce(t.scope->'phases' @> to_jsonb(r.phase), true)`;

/** The condition `c` on time of the decision `d` that stands and is over by `now`, in SQL. */
const endedConditions = (now: Date | Sql): Sql =>
  sql`decision d join condition o on o.id = any(d.condition_ids)
    join condition c on c.root_id = o.root_id and c.ended_at is null
      and c.kind = 'EXPIRES_AT' and (c.predicate->>'at')::timestamptz <= ${now}`;

/**
 * Whether a condition or a limit on time has ended the effect of the authorization `a` by `now`, and nobody has noted
 * it, in SQL. What was noted before the effect ended was of another end: of a limit that was lifted since.
 */
export const effectEndUnnoted = (now: Date | Sql): Sql =>
  sql`coalesce(a.effect_ended_at, '-infinity') < least(
    (select min((c.predicate->>'at')::timestamptz) from ${endedConditions(now)} where d.id = a.decision_id),
    (select min(t.since) from release r join ${endedLimits(now)} t on t.release_id = r.id or t.vendor_id = r.vendor_id
      join partner p on p.id = a.partner_id where r.id = a.release_id and ${inScope}))`;

/** The ids of authorizations that the clock alone has ended, or whose effect a condition or a limit on time has, by `now`. */
export const dueAuthorizations = (now: Date | Sql, most: number): Sql => sql`
  select id from (
    select a.id from "authorization" a where a.status in ('ACTIVE', 'SUSPENDED') and a.expires_at <= ${now}
    union all
    select a.id from ${endedConditions(now)} join "authorization" a on a.decision_id = d.id
      where a.status = 'ACTIVE' and coalesce(a.effect_ended_at, '-infinity') < (c.predicate->>'at')::timestamptz
        and ${effectEndUnnoted(now)}
    union all
    select a.id from ${endedLimits(now)} t join release r on r.id = t.release_id or r.vendor_id = t.vendor_id
      join "authorization" a on a.release_id = r.id join partner p on p.id = a.partner_id
      where a.status = 'ACTIVE' and coalesce(a.effect_ended_at, '-infinity') < t.since and ${inScope}
        and ${effectEndUnnoted(now)}
  ) due group by id order by random() limit ${most}`;
