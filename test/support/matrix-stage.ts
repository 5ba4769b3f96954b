import { eo12981 } from "../../src/rules/policies/eo12981.ts";
import type { Caller, Graph } from "./graph.ts";
import { addAppeals } from "./matrix-appeals.ts";
import { addDisputes } from "./matrix-ladder.ts";
import { policyInput } from "./policies.ts";
import { importList } from "./screening.ts";
import { done, type Story, story } from "./story.ts";

/** A graph whose every list grows alike: what an operation is run on, small and large. */
export interface Stage {
  readonly graph: Graph;
  readonly tell: Story;
  /** How many of everything there are. */
  size: number;
  readonly vendorId: string;
  /** The release that most is about; under a policy without a cap. */
  readonly releaseId: string;
  readonly partnerId: string;
  /** A case that was amended, objected to and proposed anew, again and again. */
  readonly caseId: string;
  /** An authorization under many conditions. */
  readonly authorizationId: string;
  /** A programme with many enrolments. */
  readonly programmeId: string;
  /** A directive with many attestations. */
  readonly directiveId: string;
  /** An open cyber review with many findings. */
  readonly reviewId: string;
  /** A new name, no two alike. */
  fresh(): string;
}

const policyKey = "eo12981";
/** Who is called so matches a listed party. */
const listedName = "Twin Works Trading (fictional)";
const conditions = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    text: `Condition ${index}.`,
    predicate: { kind: "NAMED_USERS_AT_MOST", max: 100 + index },
  }));

/** Sets the stage with so many of everything; `grow` adds to it. */
export async function setStage(graph: Graph, size: number): Promise<Stage> {
  graph.clock.set("2026-06-09T14:00:00.000Z");
  const tell = story(graph);
  const { partner, oncd } = tell.people;
  await importList(graph, [{ name: listedName }]);
  const { vendorId } = await tell.vendor();
  const releaseId = await tell.previewedRelease({ policyKey });
  const partnerId = await tell.admittedPartner();
  const caseId = await tell.applicationInReview(releaseId, { as: partner, endUse: "HEALTH" });
  const conditioned = await tell.applicationInReview(releaseId, { as: partner });
  await tell.position(conditioned, oncd, "CONCUR_WITH_CONDITIONS", { conditions: conditions(20) });
  for (const name of ["ostp", "commerce", "defense"] as const) await tell.position(conditioned, tell.people[name]);
  const authorizationId = (await tell.countersigned(conditioned)).authorization.id;
  const reviewId = await tell.cyberReview(releaseId);
  const programmeId = await tell.programme();
  const directiveId = await tell.directive(releaseId, { effect: "LIMIT", limits });
  let names = 0;
  const fresh = () => {
    names += 1;
    return `fresh-${names}`;
  };
  const stage = {
    graph,
    tell,
    size: 0,
    vendorId,
    releaseId,
    partnerId,
    caseId,
    authorizationId,
    reviewId,
    directiveId,
    programmeId,
    fresh,
  };
  await grow(stage, size);
  return stage;
}

/** Someone of a new organisation that is an admitted partner. */
export async function freshPartner({ graph, tell, fresh }: Stage): Promise<{ as: Caller; partnerId: string }> {
  const org = fresh();
  const as = graph.as({ roles: ["partner"], org });
  return { as, partnerId: await tell.admittedPartner({ as, legalName: `${org} (fictional)` }) };
}

/** A new partner's application before the panel. */
export async function freshCase(stage: Stage): Promise<{ as: Caller; caseId: string }> {
  const { as } = await freshPartner(stage);
  return { as, caseId: await stage.tell.applicationInReview(stage.releaseId, { as }) };
}

/** Adds so many of everything to the stage, and lets so much time pass that what was due is overdue. */
export async function grow(stage: Stage, more: number): Promise<void> {
  for (let index = 0; index < more; index += 1) {
    stage.size += 1;
    await addReleases(stage);
    await addCases(stage);
    await addToTheCase(stage);
    await addStops(stage);
    await addDisputes(stage);
    await addMeasures(stage);
    await addFindings(stage);
    await addAppeals(stage);
    await addEnforcement(stage);
    await addTrusted(stage);
    await addPeopleAndPolicies(stage);
  }
  stage.graph.clock.passDays(100);
}

/** Someone of a new organisation that is a registered partner with an open screening hit. */
export async function matchingPartner({
  graph,
  tell,
  fresh,
}: Pick<Stage, "graph" | "tell" | "fresh">): Promise<string> {
  const as = graph.as({ roles: ["partner"], org: fresh() });
  return tell.registeredPartner({ as, legalName: listedName });
}

async function addReleases(stage: Stage): Promise<void> {
  const { tell } = stage;
  const { vendor, commerce } = tell.people;
  const previewed = await tell.previewedRelease({ policyKey });
  const renewed = await tell.authorization(previewed);
  done(await vendor.mutate("requestPhaseAdvance", { releaseId: previewed, justification: "More." }));
  const reviewed = await tell.releaseUnderReview({ policyKey });
  const phaseAdvanceId = await tell.requestedAdvance(reviewed);
  done(await commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId, revision: 1 }));
  await tell.finding(await tell.cyberReview(reviewed));
  await tell.submittedApplication(previewed, { endUse: "OTHER" });
  await tell.authorization(previewed, { replacesAuthorizationId: renewed.authorizationId });
}

