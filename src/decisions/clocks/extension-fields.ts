import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { batched } from "../../graph/batched.ts";
import { sql } from "../../graph/sql.ts";
import { mayDo } from "../../identity/permissions.ts";
import type { Stop } from "../../rules/clock.ts";
import { type ExtensionFacts, extensionOf } from "../../rules/extending.ts";
import type { PolicyDocument } from "../../rules/policy.ts";
import { Referral } from "../panel/referral.ts";
import { stopsOfCases } from "../stops/stops.ts";

@Resolver(() => Referral)
export class ReferralExtension {
  @reads("id", "agency")
  @FieldResolver(() => Boolean, {
    nullable: true,
    description: "Whether you may extend it now: your agency's seat, not heard, not over and not extended before.",
  })
  viewerCanExtend(@Root() { id, agency }: Referral, @Ctx() context: Context): Promise<boolean> | boolean {
    if (agency !== context.actor.agency || !mayDo(context.actor, "referral:extend")) return false;
    return context.loaders(extensibleLoader).load(id);
  }
}

type Seat = Omit<ExtensionFacts, "namedRevision" | "agency" | "stops" | "now"> & {
  readonly id: string;
  readonly caseId: string;
  readonly withdrawn: boolean;
  readonly policy: PolicyDocument;
};

/** Whether each of these seats of the reader's agency may be extended. */
const extensibleLoader = (context: Context) =>
  batched<string, boolean>(context, async (ids) => {
    const now = await context.now();
    const seats = await context.query<Seat>(
      sql`select t.id, t.case_id as "caseId", c.status as "caseStatus", c.revision as "caseRevision", t.agency as "seatOf",
            pol.document as policy, r.phase = 'WITHDRAWN' as withdrawn, t.extended_at is not null as extended,
            t.referred_at as "referredAt", coalesce(a.last_submitted_at, pa.last_submitted_at, t.referred_at) as "submittedAt",
            exists (select 1 from position p where p.case_id = t.case_id and p.agency = t.agency
              and p.case_revision = c.revision) as heard
          from referral t
          join review_case c on c.id = t.case_id
          join policy pol on pol.id = c.policy_id
          join release r on r.id = c.release_id
          left join application a on a.id = c.id
          left join phase_advance pa on pa.id = c.id
          where t.id = any(${[...ids]}::varchar[])`,
    );
    const stops = await context.query<Stop & { caseId: string }>(stopsOfCases(seats.map(({ caseId }) => caseId)));
    const extensible = new Set<string>();
    for (const { id, caseId, withdrawn, policy, ...seat } of seats) {
      const { blockers } = extensionOf(policy, {
        ...seat,
        namedRevision: seat.caseRevision,
        agency: context.actor.agency,
        stops: stops.filter((stop) => stop.caseId === caseId),
        now,
      });
      if (!withdrawn && blockers.length === 0) extensible.add(id);
    }
    return ids.map((id) => extensible.has(id));
  });
