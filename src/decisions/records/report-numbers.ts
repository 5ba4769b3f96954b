import type { Context } from "../../context.ts";
import { join, type Sql, sql } from "../../graph/sql.ts";
import { overdueSince } from "../disputes/level-events.ts";
import type * as types from "./report-types.ts";

type Report = types.OversightReport;
type Days = Sql;

const daysBetween = (from: Sql, to: Sql): Days => sql`extract(epoch from ${to} - ${from})::float8 / 86400`;
const toATenth = (days: Sql): Sql => sql`round((${days})::numeric, 1)::float8`;
const within = (moment: Sql, { from, to }: Report): Sql => sql`${moment} >= ${from} and ${moment} < ${to}`;

/** The column where numbers are told apart by it, otherwise null. */
const toldApart = ({ by }: Report, dimension: types.ReportDimension, column: Sql, type: Sql): Sql =>
  by.includes(dimension) ? column : sql`null::${type}`;

/** Every case with its applicant's jurisdiction, as far as these conditions on `c` hold. */
const cases = (where: Sql): Sql =>
  sql`(select c.id, 'Application' as type, c.status, c.release_id, c.revision, c.last_submitted_at, c.accepted_at, c.due_at,
         c.closed_at, p.jurisdiction from application c join partner p on p.id = c.partner_id where ${where}
       union all
       select c.id, 'PhaseAdvance', c.status, c.release_id, c.revision, c.last_submitted_at, c.accepted_at, c.due_at,
         c.closed_at, null
         from phase_advance c where ${where})`;

/** Joins a case's applicant by the case's id; none for a phase advance. */
const withApplicant = (caseId: Sql): Sql =>
  sql`left join application a0 on a0.id = ${caseId} left join partner applicant on applicant.id = a0.partner_id`;

/** One sample of durations: rows of level, agency, jurisdiction and days. */
type Sample = (report: Report) => Sql;
const none = sql`null::int4, null::varchar`;

/** Directives and designations, which are in force from the moment that Defense makes them. */
const measures = sql`(select id, agency, in_force_since, acknowledged_at from directive
  union all select id, 'DEFENSE', designated_at, acknowledged_at from designation)`;

/** What an attestation is about, and whether it says that all of its wording is enforced. */
const measureOf = (attestation: Sql): Sql => sql`coalesce(${attestation}.directive_id, ${attestation}.designation_id)`;
const asWorded = (attestation: Sql): Sql => sql`cardinality(${attestation}.not_enforced) = 0`;

/** By stage. Each reads by an index what ended in the span. */
const samples: Readonly<Record<types.ReportStage, Sample>> = {
  REFERRAL: (report) =>
    sql`select ${none}, c.jurisdiction, ${daysBetween(sql`c.last_submitted_at`, sql`c.accepted_at`)}
        from ${cases(within(sql`c.accepted_at`, report))} c`,
  POSITION: (report) =>
    sql`select null::int4, p.agency, applicant.jurisdiction, ${daysBetween(sql`r.referred_at`, sql`p.recorded_at`)}
        from position p join referral r on r.case_id = p.case_id and r.agency = p.agency
          ${withApplicant(sql`p.case_id`)}
        where ${within(sql`p.recorded_at`, report)} and p.official is not null and p.recorded_at >= r.referred_at
          and not exists (select 1 from position before where before.case_id = p.case_id and before.agency = p.agency
            and before.official is not null and before.recorded_at >= r.referred_at
            and (before.recorded_at, before.id) < (p.recorded_at, p.id))`,
  DISPUTE: (report) =>
    sql`select ${none}, applicant.jurisdiction, ${daysBetween(sql`d.opened_at`, sql`d.closed_at`)}
        from dispute d ${withApplicant(sql`d.case_id`)} where ${within(sql`d.closed_at`, report)}`,
  DISPUTE_LEVEL: (report) =>
    sql`select l.level, null::varchar, applicant.jurisdiction, ${daysBetween(
      sql`coalesce((select max(before.decided_at) from ladder_decision before
            where before.dispute_id = l.dispute_id and before.level < l.level), d.opened_at)`,
      sql`l.decided_at`,
    )}
        from ladder_decision l join dispute d on d.id = l.dispute_id ${withApplicant(sql`l.case_id`)} where ${within(sql`l.decided_at`, report)}`,
  COUNTERSIGNATURE: (report) =>
    sql`select null::int4, d.countersigned_agency, applicant.jurisdiction,
          ${daysBetween(sql`d.proposed_at`, sql`d.countersigned_at`)}
        from decision d ${withApplicant(sql`d.case_id`)} where ${within(sql`d.countersigned_at`, report)}`,
  IN_ALL: (report) =>
    sql`select ${none}, applicant.jurisdiction,
          ${daysBetween(sql`coalesce(a0.last_submitted_at, f.last_submitted_at)`, sql`d.countersigned_at`)}
        from decision d ${withApplicant(sql`d.case_id`)} left join phase_advance f on f.id = d.case_id
        where ${within(sql`d.countersigned_at`, report)} and not exists (select 1 from decision before
          where before.case_id = d.case_id and before.countersigned_at < d.countersigned_at)`,
  ACKNOWLEDGEMENT: (report) =>
    sql`select null::int4, m.agency, null::varchar, ${daysBetween(sql`m.in_force_since`, sql`m.acknowledged_at`)}
        from ${measures} m where ${within(sql`m.acknowledged_at`, report)}`,
  ATTESTATION: (report) =>
    sql`select null::int4, m.agency, null::varchar, ${daysBetween(sql`m.in_force_since`, sql`t.as_worded_at`)}
        from (select ${measureOf(sql`a`)} as measure_id, min(a.attested_at) filter (where ${asWorded(sql`a`)}) as as_worded_at,
            (array_agg(${asWorded(sql`a`)} order by a.revision desc))[1] as stands from enforcement_attestation a
            where ${measureOf(sql`a`)} in (select ${measureOf(sql`b`)} from enforcement_attestation b
              where ${within(sql`b.attested_at`, report)}) group by 1) t
          join ${measures} m on m.id = t.measure_id where t.stands and ${within(sql`t.as_worded_at`, report)}`,
};

