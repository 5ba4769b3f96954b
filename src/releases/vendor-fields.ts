import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { recordsUnder } from "../graph/records.ts";
import { Designation } from "./designation.ts";
import { DesignationConnection, DesignationsArgs, designationList } from "./designation-queries.ts";
import { Directive } from "./directive.ts";
import { DirectiveConnection, DirectivesArgs, directiveList } from "./directive-queries.ts";
import { Release } from "./release.ts";
import { ReleaseConnection, ReleasesArgs, releaseList } from "./release-queries.ts";
import { Vendor } from "./vendor.ts";

/** What a vendor leads to. */
@Resolver(() => Vendor)
export class VendorFields {
  @FieldResolver(() => ReleaseConnection, { description: "Its releases that you may see." })
  releases(@Root() { id }: Vendor, @Args(() => ReleasesArgs) args: ReleasesArgs, @Ctx() context: Context) {
    return recordsUnder(context, Release, "vendor_id", id, releaseList(args), args);
  }

  @FieldResolver(() => DirectiveConnection, {
    description: "The directives on all its releases at once that you may see; those on one are that release's.",
  })
  directives(@Root() { id }: Vendor, @Args(() => DirectivesArgs) args: DirectivesArgs, @Ctx() context: Context) {
    return recordsUnder(context, Directive, "vendor_id", id, directiveList(args), args);
  }

  @FieldResolver(() => DesignationConnection, {
    description: "Its designations as a supply-chain risk that you may see.",
  })
  designations(@Root() { id }: Vendor, @Args(() => DesignationsArgs) args: DesignationsArgs, @Ctx() context: Context) {
    return recordsUnder(context, Designation, "vendor_id", id, designationList(args), args);
  }
}
