import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { answer } from "../graph/answers.ts";
import { inputArg } from "../graph/mutation.ts";
import { requires, scopeDirective } from "../identity/permissions.ts";
import { deleteWebhook } from "./delete-webhook.ts";
import { pauseWebhook } from "./pause-webhook.ts";
import { registerWebhook } from "./register-webhook.ts";
import { replayWebhook } from "./replay-webhook.ts";
import { resumeWebhook } from "./resume-webhook.ts";
import { rotateWebhookSecret } from "./rotate-webhook-secret.ts";
import { Webhook } from "./webhook.ts";
import * as inputs from "./webhook-inputs.ts";
import * as payloads from "./webhook-payloads.ts";

const answerWebhook = answer("webhook", Webhook);

type WithSecret = ReturnType<typeof registerWebhook>;

/** The payload with the secret beside the webhook. */
async function answerSecret(context: Context, outcome: WithSecret) {
  const { secret, ...settled } = await outcome;
  return { ...(await answerWebhook(context, Promise.resolve(settled))), secret };
}

@Resolver()
export class WebhookMutations {
  @Directive(scopeDirective("webhook:register"))
  @Mutation(() => payloads.RegisterWebhookPayload, {
    nullable: true,
    description: `Has the changes that you may see sent to an address, each at least once, those of one record in their order. ${requires("webhook:register")}`,
  })
  registerWebhook(
    @Arg("input", () => inputs.RegisterWebhookInput, inputArg) input: inputs.RegisterWebhookInput,
    @Ctx() context: Context,
  ) {
    return answerSecret(context, registerWebhook(context, input));
  }

  @Directive(scopeDirective("webhook:rotate-secret"))
  @Mutation(() => payloads.RotateWebhookSecretPayload, {
    nullable: true,
    description: `Gives a webhook another secret; the one before signs beside it for 24 hours. ${requires("webhook:rotate-secret")}`,
  })
  rotateWebhookSecret(
    @Arg("input", () => inputs.RotateWebhookSecretInput, inputArg) input: inputs.RotateWebhookSecretInput,
    @Ctx() context: Context,
  ) {
    return answerSecret(context, rotateWebhookSecret(context, input));
  }

  @Directive(scopeDirective("webhook:pause"))
  @Mutation(() => payloads.PauseWebhookPayload, {
    nullable: true,
    description: `Stops sending to a webhook until it is resumed; nothing is lost. ${requires("webhook:pause")}`,
  })
  pauseWebhook(
    @Arg("input", () => inputs.PauseWebhookInput, inputArg) input: inputs.PauseWebhookInput,
    @Ctx() context: Context,
  ) {
    return answerWebhook(context, pauseWebhook(context, input));
  }

  @Directive(scopeDirective("webhook:resume"))
  @Mutation(() => payloads.ResumeWebhookPayload, {
    nullable: true,
    description: `Sends to a webhook again, everything that it missed first, with your rights from now on. ${requires("webhook:resume")}`,
  })
  resumeWebhook(
    @Arg("input", () => inputs.ResumeWebhookInput, inputArg) input: inputs.ResumeWebhookInput,
    @Ctx() context: Context,
  ) {
    return answerWebhook(context, resumeWebhook(context, input));
  }

  @Directive(scopeDirective("webhook:delete"))
  @Mutation(() => payloads.DeleteWebhookPayload, {
    nullable: true,
    description: `Ends a webhook for good; its record and its log stay readable. ${requires("webhook:delete")}`,
  })
  deleteWebhook(
    @Arg("input", () => inputs.DeleteWebhookInput, inputArg) input: inputs.DeleteWebhookInput,
    @Ctx() context: Context,
  ) {
    return answerWebhook(context, deleteWebhook(context, input));
  }

  @Directive(scopeDirective("webhook:replay"))
  @Mutation(() => payloads.ReplayWebhookPayload, {
    nullable: true,
    description: `Sends a webhook every change behind a cursor again; what waits from before it is given up. ${requires("webhook:replay")}`,
  })
  replayWebhook(
    @Arg("input", () => inputs.ReplayWebhookInput, inputArg) input: inputs.ReplayWebhookInput,
    @Ctx() context: Context,
  ) {
    return answerWebhook(context, replayWebhook(context, input));
  }
}