/** How long what ended in the span took. */
export function durations(context: Context, report: Report): Promise<types.ReportDuration[]> {
  const stages = (Object.keys(samples) as types.ReportStage[]).filter(
    (stage) => stage === "IN_ALL" || report.by.includes("STAGE"),
  );
  const parts = stages.map((stage) => sql`select ${stage}::varchar as stage, s.* from (${samples[stage](report)}) s`);
  const days = sql`greatest(days, 0)`;
  return context.query(
    sql`with sample (stage, level, agency, jurisdiction, days) as (${join(parts, " union all ")})
        select stage, level, ${toldApart(report, "AGENCY", sql`agency`, sql`varchar`)} as agency,
          ${toldApart(report, "JURISDICTION", sql`jurisdiction`, sql`varchar`)} as jurisdiction, count(*)::int as count,
          ${toATenth(sql`avg(${days})`)} as "meanDays",
          ${toATenth(sql`percentile_cont(0.5) within group (order by ${days})`)} as "medianDays",
          ${toATenth(sql`percentile_cont(0.9) within group (order by ${days})`)} as "p90Days"
        from sample group by 1, 2, 3, 4
        order by array_position(${stages}::varchar[], stage), 2 nulls first, 3 nulls first, 4 nulls first`,
  );
}

/** Where the cases submitted in the span stand now. */
export const statuses = (context: Context, report: Report): Promise<types.ReportStatus[]> =>
  context.query(
    sql`select c.status, ${toldApart(report, "JURISDICTION", sql`c.jurisdiction`, sql`varchar`)} as jurisdiction,
          count(*) filter (where c.type = 'Application')::int as applications,
          count(*) filter (where c.type = 'PhaseAdvance')::int as "phaseAdvances"
        from ${cases(within(sql`c.last_submitted_at`, report))} c
        group by 1, 2 order by 1, 2 nulls first`,
  );

