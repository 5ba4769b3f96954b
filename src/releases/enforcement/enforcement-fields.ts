import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { batched } from "../../graph/batched.ts";
import { recordById } from "../../graph/records.ts";
import { sql } from "../../graph/sql.ts";
import { Designation } from "../directives/designation.ts";
import { Directive } from "../directives/directive.ts";
import { Release } from "../register/release.ts";
import { EnforcementAttestation } from "./enforcement-attestation.ts";
import { EnforcementStatement } from "./enforcement-statement.ts";

/** What a vendor said of its own release. */
@Resolver(() => Release)
export class ReleaseEnforcement {
  @reads("id", "withheld")
  @FieldResolver(() => EnforcementStatement, {
    nullable: true,
    description:
      "What its vendor says that it can, and can't, enforce on it. Withheld from all but the vendor, officials and auditors.",
  })
  async enforcement(@Root() { id, withheld }: Release, @Ctx() context: Context) {
    if (withheld.some(({ field }) => field === "enforcement")) return null;
    return recordById(context, EnforcementStatement, await context.loaders(latestStatementLoader).load(id));
  }
}

/** What a statement and an attestation are about. */
@Resolver(() => EnforcementStatement)
export class EnforcementStatementFields {
  @reads("releaseId")
  @FieldResolver(() => Release, { nullable: true, description: "The release that it is about." })
  release(@Root() { releaseId }: EnforcementStatement, @Ctx() context: Context) {
    return recordById(context, Release, releaseId);
  }
}

@Resolver(() => EnforcementAttestation)
export class EnforcementAttestationFields {
  @reads("directiveId")
  @FieldResolver(() => Directive, {
    nullable: true,
    description: "The directive that it is about; null for one about a designation.",
  })
  directive(@Root() { directiveId }: EnforcementAttestation, @Ctx() context: Context) {
    return recordById(context, Directive, directiveId);
  }

  @reads("designationId")
  @FieldResolver(() => Designation, {
    nullable: true,
    description: "The designation that it is about; null for one about a directive.",
  })
  designation(@Root() { designationId }: EnforcementAttestation, @Ctx() context: Context) {
    return recordById(context, Designation, designationId);
  }
}

const latestStatementLoader = (context: Context) =>
  batched<string, string | null>(context, async (releaseIds) => {
    const rows = await context.query<{ id: string; releaseId: string }>(
      sql`select distinct on (release_id) release_id as "releaseId", id from enforcement_statement
          where release_id = any(${[...releaseIds]}::varchar[]) order by release_id, revision desc`,
    );
    const found = new Map(rows.map(({ id, releaseId }) => [releaseId, id]));
    return releaseIds.map((id) => found.get(id) ?? null);
  });
