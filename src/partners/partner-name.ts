import { nameOnRecord } from "../graph/names-on-record.ts";
import { type Refusal, refusal } from "../graph/refusal.ts";
import type { Tx } from "../ledger/tx.ts";
import { isJurisdiction } from "../rules/jurisdictions.ts";
import { nameProblems } from "../rules/names.ts";
import { readName } from "../rules/screening/read-name.ts";
import type { Partner } from "./partner.ts";

/** What is wrong with a partner's name or jurisdiction: characters that deceive, nothing to screen, a code that isn't one. */
export function nameRefusals(legalName: string | null | undefined, jurisdiction: string | null | undefined): Refusal[] {
  const refusals = legalName == null ? [] : legalNameRefusals(legalName);
  if (jurisdiction != null && !isJurisdiction(jurisdiction)) {
    refusals.push(
      refusal("INVALID_INPUT", `"${jurisdiction}" is no ISO 3166-1 alpha-2 code. Give one like "US".`, {
        field: ["input", "jurisdiction"],
      }),
    );
  }
  return refusals;
}

function legalNameRefusals(legalName: string): Refusal[] {
  const field = ["input", "legalName"];
  const problems = nameProblems(legalName);
  if (problems.length > 0) {
    return problems.map(({ code, message }) => refusal("INVALID_INPUT", message, { field, blockers: [code] }));
  }
  if (readName(legalName).length > 0) return [];
  const message = "Nothing in this name can be read aloud, so it can't be screened. Give the name as it is registered.";
  return [refusal("INVALID_INPUT", message, { field, blockers: ["NAME_UNREADABLE"] })];
}

/** What is kept of the legal name that a partner states, compared with every other partner's. */
export async function legalNameOnRecord(
  tx: Tx,
  partnerId: string,
  stated: string,
): Promise<Pick<Partner, "legalName" | "nameSkeleton" | "nameFlags">> {
  const register = { table: "partner", column: "legal_name" } as const;
  const { name, ...rest } = await nameOnRecord(tx, register, partnerId, stated);
  return { legalName: name, ...rest };
}
