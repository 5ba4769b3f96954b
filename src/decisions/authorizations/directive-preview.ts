import { Arg, Args, Ctx, Directive, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { connectionOf, type Page } from "../../graph/connection.ts";
import { type Stub, stub } from "../../graph/node.ts";
import { PageArgs } from "../../graph/paging.ts";
import { column, orderBy, records, type Shown } from "../../graph/records.ts";
import { Refusal } from "../../graph/refusal.ts";
import { sql } from "../../graph/sql.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import { Partner } from "../../partners/partner.ts";
import { PreviewDesignationInput } from "../../releases/directives/designation-inputs.ts";
import { PreviewDirectiveInput } from "../../releases/directives/directive-inputs.ts";
import { EnforcementPartEnum } from "../../releases/enforcement/enforcement-statement.ts";
import type { EnforcementPart } from "../../rules/release-vocabulary.ts";
import { AuthorizationConnection, authorizationOrders } from "../lists.ts";
import { PartnerStub, PhaseAdvanceStub, ReleaseStub } from "../stubs.ts";
import { Authorization } from "./authorization.ts";
import type { BlockedAdvance, UncountedOn } from "./directive-reach.ts";
import { type Previewed, previewDesignation, previewDirective, type WordedOn } from "./preview-directive.ts";

/** A part of the wording on one release. */
@ObjectType("PreviewedPart", {
  simpleResolvers: true,
  description: "A part of a directive's wording on one release, and whether its vendor says that it can enforce it.",
})
export class PreviewedPart {
  releaseId!: string;

  @Field(() => EnforcementPartEnum, { description: "The part." })
  part!: EnforcementPart;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether the vendor says that it can enforce it; null where it has said nothing of it.",
  })
  enforceable!: boolean | null;

  @Field(() => String, { nullable: true, description: "What the vendor says of it, in its words." })
  note!: string | null;
}

@Resolver(() => PreviewedPart)
export class PreviewedPartFields {
  @reads("releaseId")
  @FieldResolver(() => ReleaseStub, { nullable: true, description: "The release." })
  release(@Root() { releaseId }: WordedOn): Stub | null {
    return stub("Release", releaseId);
  }
}

@ObjectType("TouchedPartner", {
  simpleResolvers: true,
  description: "A partner that a directive would touch.",
})
export class TouchedPartner {
  @Field(() => PartnerStub, { nullable: true, description: "The partner." })
  partner!: Stub | null;

  @Field(() => Int, { description: "How many of its authorizations it would touch." })
  authorizations!: number;

  @Field(() => Int, { description: "How many of these are effective now and would cease to be." })
  ceasing!: number;
}

const touchedPartners = connectionOf("TouchedPartner", () => TouchedPartner);
export const TouchedPartnerConnectionResolver = touchedPartners.ConnectionResolver;

@ObjectType("PreviewedReach", { simpleResolvers: true, description: "How many a measure would touch." })
export class PreviewedReach {
  @Field(() => Int, { description: "How many partners that hold an authorization." })
  partners!: number;

  @Field(() => Int, { description: "How many authorizations." })
  authorizations!: number;

  @Field(() => Boolean, {
    description:
      "Whether these are all: false where a release is used without an authorization, since nobody knows by whom. See `uncounted`.",
  })
  complete!: boolean;
}

/** Those who use a release without an authorization. */
@ObjectType("UncountedUse", {
  simpleResolvers: true,
  description:
    "Those who use a release that needs no authorization in its phase: a directive touches them all the same, and they can't be counted.",
})
export class UncountedUse {
  releaseId!: string;

  @Field(() => Boolean, {
    description: "Whether it would touch everybody who uses the release; otherwise those whom its scope names.",
  })
  everyone!: boolean;

  @Field(() => Boolean, { description: "Whether those whom it touches use the release now and could not any more." })
  ceases!: boolean;
}

@Resolver(() => UncountedUse)
export class UncountedUseFields {
  @reads("releaseId")
  @FieldResolver(() => ReleaseStub, { nullable: true, description: "The release." })
  release(@Root() { releaseId }: UncountedOn): Stub | null {
    return stub("Release", releaseId);
  }
}

/** An open phase advance that a directive would block. */
@ObjectType("BlockedPhaseAdvance", {
  simpleResolvers: true,
  description: "An open phase advance that a directive would keep from being approved.",
})
export class BlockedPhaseAdvance {
  phaseAdvanceId!: string;

  @Field(() => Boolean, {
    description: "Whether a directive, a designation or the vendor's own postponement keeps it from that already.",
  })
  already!: boolean;
}

@Resolver(() => BlockedPhaseAdvance)
export class BlockedPhaseAdvanceFields {
  @reads("phaseAdvanceId")
  @FieldResolver(() => PhaseAdvanceStub, { nullable: true, description: "The phase advance." })
  phaseAdvance(@Root() { phaseAdvanceId }: BlockedAdvance): Stub | null {
    return stub("PhaseAdvance", phaseAdvanceId);
  }
}

