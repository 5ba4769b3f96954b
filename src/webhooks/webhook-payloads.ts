import { Field, ObjectType } from "type-graphql";
import { Payload, payloadOf } from "../graph/mutation.ts";
import { Webhook } from "./webhook.ts";

const webhook = { webhook: () => Webhook };

const secretField = {
  nullable: true,
  description:
    "Its secret, `whsec_…`, by which a receiver verifies what it gets. Shown this once: null when the same key is sent again, or refused.",
} as const;

@ObjectType("RegisterWebhookPayload", { description: "What registerWebhook answers with." })
export class RegisterWebhookPayload extends Payload {
  @Field(() => Webhook, { nullable: true, description: "The webhook as it stands now; null when refused." })
  webhook?: Webhook | null;

  @Field(() => String, secretField)
  secret?: string | null;
}

@ObjectType("RotateWebhookSecretPayload", { description: "What rotateWebhookSecret answers with." })
export class RotateWebhookSecretPayload extends Payload {
  @Field(() => Webhook, { nullable: true, description: "The webhook as it stands now; null when refused." })
  webhook?: Webhook | null;

  @Field(() => String, secretField)
  secret?: string | null;
}

export const PauseWebhookPayload = payloadOf("pauseWebhook", webhook);
export const ResumeWebhookPayload = payloadOf("resumeWebhook", webhook);
export const DeleteWebhookPayload = payloadOf("deleteWebhook", webhook);
export const ReplayWebhookPayload = payloadOf("replayWebhook", webhook);
