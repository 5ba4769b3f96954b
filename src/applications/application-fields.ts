import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { reads } from "../graph/asked.ts";
import type { Stub } from "../graph/node.ts";
import { stub } from "../graph/node.ts";
import { PageArgs } from "../graph/paging.ts";
import { orderBy, recordById, recordsUnder } from "../graph/records.ts";
import { Application } from "./application.ts";
import {
  ApplicationConnection,
  ApplicationRevisionConnection,
  ApplicationsArgs,
  listFor,
} from "./application-lists.ts";
import { ApplicationRevision } from "./application-revision.ts";
import { PartnerStub, PolicyStub, ProgrammeStub, ReleaseStub } from "./stubs.ts";

const latestRevisionFirst = orderBy("revision", "int8", true);

@Resolver(() => Application)
export class ApplicationFields {
  @reads("partnerId")
  @FieldResolver(() => PartnerStub, { nullable: true, description: "Who asks." })
  partner(@Root() { partnerId }: Application): Stub | null {
    return stub("Partner", partnerId);
  }

  @reads("releaseId")
  @FieldResolver(() => ReleaseStub, { nullable: true, description: "The release that is asked for." })
  release(@Root() { releaseId }: Application): Stub | null {
    return stub("Release", releaseId);
  }

  @reads("policyId")
  @FieldResolver(() => PolicyStub, {
    nullable: true,
    description:
      "The policy that it is reviewed under: the release's, or its programme's, as it was when it was last submitted.",
  })
  policy(@Root() { policyId }: Application): Stub | null {
    return stub("Policy", policyId);
  }

  @reads("programmeId")
  @FieldResolver(() => ProgrammeStub, {
    nullable: true,
    description: "The trusted-access programme that it was made under; null for none.",
  })
  programme(@Root() { programmeId }: Application): Stub | null {
    return stub("Programme", programmeId);
  }

  @reads("id")
  @FieldResolver(() => ApplicationRevisionConnection, {
    description:
      "What it asked for at each revision, the latest first. Those of a draft are its partner's alone, but for the one that was submitted.",
  })
  revisions(@Root() { id }: Application, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return recordsUnder(context, ApplicationRevision, "application_id", id, { order: latestRevisionFirst }, args);
  }
}

@Resolver(() => ApplicationRevision)
export class ApplicationRevisionFields {
  @reads("applicationId")
  @FieldResolver(() => Application, { nullable: true, description: "The application." })
  application(@Root() { applicationId }: ApplicationRevision, @Ctx() context: Context) {
    return recordById(context, Application, applicationId);
  }
}

@Resolver(() => PartnerStub)
export class PartnerApplications {
  @FieldResolver(() => ApplicationConnection, { nullable: true, description: "Its applications that you may see." })
  async applications(
    @Root() { id }: PartnerStub,
    @Args(() => ApplicationsArgs) args: ApplicationsArgs,
    @Ctx() context: Context,
  ) {
    return recordsUnder(context, Application, "partner_id", id, await listFor(context, args), args);
  }
}

@Resolver(() => ReleaseStub)
export class ReleaseApplications {
  @FieldResolver(() => ApplicationConnection, {
    nullable: true,
    description: "The applications for it that you may see.",
  })
  async applications(
    @Root() { id }: ReleaseStub,
    @Args(() => ApplicationsArgs) args: ApplicationsArgs,
    @Ctx() context: Context,
  ) {
    return recordsUnder(context, Application, "release_id", id, await listFor(context, args), args);
  }
}
