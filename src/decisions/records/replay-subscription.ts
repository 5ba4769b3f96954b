import { GraphQLError } from "graphql";
import { Args, ArgsType, Directive, Field, FieldResolver, ID, Resolver, Root, Subscription } from "type-graphql";
import { Context } from "../../context.ts";
import { reads } from "../../graph/asked.ts";
import { endable } from "../../graph/endable.ts";
import { type NodeType, typeOfId } from "../../graph/ids.ts";
import { type Stub, stub } from "../../graph/node.ts";
import { unknownCursor } from "../../graph/paging.ts";
import { DateTime } from "../../graph/scalars.ts";
import { requires, scopeDirective } from "../../identity/permissions.ts";
import { Cursor, type LedgerPosition } from "../../ledger/cursor.ts";
import { refuseUnknown } from "../../ledger/known-place.ts";
import type { PolicyDocument } from "../../rules/policy.ts";
import { ReplayTally } from "../../rules/replay-summary.ts";
import { PolicyStub } from "../stubs.ts";
import { inParts, policyToReplay, replayCases } from "./replay-policy.ts";
import { casesIn, returnedIn } from "./replay-rows.ts";
import { ReplayProgress } from "./replay-types.ts";

@ArgsType()
class FollowReplayArgs {
  @Field(() => ID, { description: "The policy version to replay them under." })
  versionId!: string;

  @Field(() => DateTime, { description: "The span's first moment." })
  from!: Date;

  @Field(() => DateTime, { description: "The moment before which it ends: five years later at most." })
  to!: Date;

  @Field(() => Cursor, {
    nullable: true,
    description: "The cursor of the last event that you have of the same span: it goes on behind its cases.",
  })
  after?: LedgerPosition | null;
}

/** Replays the cases of a span, and brings them as they are done: each part with a look at who asks and what is there. */
async function follow(context: Context, wanted: FollowReplayArgs) {
  const asOf = await context.now();
  const policy = await policyToReplay(context, wanted);
  if (!policy) throw noSuchVersion();
  const sequence = await context.services.tail.head();
  await refuseUnknown(context, wanted.after);
  const last = lastBrought(wanted.after);
  const ids = await casesIn(context, wanted, null);
  const returned = await returnedIn(context, wanted);
  return endable<ReplayProgress>((ended) =>
    progress(context, { policyId: policy.id, document: policy.document, ids, last, returned, asOf, sequence }, ended),
  );
}

interface Replaying {
  readonly policyId: string;
  readonly document: PolicyDocument;
  readonly ids: readonly string[];
  /** The last one that is done already; null for none. */
  readonly last: string | null;
  /** How many applications of the span were returned. */
  readonly returned: number;
  readonly asOf: Date;
  /** Where the ledger ended when it began. */
  readonly sequence: number;
}

async function* progress(
  { services, actor, correlationId }: Context,
  { policyId, document, ids, last, returned, asOf, sequence }: Replaying,
  ended: AbortSignal,
): AsyncGenerator<ReplayProgress, void, void> {
  const tally = new ReplayTally(returned);
  // The last one may have left the span meanwhile; those behind it stand behind it still.
  const left = last === null ? ids : ids.filter((id) => id > last);
  const parts = inParts(left);
  let done = ids.length - left.length;
  for (const part of parts.length > 0 ? parts : [[]]) {
    if (ended.aborted || services.tail.stopped) return;
    // Who was revoked meanwhile gets no more of it.
    const context = new Context(services, actor, correlationId);
    await context.now();
    const replays = await services.tail.turns.take(() => replayCases(context, document, part, asOf));
    for (const each of replays) tally.add(each);
    done += part.length;
    const cursor = { sequence, id: part.at(-1) ?? last };
    const finished = done === ids.length;
    yield { policyId, cursor, at: asOf, done, total: ids.length, finished, summary: tally.summary(), replays };
  }
}

/** The id of the last case that a cursor's reader has; null for none. Throws BAD_USER_INPUT where it isn't a case's. */
function lastBrought(after: LedgerPosition | null | undefined): string | null {
  const id = after?.id ?? null;
  if (id !== null && !replayed.some((type) => type === typeOfId(id))) throw unknownCursor();
  return id;
}

const replayed: readonly NodeType[] = ["Application", "PhaseAdvance"];

const noSuchVersion = (): GraphQLError =>
  new GraphQLError("No policy version has this id. Query `policies` for those there are.", {
    extensions: { code: "NOT_FOUND", field: ["versionId"] },
  });

@Resolver(() => ReplayProgress)
export class ReplaySubscription {
  @Directive(scopeDirective("policy:replay"))
  @Subscription(() => ReplayProgress, {
    description: `What the cases that were submitted or closed in a span would have come to under another policy version: any number, some at a time with the progress; it ends behind the last. Writes nothing. ${requires("policy:replay")}`,
    subscribe: ({ args, context }) => follow(context as Context, args as FollowReplayArgs),
  })
  replayPolicy(@Root() event: ReplayProgress, @Args(() => FollowReplayArgs) _args: FollowReplayArgs): ReplayProgress {
    return event;
  }

  @reads("policyId")
  @FieldResolver(() => PolicyStub, { nullable: true, description: "The policy version that they are replayed under." })
  policy(@Root() { policyId }: ReplayProgress): Stub | null {
    return stub("Policy", policyId);
  }
}