async function addCases(stage: Stage): Promise<void> {
  const { tell, releaseId } = stage;
  const { as } = await freshPartner(stage);
  await tell.authorization(releaseId, { as });
  await tell.applicationInReview(releaseId, { as, endUse: "OTHER" });
  const awaiting = await tell.applicationInReview(releaseId, { as, endUse: "FINANCE" });
  await tell.everyoneConcurs(awaiting);
  await tell.submittedApplication(releaseId, { as, endUse: "EDUCATION" });
}

/** One more revision of the long case, with a dispute, a proposal and a position under conditions. */
async function addToTheCase({ tell, caseId, size }: Stage): Promise<void> {
  const { partner, oncd, ostp, commerce, defense } = tell.people;
  const revision = await tell.revisionOf(caseId);
  const amended = { applicationId: caseId, revision, namedUsers: 25 + size, note: `Revision ${revision + 1}.` };
  done(await partner.mutate("amendApplication", amended));
  await tell.position(caseId, oncd, "CONCUR_WITH_CONDITIONS", { conditions: conditions(2) });
  for (const each of [ostp, commerce]) await tell.position(caseId, each);
  await tell.position(caseId, defense, "OBJECT", { reason: "END_USER_CONCERN" });
  await tell.position(caseId, defense);
  // The proposal falls by another position, so that the case may be amended again.
  await tell.position(caseId, defense, "OBJECT", { reason: "END_USER_CONCERN" });
}

async function addMeasures({ tell, releaseId, vendorId }: Stage): Promise<void> {
  const { defense, oncd } = tell.people;
  const limit = { effect: "LIMIT", limits: [{ kind: "NAMED_USERS_AT_MOST", max: 900 }] };
  await tell.directive(releaseId, limit);
  await tell.directive(releaseId, { ...limit, as: oncd, force: "REQUEST" });
  await tell.directive(releaseId, { ...limit, releaseId: undefined, vendorId });
  const input = { vendorId, ...limit, legalBasis: "A test." };
  const { designation } = done(await defense.mutate("designateSupplyChainRisk", input, "designation { id }"));
  done(await defense.mutate("liftDesignation", { designationId: designation.id, reason: "Resolved." }));
}

/** More findings of one long cyber review. */
async function addFindings({ tell, reviewId }: Stage): Promise<void> {
  for (const severity of ["LOW", "HIGH"]) await tell.finding(reviewId, { severity });
}

const limits = [{ kind: "NAMED_USERS_AT_MOST", max: 900 }];

/** What the vendor says of enforcement on its releases, and of one directive once more. */
async function addEnforcement({ tell, releaseId, directiveId, size }: Stage): Promise<void> {
  const revision = size === 1 ? undefined : size - 1;
  await tell.statement(releaseId, { revision });
  await tell.attested(directiveId, { revision });
}

/** More on a short list, and in programmes: a new partner of each. */
async function addTrusted(stage: Stage): Promise<void> {
  const { tell, releaseId, programmeId, graph, fresh } = stage;
  const org = fresh();
  const as = graph.as({ roles: ["partner"], org });
  await tell.admittedPartner({ as, legalName: `${org} (fictional)` });
  await tell.nomination(releaseId, { org });
  await tell.enrolment(programmeId, org);
  await tell.enrolment(await tell.programme());
  await tell.submittedApplication(releaseId, { as, programmeId });
}

async function addPeopleAndPolicies({ graph, tell, fresh, size }: Stage): Promise<void> {
  const { administrator, commerce, ostp } = tell.people;
  const org = fresh();
  done(await commerce.mutate("enrolVendor", { org, name: `${org} (fictional)` }));
  done(await administrator.mutate("revokeActor", { kind: "SUBJECT", value: fresh(), reason: "Left." }));
  await matchingPartner({ graph, tell, fresh });
  // Another list is another version of it, and raises nothing anew.
  // No owner has many at once, so each new one is deleted.
  done(await tell.people.vendor.mutate("deleteWebhook", { webhookId: await tell.webhook() }));
  await importList(graph, [{ name: listedName }, { name: `Faraway Mining ${size}` }]);
  const document = policyInput({ ...eo12981, version: 1 + size, silence: `Version ${1 + size} says no more.` });
  done(await ostp.mutate("publishPolicy", { document }));
}

/** One more of each on the long case, over by now, and one more case that is on hold. */
async function addStops(stage: Stage): Promise<void> {
  const { tell, caseId } = stage;
  const { commerce, partner, vendor, oncd, ostp } = tell.people;
  const revision = await tell.revisionOf(caseId);
  const holdId = await tell.hold(caseId, { revision });
  done(await commerce.mutate("releaseHold", { holdId }));
  const own = await tell.asks(caseId, oncd, { revision });
  done(await partner.mutate("answerInformationRequest", { informationRequestId: own, answer: "Ours." }));
  const vendors = await tell.asks(caseId, ostp, { revision, addressee: "VENDOR" });
  done(await vendor.mutate("answerInformationRequest", { informationRequestId: vendors, answer: "Ours." }));
  const held = await freshCase(stage);
  await tell.hold(held.caseId);
  await tell.asks(held.caseId, oncd);
}
