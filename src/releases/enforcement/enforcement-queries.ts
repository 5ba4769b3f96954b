import { IsOptional } from "class-validator";
import { Arg, Args, ArgsType, Ctx, Field, ID, Query, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { Line } from "../../graph/bounds.ts";
import { connectionOf } from "../../graph/connection.ts";
import { graphEnum } from "../../graph/enums.ts";
import { type Order, PageArgs } from "../../graph/paging.ts";
import { column, orderBy, recordById, records } from "../../graph/records.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import { EnforcementAttestation } from "./enforcement-attestation.ts";
import { EnforcementStatement } from "./enforcement-statement.ts";

const statements = connectionOf("EnforcementStatement", () => EnforcementStatement);
export const EnforcementStatementConnectionResolver = statements.ConnectionResolver;
export const {
  Connection: EnforcementAttestationConnection,
  ConnectionResolver: EnforcementAttestationConnectionResolver,
} = connectionOf("EnforcementAttestation", () => EnforcementAttestation);

/** The latest attestation first. */
export const latestAttestationFirst = orderBy("attested_at", "timestamptz", true);

const StatementOrderEnum = graphEnum("EnforcementStatementOrder", "How a list of enforcement statements is sorted.", {
  STATED_AT_DESC: "The latest first.",
  STATED_AT_ASC: "The first first.",
});
type StatementOrder = keyof typeof StatementOrderEnum;
const statementOrders: Record<StatementOrder, Order> = {
  STATED_AT_DESC: orderBy("stated_at", "timestamptz", true),
  STATED_AT_ASC: orderBy("stated_at", "timestamptz", false),
};

const AttestationOrderEnum = graphEnum("EnforcementAttestationOrder", "How a list of attestations is sorted.", {
  ATTESTED_AT_DESC: "The latest first.",
  ATTESTED_AT_ASC: "The first first.",
});
type AttestationOrder = keyof typeof AttestationOrderEnum;
const attestationOrders: Record<AttestationOrder, Order> = {
  ATTESTED_AT_DESC: latestAttestationFirst,
  ATTESTED_AT_ASC: orderBy("attested_at", "timestamptz", false),
};

@ArgsType()
class EnforcementStatementsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: "About this release." })
  @IsOptional()
  @Line(64)
  releaseId?: string | null;

  @Field(() => StatementOrderEnum, { defaultValue: "STATED_AT_DESC", description: "In which order." })
  orderBy: StatementOrder = "STATED_AT_DESC";
}

@ArgsType()
class EnforcementAttestationsArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: "Of this directive." })
  @IsOptional()
  @Line(64)
  directiveId?: string | null;

  @Field(() => ID, { nullable: true, description: "Of this designation." })
  @IsOptional()
  @Line(64)
  designationId?: string | null;

  @Field(() => AttestationOrderEnum, { defaultValue: "ATTESTED_AT_DESC", description: "In which order." })
  orderBy: AttestationOrder = "ATTESTED_AT_DESC";
}

@Resolver()
export class EnforcementQueries {
  @Query(() => EnforcementStatement, {
    nullable: true,
    description: "The statement of enforcement with this id, or null where there is none that you may see.",
  })
  enforcementStatement(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, EnforcementStatement, id);
  }

  @Query(() => statements.Connection, {
    nullable: true,
    description: "What vendors stated that they can, and can't, enforce, as far as you may see it.",
  })
  enforcementStatements(
    @Args(() => EnforcementStatementsArgs) { releaseId, orderBy: order, ...page }: EnforcementStatementsArgs,
    @Ctx() context: Context,
  ) {
    const where = releaseId ? [sql`${column("release_id")} = ${releaseId}`] : [];
    return records(context, EnforcementStatement, { where, order: statementOrders[order] }, page);
  }

  @Query(() => EnforcementAttestation, {
    nullable: true,
    description: "The attestation of enforcement with this id, or null where there is none that you may see.",
  })
  enforcementAttestation(@Arg("id", () => ID, { description: "Its id." }) id: string, @Ctx() context: Context) {
    return recordById(context, EnforcementAttestation, id);
  }

  @Query(() => EnforcementAttestationConnection, {
    nullable: true,
    description: "What vendors attested of directives and designations, as far as you may see it.",
  })
  enforcementAttestations(
    @Args(() => EnforcementAttestationsArgs)
    { directiveId, designationId, orderBy: order, ...page }: EnforcementAttestationsArgs,
    @Ctx() context: Context,
  ) {
    const where: Sql[] = [];
    if (directiveId) where.push(sql`${column("directive_id")} = ${directiveId}`);
    if (designationId) where.push(sql`${column("designation_id")} = ${designationId}`);
    return records(context, EnforcementAttestation, { where, order: attestationOrders[order] }, page);
  }
}
