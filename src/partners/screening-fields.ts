import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { recordById, recordsUnder } from "../graph/records.ts";
import { sql } from "../graph/sql.ts";
import { Partner } from "./partner.ts";
import { ScreeningHit } from "./screening-hit.ts";
import { ScreeningList } from "./screening-list.ts";
import { ScreeningHitConnection, ScreeningHitsArgs, screeningHitList } from "./screening-queries.ts";

/** What screening has to say of a partner. */
@Resolver(() => Partner)
export class ScreeningFields {
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
  @FieldResolver(() => Partner, { nullable: true, description: "The partner whose name it is about." })
  partner(@Root() { partnerId }: ScreeningHit, @Ctx() context: Context) {
    return recordById(context, Partner, partnerId);
  }

  @FieldResolver(() => ScreeningList, {
    nullable: true,
    description: "The version of the list that raised it; a later one may say otherwise.",
  })
  list(@Root() { listId }: ScreeningHit, @Ctx() context: Context) {
    return recordById(context, ScreeningList, listId);
  }
}

const inForceLoader = (context: Context) =>
  context.query<{ listId: string | null }>(sql`select list_id as "listId" from screening`);

/** What a list's version doesn't keep itself. */
@Resolver(() => ScreeningList)
export class ScreeningListFields {
  @FieldResolver(() => Boolean, { description: "Whether partners are screened against this version." })
  async inForce(@Root() { id }: ScreeningList, @Ctx() context: Context) {
    const [row] = await context.loaders(inForceLoader);
    return row?.listId === id;
  }
}
