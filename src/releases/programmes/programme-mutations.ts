import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../context.ts";
import { inputArg } from "../../graph/mutation.ts";
import { stub } from "../../graph/node.ts";
import type { Refusal } from "../../graph/refusal.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import * as payloads from "../payloads.ts";
import { closeProgramme } from "./close-programme.ts";
import { endEnrolment } from "./end-enrolment.ts";
import { enrolInProgramme } from "./enrol-in-programme.ts";
import { openProgramme } from "./open-programme.ts";
import * as inputs from "./programme-inputs.ts";
import { reinstateEnrolment } from "./reinstate-enrolment.ts";
import { revokeEnrolment } from "./revoke-enrolment.ts";
import { revokeProgramme } from "./revoke-programme.ts";

type Settled<Name extends string> = { readonly refusals: readonly Refusal[] } & Partial<Record<Name, string>>;

/** The payload with the record of the room that owns it, as a stub that the owner completes. */
async function answerProgramme(outcome: Promise<Settled<"programmeId">>) {
  const { refusals, programmeId } = await outcome;
  return { refusals, programme: stub("Programme", programmeId) };
}

async function answerEnrolment(outcome: Promise<Settled<"enrolmentId">>) {
  const { refusals, enrolmentId } = await outcome;
  return { refusals, enrolment: stub("Enrolment", enrolmentId) };
}

@Resolver()
export class ProgrammeMutations {
  @Directive(scopeDirective("programme:open"))
  @Mutation(() => payloads.OpenProgrammePayload, {
    nullable: true,
    description: `Opens a trusted-access programme of your company, under a policy that is published for programmes. ${requires("programme:open")}`,
  })
  openProgramme(
    @Arg("input", () => inputs.OpenProgrammeInput, inputArg) input: inputs.OpenProgrammeInput,
    @Ctx() context: Context,
  ) {
    return answerProgramme(openProgramme(context, input));
  }

  @Directive(scopeDirective("programme:close"))
  @Mutation(() => payloads.CloseProgrammePayload, {
    nullable: true,
    description: `Closes your programme: it takes no one in and no new application. ${requires("programme:close")}`,
  })
  closeProgramme(
    @Arg("input", () => inputs.CloseProgrammeInput, inputArg) input: inputs.CloseProgrammeInput,
    @Ctx() context: Context,
  ) {
    return answerProgramme(closeProgramme(context, input));
  }

  @Directive(scopeDirective("programme:enrol"))
  @Mutation(() => payloads.EnrolInProgrammePayload, {
    nullable: true,
    description: `Enrols an organisation in your programme, whether or not it is registered as a partner. ${requires("programme:enrol")}`,
  })
  enrolInProgramme(
    @Arg("input", () => inputs.EnrolInProgrammeInput, inputArg) input: inputs.EnrolInProgrammeInput,
    @Ctx() context: Context,
  ) {
    return answerEnrolment(enrolInProgramme(context, input));
  }

  @Directive(scopeDirective("programme:end-enrolment"))
  @Mutation(() => payloads.EndEnrolmentPayload, {
    nullable: true,
    description: `Ends an enrolment in your programme: what was applied for under it isn't approved any more. ${requires("programme:end-enrolment")}`,
  })
  endEnrolment(
    @Arg("input", () => inputs.EndEnrolmentInput, inputArg) input: inputs.EndEnrolmentInput,
    @Ctx() context: Context,
  ) {
    return answerEnrolment(endEnrolment(context, input));
  }

  @Directive(scopeDirective("programme:revoke"))
  @Mutation(() => payloads.RevokeProgrammePayload, {
    nullable: true,
    description: `Revokes any vendor's programme, open or closed: nothing is applied for or approved under it any more; authorizations stay. ${requires("programme:revoke")}`,
  })
  revokeProgramme(
    @Arg("input", () => inputs.RevokeProgrammeInput, inputArg) input: inputs.RevokeProgrammeInput,
    @Ctx() context: Context,
  ) {
    return answerProgramme(revokeProgramme(context, input));
  }

  @Directive(scopeDirective("programme:revoke-enrolment"))
  @Mutation(() => payloads.RevokeEnrolmentPayload, {
    nullable: true,
    description: `Revokes an enrolment in any vendor's programme: what was applied for under it isn't approved any more, and the vendor enrols the organisation in none of its programmes until it is reinstated. ${requires("programme:revoke-enrolment")}`,
  })
  revokeEnrolment(
    @Arg("input", () => inputs.RevokeEnrolmentInput, inputArg) input: inputs.RevokeEnrolmentInput,
    @Ctx() context: Context,
  ) {
    return answerEnrolment(revokeEnrolment(context, input));
  }

  @Directive(scopeDirective("programme:reinstate-enrolment"))
  @Mutation(() => payloads.ReinstateEnrolmentPayload, {
    nullable: true,
    description: `Reinstates an enrolment that was revoked: it stands as its vendor made it. ${requires("programme:reinstate-enrolment")}`,
  })
  reinstateEnrolment(
    @Arg("input", () => inputs.ReinstateEnrolmentInput, inputArg) input: inputs.ReinstateEnrolmentInput,
    @Ctx() context: Context,
  ) {
    return answerEnrolment(reinstateEnrolment(context, input));
  }
}