/** What is overdue now, of the cases submitted in the span. On a withdrawn release nothing is. */
export const overdue = (context: Context, report: Report): Promise<types.ReportOverdue[]> =>
  context.query(
    sql`with submitted as (
          select c.* from ${cases(within(sql`c.last_submitted_at`, report))} c
            join release r on r.id = c.release_id where r.phase <> 'WITHDRAWN'),
        open as (select * from submitted where closed_at is null and status <> 'RETURNED'),
        late (reason, level, agency, jurisdiction, case_id, due_at) as (
          select 'NOT_REFERRED', null::int4, 'COMMERCE'::varchar, jurisdiction, id, due_at from open
            where status = 'SUBMITTED'
          union all
          select 'POSITION_MISSING', null, r.agency, c.jurisdiction, c.id, r.due_at from open c
            join referral r on r.case_id = c.id
            where c.status in ('IN_REVIEW', 'IN_DISPUTE') and not exists (select 1 from position p
              where p.case_id = c.id and p.agency = r.agency and p.case_revision = c.revision)
          union all
          select 'LEVEL_UNDECIDED', d.level, null, c.jurisdiction, c.id, coalesce(${overdueSince(sql`d`)}, d.due_at) from open c
            join dispute d on d.case_id = c.id and d.status = 'OPEN'
          union all
          select 'REBUTTAL_UNDECIDED', null, null, c.jurisdiction, c.id, t.due_at from open c
            join rebuttal t on t.case_id = c.id and t.status = 'FILED'
          union all
          select 'APPEAL_UNDECIDED', null, null, c.jurisdiction, c.id, a.due_at from submitted c
            join appeal a on a.case_id = c.id and a.status = 'FILED'
          union all
          select 'NOT_COUNTERSIGNED', null, null, c.jurisdiction, c.id, d.due_at from open c
            join decision d on d.case_id = c.id and d.case_revision = c.revision and d.status = 'PROPOSED'
          union all
          select 'NOT_DECIDED', null, null, jurisdiction, id, due_at from open where status <> 'SUBMITTED')
        select reason, level, ${toldApart(report, "AGENCY", sql`agency`, sql`varchar`)} as agency,
          ${toldApart(report, "JURISDICTION", sql`jurisdiction`, sql`varchar`)} as jurisdiction, count(*)::int as count,
          ${toATenth(sql`percentile_cont(0.5) within group (order by ${daysBetween(sql`due_at`, sql`${report.asOf}::timestamptz`)})`)} as "medianDays",
          ${toATenth(sql`max(${daysBetween(sql`due_at`, sql`${report.asOf}::timestamptz`)})`)} as "longestDays",
          (array_agg(case_id order by due_at, case_id))[1] as "longestCaseId"
        from late where due_at < ${report.asOf} group by 1, 2, 3, 4 order by 1, 2 nulls first, 3 nulls first, 4 nulls first`,
  );

/** For how many days of the span something that began and ended so lasted; until now where it hasn't ended. */
const daysInSpan = (began: Sql, ended: Sql, { from, to, asOf }: Report): Sql =>
  daysBetween(
    sql`greatest(${began}, ${from}::timestamptz)`,
    sql`least(coalesce(${ended}, ${asOf}::timestamptz), ${to}::timestamptz)`,
  );
/** Whether it began before the span's end and had not ended by its beginning: asked as its index has it. */
const touchesSpan = (began: Sql, ended: Sql, { from, to }: Report): Sql =>
  sql`tstzrange(least(${began}, ${ended}), ${ended}, '[]') && tstzrange(${from}, ${to}, '()')`;

/** What held cases' clocks in the span. */
export const holds = (context: Context, report: Report): Promise<types.ReportHold[]> =>
  context.query(
    sql`select reason, ${toldApart(report, "AGENCY", sql`owner`, sql`varchar`)} as agency, count(*)::int as holds,
          count(*) filter (where released_at is null)::int as open,
          ${toATenth(sql`sum(greatest(${daysInSpan(sql`placed_at`, sql`released_at`, report)}, 0))`)} as days
        from hold where ${touchesSpan(sql`placed_at`, sql`released_at`, report)}
        group by 1, 2 order by 1, 2 nulls first`,
  );

/** What was asked in the span, and for how long. */
export const informationRequests = (context: Context, report: Report): Promise<types.ReportInformation[]> =>
  context.query(
    sql`select topic, ${toldApart(report, "AGENCY", sql`agency`, sql`varchar`)} as agency, count(*)::int as requests,
          count(*) filter (where ended_at is null)::int as open,
          ${toATenth(sql`sum(greatest(${daysInSpan(sql`requested_at`, sql`ended_at`, report)}, 0))`)} as days
        from information_request where ${touchesSpan(sql`requested_at`, sql`ended_at`, report)}
        group by 1, 2 order by 1, 2 nulls first`,
  );

/** What each agency said in the span, and where its silence counted. */
export const positions = (context: Context, report: Report): Promise<types.ReportPositions[]> =>
  context.query(
    sql`select agency, count(*) filter (where official is not null)::int as expressed,
          count(*) filter (where kind = 'OBJECT')::int as objections, count(*) filter (where late)::int as late,
          count(*) filter (where kind = 'DEEMED_NO_OBJECTION')::int as deemed
        from position where ${within(sql`recorded_at`, report)} group by agency order by agency`,
  );