@ObjectType("DirectivePreview", {
  description: "What a directive or a designation would do if it were in force now. Nothing is written.",
})
export class DirectivePreview {
  @Field(() => [Refusal], { description: "Why it could not be issued; empty where it could. All else is empty then." })
  refusals!: readonly Refusal[];

  @Field(() => PreviewedReach, {
    description:
      "How many it would touch if its vendor, unable to tell partners apart, did it to everyone on the same releases.",
  })
  everyone!: PreviewedReach;
}

const idsOf = ({ touched }: Previewed): string[] => [...new Set(touched.map(({ partnerId }) => partnerId))];

@Resolver(() => DirectivePreview)
export class DirectivePreviewQuery {
  @Directive(scopeDirective("directive:preview"))
  @Query(() => DirectivePreview, {
    nullable: true,
    complexity: 100,
    description: `What a directive would do if it were issued and in force now: whom it would touch, which authorizations would cease to be effective, and which part of it the vendor has said that it can't enforce. Nothing is written. ${requires("directive:preview")}`,
  })
  previewDirective(
    @Arg("input", () => PreviewDirectiveInput, { description: "The directive as it would be issued, without a key." })
    input: PreviewDirectiveInput,
    @Ctx() context: Context,
  ): Promise<Previewed> {
    return previewDirective(context, input);
  }

  @Directive(scopeDirective("designation:preview"))
  @Query(() => DirectivePreview, {
    nullable: true,
    complexity: 100,
    description: `What a designation as a supply-chain risk would do if it were made now, on all of the vendor's releases: whom it would touch, which authorizations would cease to be effective, and which part of it the vendor has said that it can't enforce. Nothing is written. ${requires("designation:preview")}`,
  })
  previewDesignation(
    @Arg("input", () => PreviewDesignationInput, { description: "The designation as it would be made, without a key." })
    input: PreviewDesignationInput,
    @Ctx() context: Context,
  ): Promise<Previewed> {
    return previewDesignation(context, input);
  }

  @FieldResolver(() => PreviewedReach, {
    description: "How many partners and authorizations are in its scope as things stand: those that have not ended.",
  })
  touched(@Root() previewed: Previewed): PreviewedReach {
    const { touched, uncounted } = previewed;
    return {
      partners: idsOf(previewed).length,
      authorizations: touched.length,
      complete: uncounted.length === 0,
    };
  }

  @reads("uncounted")
  @FieldResolver(() => [UncountedUse], {
    description:
      "The releases in whose present phase use needs no authorization, as far as it applies in that phase: who uses them isn't known, and so in none of the numbers.",
  })
  uncounted(@Root() { uncounted }: Previewed): readonly UncountedOn[] {
    return uncounted;
  }

  @reads("advances")
  @FieldResolver(() => [BlockedPhaseAdvance], {
    description:
      "The open phase advances that it would keep from being approved: a POSTPONE does, and what suspends or withdraws the release for everybody.",
  })
  phaseAdvances(@Root() { advances }: Previewed): readonly BlockedAdvance[] {
    return advances;
  }

  @reads("touched")
  @FieldResolver(() => Int, {
    description: "How many of these authorizations are effective now and would cease to be.",
  })
  ceasing(@Root() { touched }: Previewed): number {
    return touched.filter(({ ceases }) => ceases).length;
  }

  @FieldResolver(() => touchedPartners.Connection, { description: "The partners that it would touch, by legal name." })
  async partners(
    @Root() previewed: Previewed,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<TouchedPartner>> {
    const where = [sql`${column("id")} = any(${idsOf(previewed)}::varchar[])`];
    const found = await records(context, Partner, { where, order: orderBy("legal_name", "text", false) }, args);
    const shown = ({ id }: Shown<Partner>): TouchedPartner => {
      const own = previewed.touched.filter(({ partnerId }) => partnerId === id);
      const ceasing = own.filter(({ ceases }) => ceases).length;
      return { partner: stub("Partner", id), authorizations: own.length, ceasing };
    };
    return {
      nodes: found.nodes.map(shown),
      edges: found.edges.map(({ cursor, node }) => ({ cursor, node: shown(node) })),
      pageInfo: found.pageInfo,
      totalCount: () => found.totalCount(),
    };
  }

  @reads("touched")
  @FieldResolver(() => AuthorizationConnection, { description: "The authorizations that it would touch." })
  authorizations(
    @Root() { touched }: Previewed,
    @Arg("ceasing", () => Boolean, {
      nullable: true,
      description: "Those alone that are effective now and would cease to be, or those alone that wouldn't.",
    })
    ceasing: boolean | null | undefined,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ) {
    const wanted = touched.filter(({ ceases }) => ceasing == null || ceases === ceasing);
    const ids = wanted.map(({ authorizationId }) => authorizationId);
    const where = [sql`${column("id")} = any(${ids}::varchar[])`];
    return records(context, Authorization, { where, order: authorizationOrders.ISSUED_AT_DESC }, args);
  }

  @reads("wording")
  @FieldResolver(() => [PreviewedPart], {
    description:
      "The parts that it is worded with, on each release that it is about, and whether the vendor says that it can enforce them.",
  })
  wording(@Root() { wording }: Previewed): readonly WordedOn[] {
    return wording;
  }
}
