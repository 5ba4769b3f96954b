import { Refused, refusal } from "../../graph/refusal.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import type { Tx } from "../../ledger/tx.ts";
import { subjectOf } from "../../rules/policy.ts";
import type { PolicySubject } from "../../rules/release-vocabulary.ts";
import { Policy } from "./policy.ts";

/** The newest version of the policy with this key, or null where there is none. */
export const newestPolicy = (tx: Tx, key: string): Promise<Policy | null> =>
  tx.manager.findOne(Policy, { where: { key }, order: { version: "DESC" } });

/** The newest version of the policy with this key. Refuses where there is none, and one that is for something else. */
export async function latestPolicy(tx: Tx, key: string, subject: PolicySubject): Promise<Policy> {
  const policy = await newestPolicy(tx, key);
  const field = ["input", "policyKey"];
  if (!policy) {
    const message = "No policy has this key. Query `policies` for those there are.";
    throw new Refused(refusal("NOT_FOUND", message, { field }));
  }
  if (subjectOf(policy.document) === subject) return policy;
  const message = `This policy isn't for ${subject}. Query \`policies\` for one that is: see its \`appliesTo\`.`;
  throw new Refused(refusal("INVALID_INPUT", message, { field }));
}

/**
 * The version that a release's new cases begin under: the newest of the policy that it follows. The version with which
 * the release was registered says which policy that is.
 */
export async function policyFollowed(tx: Tx, release: { readonly policyId: string }): Promise<Policy> {
  const { key } = await tx.manager.findOneByOrFail(Policy, { id: release.policyId });
  return tx.manager.findOneOrFail(Policy, { where: { key }, order: { version: "DESC" } });
}

/** The same in a statement: a column of the newest version of the policy that the release with this `policyId` follows. */
export const ofPolicyFollowed = (wanted: Sql, policyId: Sql): Sql =>
  sql`(select ${wanted} from policy adopted join policy pol on pol.key = adopted.key
       where adopted.id = ${policyId} order by pol.version desc limit 1)`;
