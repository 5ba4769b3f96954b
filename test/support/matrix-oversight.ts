import type { Ids, Telling } from "./matrix-cases.ts";
import { done } from "./story.ts";

/** Cyber reviews of releases that are public and that aren't, postponements, and what vendors say of enforcement. */
export async function oversee(
  { tell, dual, hiddenVendor }: Telling,
  releases: Ids,
  { directives, designations }: { readonly directives: Ids; readonly designations: Ids },
): Promise<void> {
  const { vendor, oncd } = tell.people;
  await tell.concluded(await reviewed({ tell }, releases.exampleLimited as string));
  await tell.cyberReview(releases.exampleLimited as string);
  const hidden = await tell.cyberReview(releases.hiddenReview as string);
  await tell.finding(hidden, { severity: "CRITICAL" });
  const { exampleExpanded, exampleReview, hiddenReview } = releases;
  const reason = "We look at it once more.";
  done(await vendor.mutate("postponeRelease", { releaseId: exampleExpanded, reason }));
  done(await vendor.mutate("postponeRelease", { releaseId: exampleReview, reason }));
  done(await vendor.mutate("resumeRelease", { releaseId: exampleReview }));
  done(await hiddenVendor.mutate("postponeRelease", { releaseId: hiddenReview, reason }));
  await tell.finding(hidden, { as: oncd, title: "Another" });
  await nominate({ tell, hiddenVendor }, releases);
  await openProgrammes({ tell, dual, hiddenVendor }, releases);
  await tell.statement(releases.exampleLimited as string);
  await tell.statement(releases.exampleLimited as string, { revision: 1 });
  await tell.statement(releases.dualLimited as string, { as: dual });
  await tell.statement(hiddenReview as string, { as: hiddenVendor });
  await tell.attested(directives.postponing as string);
  await tell.attested(directives.postponing as string, { revision: 1, note: "And for all." });
  await tell.attested(directives.lifted as string);
  await tell.attested(directives.onSecondVendor as string, { as: tell.people.vendor2 });
  await tell.attested(directives.onHidden as string, { as: hiddenVendor });
  const { lifted, onDual, onHidden } = designations as Record<string, string>;
  done(await dual.mutate("acknowledgeDesignation", { designationId: onDual }));
  done(await hiddenVendor.mutate("acknowledgeDesignation", { designationId: onHidden }));
  await tell.attestedDesignation(lifted as string, { as: tell.people.vendor2 });
  await tell.attestedDesignation(onDual as string, { as: dual });
  await tell.attestedDesignation(onHidden as string, { as: hiddenVendor });
}

/** A cyber review of the release with a finding in each status. */
async function reviewed({ tell }: Pick<Telling, "tell">, releaseId: string): Promise<string> {
  const { oncd } = tell.people;
  const review = await tell.cyberReview(releaseId);
  await tell.finding(review);
  const moved = async (status: string, more: Record<string, unknown>) => {
    const findingId = await tell.finding(review, { title: `To be ${status}` });
    done(await oncd.mutate("recordFinding", { findingId, revision: 1, status, ...more }));
  };
  await moved("MITIGATED", { mitigation: "A classifier." });
  await moved("ACCEPTED", { statusNote: "Known elsewhere." });
  await moved("CLOSED", { statusNote: "It was none." });
  return review;
}

/** Short lists: of organisations that applied, that are registered, and that nobody knows. */
async function nominate({ tell, hiddenVendor }: Pick<Telling, "tell" | "hiddenVendor">, releases: Ids): Promise<void> {
  const { exampleLimited, hiddenReview } = releases as Record<string, string>;
  await tell.nomination(exampleLimited as string);
  await tell.nomination(exampleLimited as string, { org: "registered-org", legalName: "Registered" });
  const nominationId = await tell.nomination(exampleLimited as string, { org: "nobody", legalName: "Nobody" });
  done(await tell.people.vendor.mutate("withdrawNomination", { nominationId }));
  await tell.nomination(hiddenReview as string, { as: hiddenVendor, org: "acme-research" });
}

/** Programmes that are open and closed, with enrolments that stand, have ended, and are of nobody who is registered. */
async function openProgrammes(
  { tell, dual, hiddenVendor }: Pick<Telling, "tell" | "dual" | "hiddenVendor">,
  { exampleExpanded }: Ids,
): Promise<void> {
  const { vendor, partner, commerce } = tell.people;
  const open = await tell.programme();
  await tell.enrolment(open);
  await tell.enrolment(open, "nobody");
  const enrolmentId = await tell.enrolment(open, "globex-health");
  done(await vendor.mutate("endEnrolment", { enrolmentId, reason: "It left." }));
  const closed = await tell.programme();
  await tell.enrolment(closed, "dual-works");
  done(await vendor.mutate("closeProgramme", { programmeId: closed, reason: "It is over." }));
  const revoked = await tell.programme();
  await tell.enrolment(revoked, "dual-works");
  const measure = { reason: "DIVERSION", legalBasis: "A test." };
  done(await commerce.mutate("revokeProgramme", { programmeId: revoked, ...measure }));
  for (const org of ["nobody-revoked", "nobody-reinstated"]) {
    const enrolment = await tell.enrolment(open, org);
    done(await commerce.mutate("revokeEnrolment", { enrolmentId: enrolment, ...measure }));
    if (org === "nobody-reinstated") done(await commerce.mutate("reinstateEnrolment", { enrolmentId: enrolment }));
  }
  await tell.enrolment(await tell.programme({ as: dual }), "acme-research", { as: dual });
  await tell.programme({ as: hiddenVendor });
  const asked = { as: partner, endUse: "VULNERABILITY_RESEARCH", programmeId: open };
  await tell.submittedApplication(exampleExpanded as string, asked);
}
