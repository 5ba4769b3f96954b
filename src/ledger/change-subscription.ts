import { IsOptional, ValidateNested, validateSync } from "class-validator";
import { Args, ArgsType, ArgumentValidationError, Field, Resolver, Root, Subscription } from "type-graphql";
import type { Context } from "../context.ts";
import { FollowArgs } from "../feed/status-change.ts";
import { ChangeFilter } from "./change-queries.ts";
import { followChanges } from "./follow-changes.ts";
import { RecordedChange } from "./recorded-change.ts";

@ArgsType()
class ChangesFollowedArgs extends FollowArgs {
  @Field(() => ChangeFilter, { nullable: true, description: "Which changes." })
  @IsOptional()
  @ValidateNested()
  filter?: ChangeFilter | null;
}

/** TypeGraphQL validates what a resolver gets, and a subscription's source comes before it. */
function validated(filter: ChangeFilter | null | undefined): ChangeFilter {
  const given = Object.assign(new ChangeFilter(), filter);
  const errors = validateSync(given);
  if (errors.length > 0) throw new ArgumentValidationError(errors);
  return given;
}

@Resolver()
export class ChangeSubscription {
  @Subscription(() => RecordedChange, {
    description: "The changes that you may see, as they are recorded: the feed that `Query.changes` pages.",
    subscribe: ({ args, context }) => {
      const { after, filter } = args as ChangesFollowedArgs;
      return followChanges(context as Context, validated(filter), after);
    },
  })
  changes(@Root() change: RecordedChange, @Args(() => ChangesFollowedArgs) _args: ChangesFollowedArgs): RecordedChange {
    return change;
  }
}
