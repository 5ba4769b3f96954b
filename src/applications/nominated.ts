import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { reads } from "../graph/asked.ts";
import { batched } from "../graph/batched.ts";
import type { Stub } from "../graph/node.ts";
import { recordsUnder } from "../graph/records.ts";
import { sql } from "../graph/sql.ts";
import { Application } from "./application.ts";
import { ApplicationConnection, ApplicationsArgs, listFor } from "./application-lists.ts";
import { NominationStub } from "./stubs.ts";

/** Whether an application's partner is on its vendor's short list. */
@Resolver(() => Application)
export class ApplicationNominated {
  @reads("id", "withheld")
  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      "Whether the vendor has its partner on the release's short list. Withheld from all but the vendor, officials and auditors.",
  })
  nominated(@Root() { id, withheld }: Application, @Ctx() context: Context) {
    if (withheld.some(({ field }) => field === "nominated")) return null;
    return context.loaders(nominatedLoader).load(id);
  }
}

/** What an organisation on a short list has applied for. */
@Resolver(() => NominationStub)
export class NominationApplications {
  @FieldResolver(() => ApplicationConnection, {
    nullable: true,
    description:
      "The organisation's applications for the release that you may see; none before it registers and applies.",
  })
  async applications(
    @Root() { id }: Stub,
    @Args(() => ApplicationsArgs) args: ApplicationsArgs,
    @Ctx() context: Context,
  ) {
    return recordsUnder(
      context,
      Application,
      "nomination",
      id,
      { ...(await listFor(context, args)), ...byNominee },
      args,
    );
  }
}

/** Ties an application to a nomination: of the same organisation, for the same release. */
const byNominee = {
  joins: sql`join partner nominee on nominee.id = t.partner_id
    join nomination on nomination.org = nominee.org and nomination.release_id = t.release_id`,
  parent: sql`nomination.id`,
};

const nominatedLoader = (context: Context) =>
  batched<string, boolean>(context, async (ids) => {
    const rows = await context.query<{ id: string }>(
      sql`select a.id from application a join partner p on p.id = a.partner_id
          join nomination n on n.release_id = a.release_id and n.org = p.org and n.status = 'STANDING'
          where a.id = any(${[...ids]}::varchar[])`,
    );
    const found = new Set(rows.map(({ id }) => id));
    return ids.map((id) => found.has(id));
  });
