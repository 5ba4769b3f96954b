import type { Context } from "../../context.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import type { OnReleases } from "../../releases/enforcement/stated-enforcement.ts";
import { ofPolicyFollowed } from "../../releases/policies/latest-policy.ts";
import { measuresInForce, measuresOf, postponementColumns } from "../../releases/register/standing.ts";
import type { AccessMeasure } from "../../rules/access.ts";
import { advanceBlockedBy, reachOn, uncountedOn, usedUncounted, type Wording } from "../../rules/directive-reach.ts";
import { type PolicyDocument, phaseRules } from "../../rules/policy.ts";
import type { Postponement } from "../../rules/postponement.ts";
import type { ReleasePhase } from "../../rules/vocabulary.ts";
import { effectFacts, type FactsRow, factsColumns } from "./access-facts.ts";
import { holdsAPlace } from "./authorization.ts";

/** An authorization that a directive would touch, and whether it is effective now and would cease to be. */
export interface Touched {
  readonly authorizationId: string;
  readonly partnerId: string;
  readonly ceases: boolean;
}

/** A release that partners use without an authorization, and what it would do to those in its scope. */
export interface UncountedOn {
  readonly releaseId: string;
  readonly everyone: boolean;
  readonly ceases: boolean;
}

/** An open phase advance that it would keep from being approved, and whether something else does already. */
export interface BlockedAdvance {
  readonly phaseAdvanceId: string;
  readonly already: boolean;
}

/** How many, as far as anyone can count. */
export interface Count {
  readonly partners: number;
  readonly authorizations: number;
  /** Whether these are all: not where a release is used without an authorization. */
  readonly complete: boolean;
}

/** Whom a directive would touch as things stand now. */
export interface Reach {
  /** What is in its scope. */
  readonly touched: readonly Touched[];
  /** What a measure that can't be told apart by partner would touch: everything on the same releases. */
  readonly everyone: Count;
  readonly uncounted: readonly UncountedOn[];
  readonly advances: readonly BlockedAdvance[];
}

/**
 * Whom a directive would touch if it came into force now, each judged by the rules that judge every use and every phase
 * advance, with the directive and without it: the partners that hold an authorization which has not ended; the releases
 * that are used without one; the phase advances that are open.
 */
export async function reachOf(context: Context, on: OnReleases, wording: Wording): Promise<Reach> {
  const now = await context.now();
  const releases = await releasesOn(context, on);
  const held = await heldOn(context, on, now);
  const touched = held.flatMap((row) => {
    const { authorizationId, partnerId } = row;
    const reach = reachOn(wording, effectFacts(row, now));
    return reach ? [{ authorizationId, partnerId, ...reach }] : [];
  });
  const known = releases.map((row) => ({ ...row, now, release: { phase: row.phase, ...phaseRules(row, row.phase) } }));
  return {
    touched,
    everyone: {
      partners: new Set(held.map(({ partnerId }) => partnerId)).size,
      authorizations: held.length,
      complete: !known.some(usedUncounted),
    },
    uncounted: known.flatMap((release) => {
      const uncounted = uncountedOn(wording, release);
      return uncounted ? [{ releaseId: release.releaseId, ...uncounted }] : [];
    }),
    advances: known.flatMap(({ phase, openAdvanceId, ...row }) => {
      const blocked = openAdvanceId && advanceBlockedBy(wording, { measures: measuresOf(row, now), phase });
      return blocked ? [{ phaseAdvanceId: openAdvanceId, ...blocked }] : [];
    }),
  };
}

/** The releases that are on record and not withdrawn: a measure touches no other. */
const touchable = ({ releaseId, vendorId }: OnReleases): Sql =>
  sql`(r.id = ${releaseId} or r.vendor_id = ${vendorId}) and r.registered_at is not null and r.phase <> 'WITHDRAWN'`;

interface ReleaseRow extends Postponement {
  readonly releaseId: string;
  readonly phase: ReleasePhase;
  readonly phases: PolicyDocument["phases"];
  readonly directives: readonly AccessMeasure[];
  readonly designations: readonly AccessMeasure[];
  /** Null where none is open: a release has one at most. */
  readonly openAdvanceId: string | null;
}

const releasesOn = (context: Context, on: OnReleases): Promise<ReleaseRow[]> =>
  context.query(
    sql`select r.id as "releaseId", r.phase, ${ofPolicyFollowed(sql`pol.document->'phases'`, sql`r.policy_id`)} as phases,
          ${postponementColumns}, ${measuresInForce},
          (select v.id from phase_advance v where v.release_id = r.id and v.closed_at is null) as "openAdvanceId"
        from release r where ${touchable(on)} order by r.id`,
  );

type HeldRow = FactsRow & { readonly authorizationId: string };

const heldOn = (context: Context, on: OnReleases, now: Date): Promise<HeldRow[]> =>
  context.query(
    sql`select ${factsColumns} from "authorization" a join release r on r.id = a.release_id join partner p on p.id = a.partner_id
        where ${touchable(on)} and ${holdsAPlace(sql`a`, now)} order by a.id`,
  );
