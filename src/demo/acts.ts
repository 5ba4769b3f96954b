import { deniable } from "../demonstration/landmarks.ts";
import {
  admittedPartner,
  agencies,
  applied,
  type Checked,
  checkAccess,
  countersigned,
  heard,
  type Newcomer,
} from "./cases.ts";
import { DemoError, type Refused } from "./public-api.ts";
import { policyKey, type Setting } from "./setting.ts";

const allowedOrWhy = ({ allowed, reasons }: Checked): string =>
  allowed ? "allowed" : `not allowed: ${reasons.map(({ code }) => code).join(", ")}`;

const refusedBecause = (refusals: readonly Refused[]): string =>
  refusals.map(({ code, blockers, message }) => `refused, ${blockers[0] ?? code}: ${message}`).join("; ");

/** A release registered, reviewed and advanced to its limited preview. Gives its id. */
export async function release(setting: Setting): Promise<string> {
  const { as, ear, script } = setting;
  script.act("A release is registered, reviewed and advanced");
  const vendor = as("vendor");
  const now = new Date().toISOString();
  const name = `Rehearsal ${now.slice(0, 19).replace("T", " ")} (fictional)`;
  const facts = {
    name,
    modelVersion: now.replaceAll(":", "."),
    description: "A model that does not exist. Made up for the demo.",
    safeguards: "Made up for the demo.",
    policyKey,
  };
  const registered = (await vendor.do("registerRelease", facts, "release { id phase }")).release;
  const releaseId: string = registered.id;
  const listen = async (type: string): Promise<void> => {
    const [event] = await ear.hear("release", releaseId, type);
    script.heard(type, `${event?.release?.phase}, ${event?.release?.standing}`);
  };
  script.step("vendor", "registerRelease", name);
  await listen("ReleaseRegistered");
  await vendor.do("submitReleaseForReview", { releaseId });
  script.step("vendor", "submitReleaseForReview", `under ${policyKey}`);
  await listen("ReleaseSubmittedForReview");
  const requested = { releaseId, justification: "Made up for the demo." };
  const { phaseAdvance } = await vendor.do("requestPhaseAdvance", requested, "phaseAdvance { id toPhase }");
  script.step("vendor", "requestPhaseAdvance", `to ${phaseAdvance.toPhase}`);
  await as("commerce").do("acceptPhaseAdvance", { phaseAdvanceId: phaseAdvance.id, revision: 1 });
  script.step(
    "commerce",
    "acceptPhaseAdvance",
    `referred to ${agencies.map((agency) => agency.toUpperCase()).join(", ")}`,
  );
  await heard(setting, phaseAdvance.id);
  script.step("each agency", "recordPosition", "CONCUR");
  await countersigned(setting, phaseAdvance.id, "oncd-2");
  script.step("oncd-2", "countersignDecision", "an official who took no part");
  await listen("ReleaseAdvanced");
  return releaseId;
}

const limit = 40;
const condition = { text: `At most ${limit} named users.`, predicate: { kind: "NAMED_USERS_AT_MOST", max: limit } };
const conditional = { kind: "CONCUR_WITH_CONDITIONS", conditions: [condition] };

/** One partner approved on a condition, and what the vendor is answered before and after. */
async function conditionalApproval(setting: Setting, releaseId: string): Promise<Newcomer> {
  const { as, ear, newcomers, script } = setting;
  script.act("A partner is approved on a condition");
  const partner = await admittedPartner(setting, newcomers[0] as string);
  script.step(partner.name, "registerPartner", `${partner.legalName}, admitted by Commerce`);
  const caseId = await applied(setting, partner, releaseId, "CYBER_DEFENSE");
  script.step(partner.name, "submitApplication", "for CYBER_DEFENSE, 25 users");
  const check = async (users: number): Promise<void> => {
    const [checked] = await checkAccess(setting, releaseId, [partner], users);
    script.step("vendor", `checkAccess, ${users} users`, allowedOrWhy(checked as Checked));
  };
  await check(25);
  await heard(setting, caseId, { oncd: conditional });
  script.step("oncd", "recordPosition", `CONCUR_WITH_CONDITIONS: ${condition.text}`);
  script.step("the others", "recordPosition", "CONCUR");
  await signedAndHeard(setting, releaseId, caseId);
  script.step("ostp-2", "countersignDecision", "approved");
  const [event] = await ear.hear("authorization", releaseId, "AuthorizationIssued");
  script.heard("AuthorizationIssued", `${event?.authorization?.partner.legalName}: ${event?.authorization?.status}`);
  await check(25);
  await check(limit * 10);
  const sees = "query Own($id: ID!) { application(id: $id) { status authorization { expiresAt } } }";
  const { application } = await as(partner.name).ask(sees, { id: caseId });
  script.step(
    partner.name,
    "application",
    `${application.status}, until ${application.authorization.expiresAt.slice(0, 10)}`,
  );
  return partner;
}

async function signedAndHeard(setting: Setting, releaseId: string, caseId: string): Promise<void> {
  const { authorization, refusals } = await countersigned(setting, caseId, "ostp-2");
  if (!authorization) throw new DemoError(`${caseId} of ${releaseId} wasn't approved: ${refusedBecause(refusals)}`);
}

