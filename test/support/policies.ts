import type { PolicyDocument } from "../../src/rules/policy.ts";

/** What `publishPolicy` takes for a document. */
export function policyInput({ phases, ...rest }: PolicyDocument): Record<string, unknown> {
  return { ...rest, phases: Object.entries(phases).map(([phase, rules]) => ({ phase, ...rules })) };
}
