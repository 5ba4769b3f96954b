import { ArrayMaxSize, ArrayMinSize, IsOptional, Matches, MaxLength } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { Line } from "../graph/bounds.ts";
import { MutationInput } from "../graph/mutation.ts";
import { Cursor, type LedgerPosition } from "../ledger/cursor.ts";

const names =
  (what: string): PropertyDecorator =>
  (target, property) => {
    for (const decorate of [
      IsOptional(),
      ArrayMinSize(1, { message: "$property names at least one value, or is left out." }),
      ArrayMaxSize(50, { message: "$property names at most 50 values." }),
      Matches(/^\w{1,100}$/, { each: true, message: `$property: ${what} is a name like Partner.` }),
    ]) {
      decorate(target, property as string);
    }
  };

@InputType({ description: "Has the changes that you may see sent to an address, from now on." })
export class RegisterWebhookInput extends MutationInput {
  @Field(() => String, {
    description:
      "Where to send to: an https address on port 443 or 8443 of a host of the public internet, at most 1,000 characters. It is kept as it is, in the ledger too and for good, for your people and auditors to read: put no secret in it.",
  })
  @MaxLength(1_000, { message: "url has at most 1,000 characters." })
  @Matches(/^https?:\/\/[\x21-\x7e]+$/i, {
    message: "url is an address that begins with https://, in ASCII and without blanks.",
  })
  url!: string;

  @Field(() => String, { nullable: true, description: "What it is for, in your words: 1 to 200 characters." })
  @IsOptional()
  @Line(200)
  description?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: "Changes of these types alone, like DirectiveIssued; 50 at most. Left out: of all.",
  })
  @names("A type")
  types?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "Changes of records of these types alone, like Directive; 50 at most. Left out: of all.",
  })
  @names("A subject's type")
  subjectTypes?: string[] | null;
}

/** What every other input about a webhook names. */
@InputType()
abstract class WebhookInput extends MutationInput {
  @Field(() => ID, { description: "The webhook." })
  @Line(64)
  webhookId!: string;
}

@InputType({
  description:
    "Gives a webhook another secret, where you have its roles at least. The one before signs beside it for a day.",
})
export class RotateWebhookSecretInput extends WebhookInput {}

@InputType({ description: "Stops sending to a webhook until it is resumed." })
export class PauseWebhookInput extends WebhookInput {}

@InputType({
  description:
    "Sends to a webhook again, everything that it missed first. From now on with your rights, for which you have its roles at least.",
})
export class ResumeWebhookInput extends WebhookInput {}

@InputType({ description: "Ends a webhook for good." })
export class DeleteWebhookInput extends WebhookInput {}

@InputType({
  description:
    "Sends a webhook every change behind a place again, back once its last replay is done, on at any time. What isn't acknowledged and lies before that place is given up.",
})
export class ReplayWebhookInput extends WebhookInput {
  @Field(() => Cursor, { description: "The cursor after which to begin: a change's, or what `changes` gave." })
  after!: LedgerPosition;
}