/** Partners approved one by one up to the cap, and the one after that refused. Gives those that were approved. */
export async function approvals(setting: Setting, releaseId: string): Promise<readonly Newcomer[]> {
  const { cap, ear, newcomers, script } = setting;
  const approved = [await conditionalApproval(setting, releaseId)];
  script.act(`Partners are approved one by one, up to the cap of ${cap}`);
  for (const name of newcomers.slice(1, cap)) {
    const partner = await admittedPartner(setting, name);
    const caseId = await applied(setting, partner, releaseId, "CYBER_DEFENSE");
    await heard(setting, caseId);
    await signedAndHeard(setting, releaseId, caseId);
    approved.push(partner);
    const [event] = await ear.hear("authorization", releaseId, "AuthorizationIssued");
    script.step(
      name,
      `${approved.length} of ${cap}`.padStart(8),
      `approved  « ${event?.type} ${event?.authorization?.status}: ${partner.legalName}`,
    );
  }
  const late = await admittedPartner(setting, newcomers[cap] as string);
  const caseId = await applied(setting, late, releaseId, "CYBER_DEFENSE");
  await heard(setting, caseId);
  const { refusals } = await countersigned(setting, caseId, "ostp-2");
  script.step(late.name, "one more", refusedBecause(refusals));
  return approved;
}

/** An intent to deny, which nobody may countersign yet; and one whose time to answer is over, which becomes a denial. */
export async function denial(setting: Setting, releaseId: string): Promise<void> {
  const { as, newcomers, script } = setting;
  script.act("A denial: announced first, countersigned when the time to answer is over");
  const partner = await admittedPartner(setting, newcomers.at(-1) as string);
  const caseId = await applied(setting, partner, releaseId, "OTHER");
  const objection = { kind: "OBJECT", reason: "DIVERSION_RISK" };
  await heard(setting, caseId, { oncd: objection, ostp: objection });
  script.step("oncd, ostp", "recordPosition", "OBJECT, DIVERSION_RISK");
  const sees = `query Own($id: ID!) { application(id: $id) { status rebuttalDueAt decision { outcome reasons } } }`;
  const announced = (await as(partner.name).ask(sees, { id: caseId })).application;
  script.step(
    partner.name,
    "application",
    `${announced.status}, to be answered by ${announced.rebuttalDueAt.slice(0, 10)}`,
  );
  const { refusals } = await countersigned(setting, caseId, "commerce-2");
  script.step("commerce-2", "countersignDecision", refusedBecause(refusals));
  await finishDenial(setting);
}

async function finishDenial(setting: Setting): Promise<void> {
  const { as, script } = setting;
  const asked = `query Mine($endUse: [EndUse!]) { applications(filter: { endUse: $endUse }) {
    nodes { id status rebuttalDueAt release { name } decision { outcome reasons } } } }`;
  const read = async () =>
    (await as("partner").ask(asked, { endUse: [deniable.endUse] })).applications.nodes.find(
      ({ release }: { release: { name: string } }) => release.name === deniable.releaseName,
    );
  const before = await read();
  if (!before) throw new DemoError("The demonstration's case to be denied isn't there any more.");
  // The sweeper may have noted already that the time to answer is over.
  if (before.status === "INTENT_TO_DENY" || before.status === "AWAITING_COUNTERSIGNATURE") {
    script.step(
      "partner",
      "application",
      `${before.status}, could be answered until ${before.rebuttalDueAt.slice(0, 10)}`,
    );
    const { refusals } = await countersigned(setting, before.id, "commerce-2");
    script.step("commerce-2", "countersignDecision", refusals.length > 0 ? refusedBecause(refusals) : "denied");
  } else {
    script.step("commerce-2", "countersignDecision", "was done before, by an earlier demo");
  }
  const after = await read();
  script.step("partner", "application", `${after.status}: ${after.decision?.reasons.join(", ") ?? "no decision"}`);
}

/** A directive that suspends the release for all at once, and its lifting. */
export async function directive(setting: Setting, releaseId: string, partners: readonly Newcomer[]): Promise<void> {
  const { as, ear, script } = setting;
  script.act("A directive suspends the release, for everyone at once; then it is lifted");
  const check = async (): Promise<void> => {
    const checked = await checkAccess(setting, releaseId, partners, 25);
    const allowed = checked.filter((each) => each.allowed).length;
    const why = [...new Set(checked.flatMap(({ reasons }) => reasons.map(({ code }) => code)))].join(", ");
    const told = `allowed for ${allowed} of ${partners.length}${why ? `: ${why}` : ""}`;
    script.step("vendor", "checkAccess, each partner", told);
  };
  const listen = async (type: string): Promise<void> => {
    const [event] = await ear.hear("release", releaseId, type);
    script.heard(type, `release: ${event?.release?.standing}`);
    const events = await ear.hear("authorization", releaseId, type, partners.length);
    const effective = events.filter((each) => each.authorization?.effective).length;
    script.heard(type, `${events.length} authorizations: ${effective} effective`);
  };
  await check();
  const ordered = {
    releaseId,
    effect: "SUSPEND",
    force: "ORDER",
    reason: "CYBER_INCIDENT",
    legalBasis: "Made up for the demo",
  };
  const { directive: issued } = await as("commerce").do("issueDirective", ordered, "directive { id status }");
  script.step("commerce", "issueDirective", `SUSPEND, an order: ${issued.status}`);
  await check();
  await listen("DirectiveIssued");
  await as("commerce").do("liftDirective", { directiveId: issued.id, reason: "Made up for the demo." });
  script.step("commerce", "liftDirective", "LIFTED");
  await check();
  await listen("DirectiveLifted");
}
