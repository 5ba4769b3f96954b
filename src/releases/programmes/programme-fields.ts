import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { batched } from "../../graph/batched.ts";
import type { Stub } from "../../graph/node.ts";
import { recordById } from "../../graph/records.ts";
import { sql } from "../../graph/sql.ts";
import { rowAccess } from "../../identity/visibility.ts";
import { Policy } from "../policies/policy.ts";
import { ProgrammeStub } from "../stubs.ts";
import { Vendor } from "../vendors/vendor.ts";

/** What a programme leads to in this room. */
@Resolver(() => ProgrammeStub)
export class ProgrammeLinks {
  @FieldResolver(() => Vendor, {
    nullable: true,
    description: "Whose programme it is; null where you may not see the vendor.",
  })
  async vendor(@Root() { id }: Stub, @Ctx() context: Context) {
    return recordById(context, Vendor, (await context.loaders(linksLoader).load(id))?.vendorId);
  }

  @FieldResolver(() => Policy, {
    nullable: true,
    description: "The policy version that its new applications are reviewed under: the newest.",
  })
  async policy(@Root() { id }: Stub, @Ctx() context: Context) {
    return recordById(context, Policy, (await context.loaders(linksLoader).load(id))?.policyId);
  }
}

interface Links {
  readonly vendorId: string;
  readonly policyId: string;
}

const linksLoader = (context: Context) =>
  batched<string, Links | null>(context, async (ids) => {
    const { visible } = rowAccess("Programme", "t", context.actor);
    const rows = await context.query<Links & { id: string }>(
      sql`select t.id, t.vendor_id as "vendorId",
            (select pol.id from policy pol where pol.key = t.policy_key order by pol.version desc limit 1) as "policyId"
          from programme t where t.id = any(${[...ids]}::varchar[]) and (${visible})`,
    );
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  });
