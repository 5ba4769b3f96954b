import type { FreshDatabase } from "../support/database.ts";

/** What must hold after every round, whoever came first: each by its name, as a statement that gives what breaks it. */
const invariants: Readonly<Record<string, string>> = {
  "the ledger's numbers have no gap": `
    select max(seq) as what from ledger_entry
    having count(*) <> max(seq) or min(seq) <> 1 or max(seq) <> (select last_seq from ledger_tail where id = 1)`,
  "the ledger's times never go back": `
    select seq as what from (select seq, at, lag(at) over (order by seq) as before from ledger_entry) e where at < before`,
  "an operation's entries stand together": `
    select operation_id as what from ledger_entry group by operation_id having max(seq) - min(seq) + 1 <> count(*)`,
  "the last entry that moved a case says where it stands": `
    select c.id as what from review_case c
      join lateral (select payload->>'to' as "to" from ledger_entry where subject_id = c.id and type <> 'DeadlineMoved'
        order by seq desc limit 1) e on true
     where e."to" is distinct from c.status`,
  "nothing is countersigned while its case's clock is stopped": `
    select d.id as what from decision d
      join (select case_id, placed_at as began, released_at as ended from hold
            union all select case_id, requested_at, ended_at from information_request) s on s.case_id = d.case_id
     where d.countersigned_at > s.began and (s.ended is null or d.countersigned_at < s.ended)`,
  "a request for information ended once": `
    select q.id as what from information_request q
     where (q.status <> 'OPEN')::int <> (select count(*) from ledger_entry e where e.subject_id = q.id
       and e.type like 'InformationRequest%' and e.type <> 'InformationRequested')`,
  "one decision stands for a case's revision": `
    select case_id as what from decision where status in ('PROPOSED', 'COUNTERSIGNED')
     group by case_id, case_revision having count(*) > 1`,
  "a proposal stands exactly while its case awaits its signature": `
    select c.id as what from review_case c
     where (c.status in ('AWAITING_COUNTERSIGNATURE', 'INTENT_TO_DENY')) <> exists (
       select 1 from decision d where d.case_id = c.id and d.case_revision = c.revision and d.status = 'PROPOSED')`,
  "a case is approved exactly by a countersigned approval of its revision": `
    select c.id as what from review_case c
     where (c.status in ('APPROVED', 'SUPERSEDED')) <> exists (
       select 1 from decision d where d.case_id = c.id and d.case_revision = c.revision
          and d.status = 'COUNTERSIGNED' and d.outcome = 'APPROVE')`,
  "an approved application has one authorization, and no other has any": `
    select c.id as what from application c
     where not exists (select 1 from appeal p where p.case_id = c.id and p.status = 'UPHELD')
       and (c.status in ('APPROVED', 'SUPERSEDED'))::int <> (select count(*) from "authorization" a where a.application_id = c.id)`,
  "a dispute is open exactly while its case is in dispute": `
    select c.id as what from review_case c
     where (c.status = 'IN_DISPUTE')::int <> (select count(*) from dispute d where d.case_id = c.id and d.status = 'OPEN')`,
  "no phase holds more partners than its cap": `
    select r.id as what from release r join policy p on p.id = r.policy_id
     where (select count(distinct a.partner_id) from "authorization" a
             where a.release_id = r.id and a.status in ('ACTIVE', 'SUSPENDED'))
           > (p.document->'phases'->r.phase->>'partnerCap')::int`,
  "nobody countersigns a case that they took a position on": `
    select d.id as what from decision d join position p on p.case_id = d.case_id and p.official = d.countersigned_by`,
  "nobody speaks for two agencies on one case": `
    select case_id as what from position where official is not null
     group by case_id, official having count(distinct agency) > 1`,
  "what stands as approved, every required seat concurs in and no deciding seat objects to": `
    select d.id as what from decision d join referral r on r.case_id = d.case_id
      left join lateral (
        select kind from position p where p.case_id = r.case_id and p.agency = r.agency and p.case_revision = d.case_revision
         order by recorded_at desc, id desc limit 1) p on true
     where d.status in ('PROPOSED', 'COUNTERSIGNED') and d.outcome = 'APPROVE'
       and (p.kind is null or p.kind = 'OBJECT' or (r.seat = 'REQUIRED' and p.kind not like 'CONCUR%'))`,
  "of an agency's positions on a revision, the one recorded last counts": `
    select latest.id as what from (
        select distinct on (case_id, agency, case_revision) id, case_id, agency, case_revision from position
         order by case_id, agency, case_revision, recorded_at desc, id desc) latest
      join lateral (
        select e.subject_id from ledger_entry e join position p on p.id = e.subject_id
         where e.type = 'PositionRecorded' and p.case_id = latest.case_id and p.agency = latest.agency
           and p.case_revision = latest.case_revision
         order by e.seq desc limit 1) last on true
     where last.subject_id <> latest.id`,
  "a case before the panel is referred, in its current revision, to every seat": `
    select c.id as what from review_case c join policy p on p.id = c.policy_id
     where c.status = 'IN_REVIEW' and jsonb_array_length(p.document->'panel') <>
       (select count(*) from referral r where r.case_id = c.id and r.case_revision = c.revision)`,
  "no authorization is issued after a directive that suspends its release": `
    select a.id as what from "authorization" a
      join ledger_entry issued on issued.subject_id = a.id and issued.type = 'AuthorizationIssued'
      join directive d on d.release_id = a.release_id and d.effect = 'SUSPEND' and d.status = 'IN_FORCE'
      join ledger_entry ordered on ordered.subject_id = d.id and ordered.type = 'DirectiveIssued'
     where issued.seq > ordered.seq`,
  "what a renewal took the place of ended by it, or with its time, and by no measure": `
    select a.id as what from "authorization" a join "authorization" replaced on replaced.id = a.replaces_id
     where replaced.status not in ('SUPERSEDED', 'EXPIRED')`,
  "no authorization is issued to a partner after its bar": `
    select a.id as what from "authorization" a join partner p on p.id = a.partner_id and p.status = 'BARRED'
      join ledger_entry issued on issued.subject_id = a.id and issued.type = 'AuthorizationIssued'
     where issued.seq > (select max(b.seq) from ledger_entry b where b.subject_id = p.id and b.type = 'PartnerBarred')`,
  "every countersignature, authorization and position is in the ledger once": `
    select made.id as what from (
        select id, 'DecisionCountersigned' as type from decision where status = 'COUNTERSIGNED' and countersigned_by not like 'seed|%'
        union all select id, 'AuthorizationIssued' from "authorization" where legal_basis <> 'Seeded'
        union all select id, 'PositionRecorded' from position where official not like 'seed|%') made
     where 1 <> (select count(*) from ledger_entry e where e.subject_id = made.id and e.type = made.type)`,
  "every key that is kept has its result": `select key as what from idempotency where result is null`,
};

const all = Object.entries(invariants)
  .map(([name, broken]) => `select '${name.replaceAll("'", "''")}', what::text from (${broken}) broken`)
  .join(" union all ");

/** Prepares the question, as a function: compiling so long a statement each time would take longer than answering it. */
export async function prepareInvariants({ asOwner }: FreshDatabase): Promise<void> {
  await asOwner(`create function broken_invariants() returns table (invariant text, what text)
    language sql stable set jit = off as $invariants$ ${all} $invariants$`);
}

/** What is broken, by the invariant's name: empty when everything holds. */
export function brokenInvariants({ asOwner }: FreshDatabase): Promise<{ invariant: string; what: string }[]> {
  return asOwner("select invariant, what from broken_invariants()");
}
