import { Args, Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { batched } from "../../graph/batched.ts";
import { PageArgs } from "../../graph/paging.ts";
import { recordById, recordsUnder } from "../../graph/records.ts";
import { DateTime } from "../../graph/scalars.ts";
import { raw, sql } from "../../graph/sql.ts";
import type { Withheld } from "../../identity/withheld.ts";
import { enforcementOf, partsOf, secondsBetween } from "../../rules/enforcement.ts";
import type { EnforcementPart } from "../../rules/release-vocabulary.ts";
import { Designation } from "../directives/designation.ts";
import { Directive } from "../directives/directive.ts";
import { Release } from "../register/release.ts";
import { EnforcementAttestation } from "./enforcement-attestation.ts";
import { EnforcementAttestationConnection, latestAttestationFirst } from "./enforcement-queries.ts";
import { EnforcementPartEnum } from "./enforcement-statement.ts";
import { statedOn } from "./stated-enforcement.ts";

/** A part of a measure's wording that its vendor has said it can't enforce. */
@ObjectType("UnenforceablePart", {
  simpleResolvers: true,
  description:
    "A part of a directive's or designation's wording that its vendor has said it can't enforce on a release.",
})
export class UnenforceablePart {
  releaseId!: string;

  @Field(() => EnforcementPartEnum, { description: "The part." })
  part!: EnforcementPart;

  @Field(() => String, {
    nullable: true,
    description: "Why, and what the vendor would have to do instead, in its words.",
  })
  note!: string | null;
}

@Resolver(() => UnenforceablePart)
export class UnenforceablePartFields {
  @reads("releaseId")
  @FieldResolver(() => Release, { nullable: true, description: "The release." })
  release(@Root() { releaseId }: UnenforceablePart, @Ctx() context: Context) {
    return recordById(context, Release, releaseId);
  }
}

/** What a directive and a designation have in common, as far as how they bite is concerned. */
type Measured = Pick<Directive, "id" | "effect" | "scope" | "limits" | "acknowledgedAt" | "vendorId"> & {
  readonly withheld: readonly Withheld[];
};

interface Kind<Row extends Measured> {
  readonly entity: new () => Row;
  /** The column by which an attestation names it. */
  readonly column: "directive_id" | "designation_id";
  /** The property that says since when one is in force. */
  readonly since: "inForceSince" | "designatedAt";
  readonly inForceSince: (row: Row) => Date | null;
  /** The one release that it is on, or null for one on all of its vendor's. */
  readonly releaseId: (row: Row) => string | null;
}

const isWithheld = ({ withheld }: Measured, name: string): boolean => withheld.some(({ field }) => field === name);

/** How a measure of one kind bites: what of it can be done, since when it is, and how long that took. */
function enforcementOfMeasure<Row extends Measured>({ entity, column, since, inForceSince, releaseId }: Kind<Row>) {
  const standingLoader = (context: Context) =>
    batched<string, Standing | null>(context, (ids) => standingAttestations(context, column, ids));
  /** When it was enforced, and whether all of it is, is for everyone who sees the measure. */
  const standingOf = (context: Context, { id }: Pick<Row, "id">): Promise<Standing | null> =>
    context.loaders(standingLoader).load(id);

  @Resolver(() => entity)
  class MeasureEnforcement {
    @FieldResolver(() => [UnenforceablePart], {
      nullable: true,
      description:
        "The parts of its wording that its vendor says now that it can't enforce. Withheld from all but the vendor, officials and auditors.",
    })
    async unenforceable(@Root() measure: Row, @Ctx() context: Context): Promise<UnenforceablePart[] | null> {
      if (isWithheld(measure, "unenforceable")) return null;
      const parts = partsOf(measure);
      const stated = await statedOn(context, { releaseId: releaseId(measure), vendorId: measure.vendorId });
      return stated.flatMap((on) =>
        enforcementOf(parts, on.parts)
          .filter(({ enforceable }) => enforceable === false)
          .map(({ part, note }) => ({ releaseId: on.releaseId, part, note })),
      );
    }

    @reads("id", "withheld")
    @FieldResolver(() => EnforcementAttestation, {
      nullable: true,
      description:
        "Its vendor's word that it is enforced, as it stands. Withheld from all but the vendor, officials and auditors.",
    })
    async attestation(@Root() measure: Row, @Ctx() context: Context) {
      if (isWithheld(measure, "attestation")) return null;
      return recordById(context, EnforcementAttestation, (await standingOf(context, measure))?.id);
    }

    @reads("id", "withheld")
    @FieldResolver(() => EnforcementAttestationConnection, {
      nullable: true,
      description:
        "Every attestation of it, the latest first. Withheld from all but the vendor, officials and auditors.",
    })
    attestations(@Root() measure: Row, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
      if (isWithheld(measure, "attestations")) return null;
      const list = { order: latestAttestationFirst };
      return recordsUnder(context, EnforcementAttestation, column, measure.id, list, args);
    }

    @reads("id")
    @FieldResolver(() => DateTime, {
      nullable: true,
      description:
        "Since when its vendor attests that it is enforced, as far as `enforcedAsWorded` says; null where it hasn't.",
    })
    async enforcedAt(@Root() measure: Row, @Ctx() context: Context) {
      return (await standingOf(context, measure))?.enforcedAt ?? null;
    }

    @reads("id")
    @FieldResolver(() => Boolean, {
      nullable: true,
      description:
        "Whether its vendor attests that every part of its wording is enforced as it stands; null where it hasn't attested.",
    })
    async enforcedAsWorded(@Root() measure: Row, @Ctx() context: Context) {
      return (await standingOf(context, measure))?.asWorded ?? null;
    }

    @reads(since, "acknowledgedAt")
    @FieldResolver(() => Int, {
      nullable: true,
      description: "How many seconds after it came into force its vendor acknowledged it; null where it hasn't.",
    })
    secondsToAcknowledge(@Root() measure: Row) {
      return secondsBetween(inForceSince(measure), measure.acknowledgedAt);
    }

    @reads("id", since)
    @FieldResolver(() => Int, {
      nullable: true,
      description:
        "How many seconds after it came into force it was enforced, as its vendor attests: how long it took to bite. Null where the vendor hasn't attested, or attests that a part of its wording isn't enforced.",
    })
    async secondsToEnforce(@Root() measure: Row, @Ctx() context: Context) {
      const standing = await standingOf(context, measure);
      return secondsBetween(inForceSince(measure), standing?.asWorded ? standing.enforcedAt : null);
    }
  }
  return MeasureEnforcement;
}

export const DirectiveEnforcement = enforcementOfMeasure<Directive>({
  entity: Directive,
  column: "directive_id",
  since: "inForceSince",
  inForceSince: (directive) => directive.inForceSince,
  releaseId: (directive) => directive.releaseId,
});

export const DesignationEnforcement = enforcementOfMeasure<Designation>({
  entity: Designation,
  column: "designation_id",
  since: "designatedAt",
  inForceSince: (designation) => designation.designatedAt,
  releaseId: () => null,
});

interface Standing {
  readonly id: string;
  readonly enforcedAt: Date;
  readonly asWorded: boolean;
}

/** The attestations that stand of measures of one kind, in the order given; null where there is none. */
async function standingAttestations(
  context: Context,
  column: "directive_id" | "designation_id",
  ids: readonly string[],
): Promise<(Standing | null)[]> {
  const measure = raw(column);
  const rows = await context.query<Standing & { measureId: string }>(
    sql`select distinct on (${measure}) ${measure} as "measureId", id, enforced_at as "enforcedAt",
          cardinality(not_enforced) = 0 as "asWorded" from enforcement_attestation
        where ${measure} = any(${[...ids]}::varchar[]) order by ${measure}, revision desc`,
  );
  const found = new Map(rows.map((row) => [row.measureId, row]));
  return ids.map((id) => found.get(id) ?? null);
}
