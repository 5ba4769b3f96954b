import { GraphQLError } from "graphql";
import type { Context } from "../../context.ts";
import { wholeRecordById } from "../../graph/records.ts";
import { refuseBadSpan, type Span } from "../../graph/span.ts";
import { authorise } from "../../identity/permissions.ts";
import { Policy } from "../../releases/policies/policy.ts";
import type { PolicyDocument } from "../../rules/policy.ts";
import { replay } from "../../rules/replay.ts";
import { differencesFrom } from "../../rules/replay-compare.ts";
import { ReplayTally } from "../../rules/replay-summary.ts";
import { type Recorded, recordsOf } from "./replay-records.ts";
import { casesIn, replayRows, returnedIn } from "./replay-rows.ts";
import { type CaseReplay, mostReplayed, type PolicyReplay, replayedAtOnce } from "./replay-types.ts";

/** What is replayed, and under which policy version. */
export interface WantedReplay extends Span {
  readonly versionId: string;
}

/** The version that a replay is under, or null where there is none. Refuses who may not, and a bad span. */
export async function policyToReplay(context: Context, wanted: WantedReplay): Promise<Policy | null> {
  authorise(context.actor, "policy:replay");
  refuseBadSpan(wanted);
  return wholeRecordById(context, Policy, wanted.versionId);
}

/** All cases of a span under another version, at once. Throws BAD_USER_INPUT where they are too many for that. */
export async function replayAtOnce(context: Context, wanted: WantedReplay): Promise<PolicyReplay | null> {
  const asOf = await context.now();
  const policy = await policyToReplay(context, wanted);
  if (!policy) return null;
  const ids = await casesIn(context, wanted, mostReplayed + 1);
  if (ids.length > mostReplayed) throw tooMany();
  const tally = new ReplayTally(await returnedIn(context, wanted));
  const replays: CaseReplay[] = [];
  // Read in as many statements as one case takes; replayed in turns, so that others are served meanwhile.
  for (const part of inParts(recordsOf(ids, await replayRows(context, ids)))) {
    replays.push(...part.map((recorded) => caseReplay(recorded, policy.document, asOf)));
    await new Promise((resolve) => setImmediate(resolve));
  }
  for (const each of replays) tally.add(each);
  return { policyId: policy.id, asOf, summary: tally.summary(), replays };
}

/** Cases in parts of as many as are replayed before others get their turn. */
export const inParts = <Each>(cases: readonly Each[]): Each[][] =>
  Array.from({ length: Math.ceil(cases.length / replayedAtOnce) }, (_, part) =>
    cases.slice(part * replayedAtOnce, (part + 1) * replayedAtOnce),
  );

/** What these cases would have come to under a policy, in their order. Reads alone. */
export async function replayCases(
  context: Context,
  policy: PolicyDocument,
  ids: readonly string[],
  asOf: Date,
): Promise<CaseReplay[]> {
  return recordsOf(ids, await replayRows(context, ids)).map((recorded) => caseReplay(recorded, policy, asOf));
}

function caseReplay({ row, record, fact, appeals }: Recorded, policy: PolicyDocument, asOf: Date): CaseReplay {
  const replayed = replay(record, policy, asOf);
  return {
    ...replayed,
    caseId: row.id,
    policyId: row.policyId,
    inFact: fact.outcome,
    decidedInFactAt: fact.decidedAt,
    waitingForInFact: fact.waitingFor,
    differences: differencesFrom(fact, replayed),
    appealsLeftOut: appeals,
  };
}

const tooMany = (): GraphQLError =>
  new GraphQLError(
    `More than ${mostReplayed} cases began or ended in this span. Ask for a shorter one, or follow the subscription \`replayPolicy\`, which takes any number.`,
    { extensions: { code: "BAD_USER_INPUT", field: ["to"], limit: "cases", allowed: mostReplayed } },
  );
