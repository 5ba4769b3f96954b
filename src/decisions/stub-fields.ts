import { Args, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { batched } from "../graph/batched.ts";
import type { Stub } from "../graph/node.ts";
import { recordsUnder, recordTiedTo, type Tie } from "../graph/records.ts";
import { sql } from "../graph/sql.ts";
import { rowAccess } from "../identity/visibility.ts";
import { Authorization, holdsAPlace } from "./authorizations/authorization.ts";
import { AuthorizationsArgs, authorizationList } from "./authorizations/authorization-queries.ts";
import { AuthorizationConnection } from "./lists.ts";
import { ApplicationStub, PartnerStub, ReleaseStub } from "./stubs.ts";

const under = async (context: Context, parentColumn: string, id: string, args: AuthorizationsArgs) =>
  recordsUnder(context, Authorization, parentColumn, id, await authorizationList(context, args), args);

@Resolver(() => PartnerStub)
export class PartnerAuthorizations {
  @FieldResolver(() => AuthorizationConnection, {
    nullable: true,
    description: "The partner's authorizations that you may see.",
  })
  authorizations(
    @Root() { id }: Stub,
    @Args(() => AuthorizationsArgs) args: AuthorizationsArgs,
    @Ctx() context: Context,
  ) {
    return under(context, "partner_id", id, args);
  }
}

@Resolver(() => ReleaseStub)
export class ReleaseAuthorizations {
  @FieldResolver(() => AuthorizationConnection, {
    nullable: true,
    description: "The authorizations for the release that you may see.",
  })
  authorizations(
    @Root() { id }: Stub,
    @Args(() => AuthorizationsArgs) args: AuthorizationsArgs,
    @Ctx() context: Context,
  ) {
    return under(context, "release_id", id, args);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      "How many distinct partners hold an authorization for it that has not ended: what the phase's cap counts. In the public register.",
  })
  partnersAuthorized(@Root() { id }: Stub, @Ctx() context: Context) {
    return context.loaders(countLoader).load(id);
  }
}

@Resolver(() => ApplicationStub)
export class ApplicationAuthorization {
  @FieldResolver(() => Authorization, { nullable: true, description: "What it yielded, where it was approved." })
  authorization(@Root() { id }: Stub, @Ctx() context: Context) {
    return recordTiedTo(context, Authorization, yielded, id);
  }

  @FieldResolver(() => Authorization, {
    nullable: true,
    description: "The authorization that it, a renewal, would take the place of.",
  })
  replaces(@Root() { id }: Stub, @Ctx() context: Context) {
    return recordTiedTo(context, Authorization, replaced, id);
  }
}

const yielded: Tie = { column: sql`t.application_id` };
const replaced: Tie = { column: sql`renewal.id`, joins: sql`join application renewal on renewal.replaces_id = t.id` };

const countLoader = (context: Context) =>
  batched<string, number | null>(context, async (ids) => {
    const { visible } = rowAccess("Release", "r", context.actor);
    const held = holdsAPlace(sql`a`, await context.now());
    const rows = await context.query<{ id: string; partners: number }>(
      sql`select r.id, (select count(distinct a.partner_id)::int from "authorization" a
            where a.release_id = r.id and ${held}) as partners
          from release r where r.id = any(${[...ids]}::varchar[]) and (${visible})`,
    );
    const counts = new Map(rows.map(({ id, partners }) => [id, partners]));
    return ids.map((id) => counts.get(id) ?? null);
  });
