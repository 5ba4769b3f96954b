import type { Context } from "../../context.ts";
import { type Refusal, Refused, refusal } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import type { Tx } from "../../ledger/tx.ts";
import { type PolicyDocument, subjectOf } from "../../rules/policy.ts";
import { policyChanges } from "../../rules/policy-diff.ts";
import { policyAudience } from "../audience.ts";
import { newestPolicy } from "./latest-policy.ts";
import { Policy } from "./policy.ts";
import { type PlacedProblem, policyFrom } from "./policy-document.ts";
import type { PublishPolicyInput } from "./policy-inputs.ts";

/**
 * Publishes the next version of a policy, or the first of a new one. Every case that begins from now on, on a release
 * that follows the policy, begins under it; a case under way keeps the version that it began under.
 */
export function publishPolicy(context: Context, input: PublishPolicyInput) {
  authorise(context.actor, "policy:publish");
  return change(context, "publishPolicy", input, async (tx) => {
    const { policy: document, problems } = policyFrom(input.document, tx.now);
    if (document === null) throw new Refused(...problems.slice(0, mostShown).map(invalid));
    await refuseUnlessNext(tx, document);
    await refuseUnknownProgrammes(tx, document);
    tx.onConflict("one_policy_version", overtaken(document.version));
    return { policyId: (await storePolicy(tx, document)).id };
  });
}

/** Stores a version and records it for everyone. */
export async function storePolicy(tx: Tx, document: PolicyDocument): Promise<Policy> {
  const { key, version, legalBasis } = document;
  const policy = await tx.insert(Policy, { id: tx.newId("Policy"), key, version, document, publishedAt: tx.now });
  tx.record(Policy, { type: "PolicyPublished", subject: policy, legalBasis, audience: policyAudience });
  return policy;
}

/** A document with more mistakes than this is told of the first. */
const mostShown = 50;

/** Refuses unless the document is the version after the newest, and says something else than that. */
async function refuseUnlessNext(tx: Tx, document: PolicyDocument): Promise<void> {
  const newest = await newestPolicy(tx, document.key);
  const next = (newest?.version ?? 0) + 1;
  if (document.version < next) throw new Refused(overtaken(next - 1));
  if (document.version > next) {
    const message = newest
      ? `is ${document.version}, and the newest version of ${document.key} is ${next - 1}: publish ${next}`
      : `must be 1: ${document.key} is a new policy`;
    throw new Refused(invalid({ place: ["version"], message }));
  }
  if (newest && subjectOf(newest.document) !== subjectOf(document)) {
    const message = `is the same in every version: ${document.key} is for ${subjectOf(newest.document)}`;
    throw new Refused(invalid({ place: ["appliesTo"], message }));
  }
  if (newest && policyChanges(newest.document, document).length === 0) {
    const message = `says the same as version ${newest.version}: give what it should say instead`;
    throw new Refused(invalid({ place: [], message }));
  }
}

/** Refuses a policy that names, as one that programmes may be under, what isn't published for them. */
async function refuseUnknownProgrammes(tx: Tx, { programmePolicies = [] }: PolicyDocument): Promise<void> {
  const problems: Refusal[] = [];
  for (const [index, key] of programmePolicies.entries()) {
    const named = await newestPolicy(tx, key);
    if (named && subjectOf(named.document) === "PROGRAMMES") continue;
    const message = `is ${key}, and no policy of that key is published for PROGRAMMES: publish it first`;
    problems.push(invalid({ place: ["programmePolicies", String(index)], message }));
  }
  if (problems.length > 0) throw new Refused(...problems);
}

const invalid = ({ place, message }: PlacedProblem): Refusal =>
  refusal("INVALID_INPUT", `${["document", ...place].join(".")} ${message}.`, { field: [...field, ...place] });

const field = ["input", "document"];

/** Another has published this version: what the document was written against isn't the newest any more. */
const overtaken = (newest: number): Refusal =>
  refusal(
    "STALE_REVISION",
    `Version ${newest} has been published. Read it and its changes, then publish version ${newest + 1}.`,
    { field: [...field, "version"] },
  );
