import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { Disclosure, disclosuresOf } from "./disclosure.ts";
import { RecordedChange } from "./recorded-change.ts";

@Resolver(() => RecordedChange)
export class ChangeFields {
  @FieldResolver(() => [Disclosure], {
    description:
      "The values that you may see, with their salts: each can be proved against `body`, and `body` by a proof.",
  })
  disclosures(@Root() { id }: RecordedChange, @Ctx() context: Context) {
    return disclosuresOf(context, id);
  }
}
