-- What PostGraphile is given beside Countersign's tables: the conditions of the two queries as functions and a view, as
-- its manual advises for what a table's columns don't say; and the indexes that serve the orders it asks for.
create schema postgraphile_bench;

create function postgraphile_bench.awaited_referrals(inbox_of varchar) returns setof referral language sql stable as $$
  select t.* from referral t
   where t.agency = inbox_of and t.closed_at is null
     and (select c.status = 'IN_REVIEW' and r.phase <> 'WITHDRAWN' from review_case c
           join release r on r.id = c.release_id where c.id = t.case_id)
     and (select p.id from position p where p.case_id = t.case_id and p.agency = t.agency
           and p.case_revision = t.case_revision limit 1) is null
   order by coalesce(t.due_at, 'infinity'), t.id
$$;

create function postgraphile_bench.registered_releases() returns setof release language sql stable as $$
  select t.* from release t
   where t.registered_at is not null
   order by coalesce(t.registered_at, '-infinity') desc, t.id desc
$$;

create function public.authorization_status_now(held "authorization") returns varchar language sql stable as $$
  select case when held.status in ('ACTIVE', 'SUSPENDED') and held.expires_at <= now() then 'EXPIRED' else held.status end
$$;

create view postgraphile_bench.standing_decision as
  select d.* from decision d join application a on a.id = d.case_id and a.revision = d.case_revision
   where d.status in ('PROPOSED', 'COUNTERSIGNED');

create index bench_application_submitted on application (release_id, submitted_at desc, id desc);
