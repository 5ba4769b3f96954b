import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { recordsUnder } from "../../graph/records.ts";
import { Designation } from "../directives/designation.ts";
import { DesignationConnection, DesignationsArgs, designationList } from "../directives/designation-queries.ts";
import { Directive } from "../directives/directive.ts";
import { DirectiveConnection, DirectivesArgs, directiveList } from "../directives/directive-queries.ts";
import { Release } from "../register/release.ts";
import { ReleaseConnection, ReleasesArgs, releaseList } from "../register/release-queries.ts";
import { Vendor } from "./vendor.ts";

/** What a vendor leads to. */
@Resolver(() => Vendor)
export class VendorFields {
  @reads("id")
  @FieldResolver(() => ReleaseConnection, { description: "Its releases that you may see." })
  releases(@Root() { id }: Vendor, @Args(() => ReleasesArgs) args: ReleasesArgs, @Ctx() context: Context) {
    return recordsUnder(context, Release, "vendor_id", id, releaseList(args), args);
  }

  @reads("id")
  @FieldResolver(() => DirectiveConnection, {
    description: "The directives on all its releases at once that you may see; those on one are that release's.",
  })
  directives(@Root() { id }: Vendor, @Args(() => DirectivesArgs) args: DirectivesArgs, @Ctx() context: Context) {
    return recordsUnder(context, Directive, "vendor_id", id, directiveList(args), args);
  }

  @reads("id")
  @FieldResolver(() => DesignationConnection, {
    description: "Its designations as a supply-chain risk that you may see.",
  })
  designations(@Root() { id }: Vendor, @Args(() => DesignationsArgs) args: DesignationsArgs, @Ctx() context: Context) {
    return recordsUnder(context, Designation, "vendor_id", id, designationList(args), args);
  }
}
