import { Refused, refusal } from "../graph/refusal.ts";
import type { Tx } from "../ledger/tx.ts";
import { Policy } from "./policy.ts";

/** The latest version of the policy with this key. Refuses with NOT_FOUND where there is none. */
export async function latestPolicy(tx: Tx, key: string): Promise<Policy> {
  const policy = await tx.manager.findOne(Policy, { where: { key }, order: { version: "DESC" } });
  if (policy) return policy;
  throw new Refused(
    refusal("NOT_FOUND", "No policy has this key. Query `policies` for those there are.", {
      field: ["input", "policyKey"],
    }),
  );
}
