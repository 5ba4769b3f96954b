import { type Refusal, refusal } from "../graph/refusal.ts";
import { sql } from "../graph/sql.ts";
import type { Tx } from "../ledger/tx.ts";
import { isJurisdiction } from "../rules/jurisdictions.ts";
import { lookAlikeSkeleton, nameFlags, nameProblems, normalizedName } from "../rules/names.ts";
import type { Partner, PartnerNameFlag } from "./partner.ts";

/** What is wrong with a partner's name or jurisdiction: characters that deceive, a code that isn't one. */
export function nameRefusals(legalName: string | null | undefined, jurisdiction: string | null | undefined): Refusal[] {
  const refusals = (legalName == null ? [] : nameProblems(legalName)).map(({ code, message }) =>
    refusal("INVALID_INPUT", message, { field: ["input", "legalName"], blockers: [code] }),
  );
  if (jurisdiction != null && !isJurisdiction(jurisdiction)) {
    refusals.push(
      refusal("INVALID_INPUT", `"${jurisdiction}" is no ISO 3166-1 alpha-2 code. Give one like "US".`, {
        field: ["input", "jurisdiction"],
      }),
    );
  }
  return refusals;
}

/** What is kept of a partner's name: as it reads, what it looks like, and what about it is worth an official's look. */
export async function nameOnRecord(
  tx: Tx,
  partnerId: string,
  stated: string,
): Promise<Pick<Partner, "legalName" | "nameSkeleton" | "nameFlags">> {
  const legalName = normalizedName(stated);
  const nameSkeleton = lookAlikeSkeleton(legalName);
  const [others] = await tx.query<{ alike: boolean | null; same: boolean | null }>(
    sql`select bool_or(legal_name <> ${legalName}) as alike, bool_or(legal_name = ${legalName}) as same
        from partner where name_skeleton = ${nameSkeleton} and id <> ${partnerId}`,
  );
  const flags: PartnerNameFlag[] = nameFlags(legalName);
  if (others?.alike) flags.push("LOOKS_LIKE_ANOTHER");
  if (others?.same) flags.push("SAME_AS_ANOTHER");
  return { legalName, nameSkeleton, nameFlags: flags };
}
