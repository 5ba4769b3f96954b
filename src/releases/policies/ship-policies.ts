import { Context, type Services } from "../../context.ts";
import { sql } from "../../graph/sql.ts";
import { systemActor } from "../../identity/actor.ts";
import { change } from "../../ledger/change.ts";
import { shippedPolicies } from "../../rules/policies/shipped.ts";
import type { PolicyDocument } from "../../rules/policy.ts";
import { validatePolicy } from "../../rules/validate-policy.ts";
import { storePolicy } from "./publish-policy.ts";

/**
 * Publishes the shipped policies that aren't there yet, as the system. Any number of nodes may start at once: each
 * version has one idempotency key, so that one node publishes it and the others wait for that one.
 */
export async function shipPolicies(services: Services): Promise<void> {
  const context = new Context(services, systemActor, "start");
  const published = await context.query<{ name: string }>(sql`select key || '@' || version as name from policy`);
  const known = new Set(published.map(({ name }) => name));
  for (const document of shippedPolicies) {
    if (!known.has(nameOf(document))) await publish(context, document);
  }
}

/** As what is shipped was made: a server starts in later years too, and its policies are then OSTP's to renew. */
const shippedAt = new Date("2026-06-01T00:00:00Z");

const nameOf = ({ key, version }: PolicyDocument): string => `${key}@${version}`;

/** Throws for a document that is no valid policy, or that another build ships under the same version. */
async function publish(context: Context, document: PolicyDocument): Promise<void> {
  const name = nameOf(document);
  const { problems } = validatePolicy(document, shippedAt);
  if (problems.length > 0) {
    throw new Error(
      `The shipped policy ${name} is invalid: ${problems.map((p) => `${p.path} ${p.message}`).join("; ")}`,
    );
  }
  const input = { idempotencyKey: `policy:${name}`, document };
  const { refusals } = await change(context, "shipPolicies", input, async (tx) => {
    return { policyId: (await storePolicy(tx, document)).id };
  });
  if (refusals.length > 0) throw new Error(`The shipped policy ${name} was refused: ${refusals[0]?.message}`);
}
