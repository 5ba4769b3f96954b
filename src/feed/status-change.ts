import { ArgsType, type ClassType, Field, ObjectType } from "type-graphql";
import { DateTime } from "../graph/scalars.ts";
import { Cursor, type LedgerPosition } from "../ledger/cursor.ts";
import { ChangeStub } from "./change-stub.ts";
import type { StatusEvent } from "./status-changes.ts";

/** What every event tells, whatever record it is about; `change` is the ledger's entry as the room knows it. */
export function statusChangeOf(change: () => ClassType<object>) {
  @ObjectType({ simpleResolvers: true })
  abstract class StatusChange implements StatusEvent {
    @Field(() => Cursor, { description: "Its place in the feed: give it as `after` to go on behind it." })
    cursor!: LedgerPosition;

    @Field(() => DateTime, { description: "When it was recorded." })
    at!: Date;

    @Field(() => String, { description: "What happened, in the past tense, like DirectiveIssued." })
    type!: string;

    @Field(change, { nullable: true, description: "The ledger's entry of what happened, as you may see it." })
    change!: StatusEvent["change"];

    recordId!: string;
  }
  return StatusChange;
}

/** What every event tells, in a room that adds nothing to the ledger's entries. */
export const StatusChange = statusChangeOf(() => ChangeStub);

/** What every subscription takes. */
@ArgsType()
export abstract class FollowArgs {
  @Field(() => Cursor, {
    nullable: true,
    description: "The cursor after which to begin: everything since then comes first. Left out: from now on.",
  })
  after?: LedgerPosition | null;
}
