import type { Context } from "../../context.ts";
import { Refused, refusal } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
import { change } from "../../ledger/change.ts";
import { isJurisdiction } from "../../rules/jurisdictions.ts";
import { nameProblems, normalizedName } from "../../rules/names.ts";
import { vendorAudience } from "../audience.ts";
import { lockOwnRelease } from "../register/locked-release.ts";
import { refuseUnregistered } from "../register/unregistered-release.ts";
import { refuseWithdrawn } from "../register/withdrawn-release.ts";
import { Nomination } from "./nomination.ts";
import type { NominatePartnerInput } from "./nomination-inputs.ts";

/**
 * Puts an organisation on the actor's short list for one of its own releases. It is named as its tokens name it, and not
 * looked up: so that nobody learns here who is registered.
 */
export function nominatePartner(context: Context, input: NominatePartnerInput) {
  authorise(context.actor, "partner:nominate");
  return change(context, "nominatePartner", input, async (tx) => {
    const { vendor, release } = await lockOwnRelease(tx, input.releaseId, "share");
    refuseUnregistered(release, field);
    refuseWithdrawn(release, field);
    refuseMisnamed(input);
    tx.onConflict("one_nomination_per_release", nominatedAlready);
    const nomination = await tx.insert(Nomination, {
      id: tx.newId("Nomination"),
      releaseId: release.id,
      org: input.org,
      legalName: normalizedName(input.legalName),
      jurisdiction: input.jurisdiction,
      note: input.note ?? null,
      status: "STANDING",
      nominatedAt: tx.now,
      withdrawnAt: null,
    });
    tx.record(Nomination, {
      type: "PartnerNominated",
      subject: nomination,
      to: nomination.status,
      audience: vendorAudience(vendor),
    });
    return { nominationId: nomination.id };
  });
}

const field = ["input", "releaseId"];

function refuseMisnamed({ legalName, jurisdiction }: NominatePartnerInput): void {
  const refusals = nameProblems(legalName).map(({ code, message }) =>
    refusal("INVALID_INPUT", message, { field: ["input", "legalName"], blockers: [code] }),
  );
  if (!isJurisdiction(jurisdiction)) {
    const message = `${jurisdiction} is no ISO 3166-1 alpha-2 code. Give one like "US".`;
    refusals.push(refusal("INVALID_INPUT", message, { field: ["input", "jurisdiction"] }));
  }
  if (refusals.length > 0) throw new Refused(...refusals);
}

const nominatedAlready = refusal(
  "DUPLICATE",
  "The organisation is on your short list for this release. See its `nominations`.",
  { field: ["input", "org"] },
);
