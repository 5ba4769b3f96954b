import { ArrayMaxSize } from "class-validator";
import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import type { Stub } from "../../graph/node.ts";
import { DateTime } from "../../graph/scalars.ts";
import { refuseBadSpan } from "../../graph/span.ts";
import { authorise, requires, scopeDirective } from "../../identity/permissions.ts";
import { CaseNode, caseStub } from "../cases/case-node.ts";
import * as numbers from "./report-numbers.ts";
import * as types from "./report-types.ts";

const everyDimension: types.ReportDimension[] = ["STAGE", "AGENCY", "JURISDICTION"];

@ArgsType()
class ReportArgs {
  @Field(() => DateTime, { description: "The span's first moment." })
  from!: Date;

  @Field(() => DateTime, { description: "The moment before which it ends: five years later at most." })
  to!: Date;

  @Field(() => [types.ReportDimensionEnum], {
    defaultValue: everyDimension,
    description: "What the numbers are told apart by: each where it applies, all of them together.",
  })
  @ArrayMaxSize(10, { message: "by names at most 10 dimensions." })
  by: types.ReportDimension[] = everyDimension;
}

@Resolver(() => types.OversightReport)
export class ReportQueries {
  @Directive(scopeDirective("report:read"))
  @Query(() => types.OversightReport, {
    nullable: true,
    description: `How the review went in a span: where cases stand, how long each stage took, what is overdue and why, what held cases, whose silence counted. ${requires("report:read")}`,
  })
  async oversightReport(
    @Args(() => ReportArgs) { from, to, by }: ReportArgs,
    @Ctx() context: Context,
  ): Promise<types.OversightReport> {
    authorise(context.actor, "report:read");
    refuseBadSpan({ from, to });
    return { from, to, by, asOf: await context.now() };
  }

  @FieldResolver(() => [types.ReportStatus], { description: "Where the cases submitted in the span stand now." })
  statuses(@Root() report: types.OversightReport, @Ctx() context: Context) {
    return numbers.statuses(context, report);
  }

  @FieldResolver(() => [types.ReportDuration], {
    description: "How long what ended in the span took, stage by stage, in their order.",
  })
  durations(@Root() report: types.OversightReport, @Ctx() context: Context) {
    return numbers.durations(context, report);
  }

  @FieldResolver(() => [types.ReportOverdue], {
    description:
      "What is overdue now of the cases submitted in the span, by reason: a case counts under each that applies. A stopped clock makes nothing overdue, nor does a withdrawn release.",
  })
  overdue(@Root() report: types.OversightReport, @Ctx() context: Context) {
    return numbers.overdue(context, report);
  }

  @FieldResolver(() => [types.ReportHold], { description: "What held cases' clocks in the span, by reason." })
  holds(@Root() report: types.OversightReport, @Ctx() context: Context) {
    return numbers.holds(context, report);
  }

  @FieldResolver(() => [types.ReportInformation], {
    description: "What was asked of partners and vendors in the span, by topic: it stops the clock as well.",
  })
  informationRequests(@Root() report: types.OversightReport, @Ctx() context: Context) {
    return numbers.informationRequests(context, report);
  }

  @FieldResolver(() => [types.ReportPositions], {
    description: "What each agency said in the span, and where its silence counted.",
  })
  positions(@Root() report: types.OversightReport, @Ctx() context: Context) {
    return numbers.positions(context, report);
  }
}

@Resolver(() => types.ReportOverdue)
export class ReportOverdueFields {
  @reads("longestCaseId")
  @FieldResolver(() => CaseNode, { nullable: true, description: "The case that is overdue longest." })
  longest(@Root() { longestCaseId }: types.ReportOverdue): Stub | null {
    return caseStub(longestCaseId);
  }
}
