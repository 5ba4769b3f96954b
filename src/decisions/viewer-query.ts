import { Ctx, Field, FieldResolver, ObjectType, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { graphEnum } from "../graph/enums.ts";
import { type Stub, stub } from "../graph/node.ts";
import { DateTime } from "../graph/scalars.ts";
import { sql } from "../graph/sql.ts";
import { AgencyEnum } from "../graph/vocabulary-enums.ts";
import type { Role } from "../identity/actor.ts";
import { scopesOf } from "../identity/permissions.ts";
import type { Agency } from "../rules/vocabulary.ts";
import { PartnerStub, VendorStub } from "./stubs.ts";

const RoleEnum = graphEnum<Role>("Role", "What an actor acts as.", {
  PUBLIC: "Everyone: reads the public register.",
  VENDOR: "A person of a company that releases models.",
  PARTNER: "A person of an organisation that wants access.",
  ONCD: "An official of the Office of the National Cyber Director.",
  OSTP: "An official of the Office of Science and Technology Policy.",
  COMMERCE: "An official of the Department of Commerce.",
  DEFENSE: "An official of the Department of Defense.",
  AUDITOR: "Reads everything, changes nothing.",
  ADMINISTRATOR: "Revokes actors; nothing of the review.",
});

@ObjectType({ simpleResolvers: true, description: "Who you are, as your token says, and what you may do." })
export class Viewer {
  @Field(() => String, { nullable: true, description: "Your token's subject; null without a token." })
  subject!: string | null;

  @Field(() => [RoleEnum], { description: "What you act as." })
  roles!: readonly Role[];

  @Field(() => AgencyEnum, { nullable: true, description: "The agency that you act for." })
  agency!: Agency | null;

  @Field(() => String, { nullable: true, description: "The organisation that you act for." })
  org!: string | null;

  @Field(() => [String], { description: "The actions that you may do, as in the permissions table; sorted." })
  mayDo!: readonly string[];

  @Field(() => DateTime, { nullable: true, description: "When your token ends; null without one." })
  expiresAt!: Date | null;
}

@Resolver(() => Viewer)
export class ViewerQuery {
  @Query(() => Viewer, { nullable: true, description: "Who you are and what you may do." })
  viewer(@Ctx() { actor }: Context): Omit<Viewer, "vendor" | "partner"> {
    return {
      subject: actor.subject,
      roles: [...actor.roles].sort(),
      agency: actor.agency,
      org: actor.org,
      mayDo: [...scopesOf(actor)].sort(),
      expiresAt: actor.expiresAt,
    };
  }

  @FieldResolver(() => VendorStub, {
    nullable: true,
    description: "Your organisation as a vendor, where it is enrolled and you act for it as one.",
  })
  vendor(@Ctx() context: Context): Promise<Stub | null> {
    return context.actor.roles.has("VENDOR") ? own(context, "Vendor") : Promise.resolve(null);
  }

  @FieldResolver(() => PartnerStub, {
    nullable: true,
    description: "Your organisation as a partner, where it is registered and you act for it as one.",
  })
  partner(@Ctx() context: Context): Promise<Stub | null> {
    return context.actor.roles.has("PARTNER") ? own(context, "Partner") : Promise.resolve(null);
  }
}

async function own(context: Context, type: "Vendor" | "Partner"): Promise<Stub | null> {
  const { org } = context.actor;
  const [found] = await context.query<{ id: string }>(
    type === "Vendor" ? sql`select id from vendor where org = ${org}` : sql`select id from partner where org = ${org}`,
  );
  return stub(type, found?.id);
}
