import { partnerTag, vendorTag } from "../identity/visibility.ts";
import type { Application } from "./application.ts";
import type { Parties } from "./parties.ts";

/** Who may read a ledger entry about an application: a draft's partner alone; then officials and the vendor too. */
export function applicationAudience(
  { submittedAt }: Pick<Application, "submittedAt">,
  { partner, vendor }: Parties,
): string[] {
  const applicant = partnerTag(partner.org);
  return submittedAt === null ? [applicant] : ["officials", applicant, vendorTag(vendor.org)];
}
