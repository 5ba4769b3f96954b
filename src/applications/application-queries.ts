import { Arg, Args, Ctx, ID, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { recordById, records } from "../graph/records.ts";
import { Application } from "./application.ts";
import { ApplicationConnection, ApplicationsArgs, listFor } from "./application-lists.ts";

@Resolver()
export class ApplicationQueries {
  @Query(() => Application, {
    nullable: true,
    description: "The application with this id, or null where there is none that you may see.",
  })
  application(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, Application, id);
  }

  @Query(() => ApplicationConnection, { nullable: true, description: "The applications that you may see." })
  async applications(@Args(() => ApplicationsArgs) args: ApplicationsArgs, @Ctx() context: Context) {
    return records(context, Application, await listFor(context, args), args);
  }
}
