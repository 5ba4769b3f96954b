import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { reads } from "../graph/asked.ts";
import { batched } from "../graph/batched.ts";
import { recordById, recordsUnder } from "../graph/records.ts";
import { sql } from "../graph/sql.ts";
import { staleBefore } from "../rules/screening/admission.ts";
import { Partner } from "./partner.ts";
import { ScreeningHit } from "./screening-hit.ts";
import { ScreeningList } from "./screening-list.ts";
import { ScreeningHitConnection, ScreeningHitsArgs, screeningHitList } from "./screening-queries.ts";

/** What screening has to say of a partner. */
@Resolver(() => Partner)
export class ScreeningFields {
  @reads("id", "withheld")
  @FieldResolver(() => ScreeningHitConnection, {
    nullable: true,
    description: "Its likely matches with listed parties. Withheld from all but officials and auditors.",
  })
  screeningHits(
    @Root() { id, withheld }: Partner,
    @Args(() => ScreeningHitsArgs) args: ScreeningHitsArgs,
    @Ctx() context: Context,
  ) {
    if (withheld.some(({ field }) => field === "screeningHits")) return null;
    return recordsUnder(context, ScreeningHit, "partner_id", id, screeningHitList(args), args);
  }
}

/** What a hit leads to. */
@Resolver(() => ScreeningHit)
export class ScreeningHitFields {
  @reads("partnerId")
  @FieldResolver(() => Partner, { nullable: true, description: "The partner whose name it is about." })
  partner(@Root() { partnerId }: ScreeningHit, @Ctx() context: Context) {
    return recordById(context, Partner, partnerId);
  }

  @reads("listId")
  @FieldResolver(() => ScreeningList, {
    nullable: true,
    description: "The version of the list that raised it; a later one may say otherwise.",
  })
  list(@Root() { listId }: ScreeningHit, @Ctx() context: Context) {
    return recordById(context, ScreeningList, listId);
  }

  @reads("partyId")
  @FieldResolver(() => Boolean, {
    description:
      "Whether the list in force has the party, by its id in the file. Where it hasn't, the listing has ended or moved.",
  })
  stillListed(@Root() { partyId }: ScreeningHit, @Ctx() context: Context) {
    return context.loaders(listedLoader).load(partyId);
  }
}

/** Which of the parties with these ids the list in force has. */
const listedLoader = (context: Context) =>
  batched<string, boolean>(context, async (ids) => {
    const rows = await context.query<{ id: string }>(
      sql`select p.id from listed_party p join screening s on s.list_id = p.list_id where p.id = any(${ids}::varchar[])`,
    );
    const listed = new Set(rows.map(({ id }) => id));
    return ids.map((id) => listed.has(id));
  });

const inForceLoader = (context: Context) =>
  context.query<{ listId: string | null }>(sql`select list_id as "listId" from screening`);

/** What a list's version doesn't keep itself. */
@Resolver(() => ScreeningList)
export class ScreeningListFields {
  @reads("id")
  @FieldResolver(() => Boolean, { description: "Whether partners are screened against this version." })
  async inForce(@Root() { id }: ScreeningList, @Ctx() context: Context) {
    const [row] = await context.loaders(inForceLoader);
    return row?.listId === id;
  }

  @reads("confirmedAt")
  @FieldResolver(() => Boolean, {
    description:
      "Whether it is too old: confirmed longer ago than SCREENING_MAX_AGE_DAYS allows. While the version in force is, no partner is admitted and no agency's silence counts on an application.",
  })
  async stale(@Root() { confirmedAt }: ScreeningList, @Ctx() context: Context) {
    return confirmedAt < staleBefore(await context.now(), context.services.screeningMaxAgeDays);
  }
}
