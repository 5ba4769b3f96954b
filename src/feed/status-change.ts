import { ArgsType, Field, ObjectType } from "type-graphql";
import { DateTime } from "../graph/scalars.ts";
import { Cursor, type LedgerPosition } from "../ledger/cursor.ts";
import { ChangeStub } from "./change-stub.ts";
import type { StatusEvent } from "./status-changes.ts";

/** What every event of a subscription tells, whatever record it is about. */
@ObjectType({ simpleResolvers: true })
export abstract class StatusChange implements StatusEvent {
  @Field(() => Cursor, { description: "Its place in the feed: give it as `after` to go on behind it." })
  cursor!: LedgerPosition;

  @Field(() => DateTime, { description: "When it was recorded." })
  at!: Date;

  @Field(() => String, { description: "What happened, in the past tense, like DirectiveIssued." })
  type!: string;

  @Field(() => ChangeStub, { nullable: true, description: "The ledger's entry of what happened, as you may see it." })
  change!: StatusEvent["change"];

  recordId!: string;
}

/** What every subscription takes. */
@ArgsType()
export abstract class FollowArgs {
  @Field(() => Cursor, {
    nullable: true,
    description: "The cursor after which to begin: everything since then comes first. Left out: from now on.",
  })
  after?: LedgerPosition | null;
}
