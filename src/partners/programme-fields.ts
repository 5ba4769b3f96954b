import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { reads } from "../graph/asked.ts";
import { batched } from "../graph/batched.ts";
import { recordById, recordsUnder } from "../graph/records.ts";
import { sql } from "../graph/sql.ts";
import { Enrolment } from "./enrolment.ts";
import { Partner } from "./partner.ts";
import { Programme } from "./programme.ts";
import { EnrolmentConnection, EnrolmentsArgs, enrolmentList } from "./programme-queries.ts";

/** Who is in a programme. */
@Resolver(() => Programme)
export class ProgrammeFields {
  @reads("id")
  @FieldResolver(() => EnrolmentConnection, { description: "The enrolments in it that you may see." })
  enrolments(@Root() { id }: Programme, @Args(() => EnrolmentsArgs) args: EnrolmentsArgs, @Ctx() context: Context) {
    return recordsUnder(context, Enrolment, "programme_id", id, enrolmentList(args), args);
  }
}

/** What an enrolment leads to. */
@Resolver(() => Enrolment)
export class EnrolmentFields {
  @reads("programmeId")
  @FieldResolver(() => Programme, { nullable: true, description: "The programme." })
  programme(@Root() { programmeId }: Enrolment, @Ctx() context: Context) {
    return recordById(context, Programme, programmeId);
  }

  @reads("org")
  @FieldResolver(() => Partner, {
    nullable: true,
    description: "The partner that the organisation is registered as; null where it is none that you may see.",
  })
  async partner(@Root() { org }: Enrolment, @Ctx() context: Context) {
    return recordById(context, Partner, await context.loaders(partnerIdLoader).load(org));
  }
}

/** The programmes that a partner is in. */
@Resolver(() => Partner)
export class PartnerEnrolments {
  @reads("org")
  @FieldResolver(() => EnrolmentConnection, { description: "Its enrolments in programmes that you may see." })
  enrolments(@Root() { org }: Partner, @Args(() => EnrolmentsArgs) args: EnrolmentsArgs, @Ctx() context: Context) {
    return recordsUnder(context, Enrolment, "org", org, enrolmentList(args), args);
  }
}

const partnerIdLoader = (context: Context) =>
  batched<string, string | null>(context, async (orgs) => {
    const rows = await context.query<{ id: string; org: string }>(
      sql`select id, org from partner where org = any(${[...orgs]}::varchar[])`,
    );
    const found = new Map(rows.map(({ id, org }) => [org, id]));
    return orgs.map((org) => found.get(org) ?? null);
  });
