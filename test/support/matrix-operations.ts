import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { encodePosition, ledgerStart } from "../../src/ledger/cursor.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import type { Caller } from "./graph.ts";
import { appealed, approvedUnderTwo, changeAsked, overdueAdvance } from "./matrix-appeals.ts";
import {
  chairedDispute,
  freshDispute,
  freshRebuttal,
  intendedAdvanceDenial,
  intendedDenial,
  votedDispute,
} from "./matrix-ladder.ts";
import { freshCase, freshPartner, matchingPartner, type Stage } from "./matrix-stage.ts";
import { policyInput } from "./policies.ts";
import { done } from "./story.ts";

type Variables = Record<string, unknown>;

/** Who runs an operation, and with what. */
export interface Run {
  readonly as: Caller;
  readonly variables: Variables;
}

const folder = "schema/operations";

/** Everything that is published, by its role's folder and its file's name. */
export const publishedFiles: readonly string[] = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".graphql"))
  .map((path) => path.replace(/\.graphql$/, ""))
  .sort();

export const operationText = (name: string): string => readFileSync(join(folder, `${name}.graphql`), "utf8");

/** Those that are followed. */
export const subscriptionFiles = publishedFiles.filter((name) => /^subscription /m.test(operationText(name)));
/** Those that are asked and answered. */
export const operationFiles = publishedFiles.filter((name) => !subscriptionFiles.includes(name));

type Prepare = (stage: Stage) => Promise<Variables> | Variables;

const input = (given: Variables): Variables => ({ input: { idempotencyKey: randomUUID(), ...given } });
const measure = { reason: "DIVERSION", legalBasis: "A test of measures." };
const order = { effect: "LIMIT", limits: [{ kind: "NO_ONWARD_TRANSFER" }], force: "ORDER", ...measure };
const all = { first: 100 };
const everyStatus = { status: ["OPEN", "ANSWERED", "CLOSED", "LAPSED"] };
/** Of the many changes as many as the stage has of anything else. */
const some: Prepare = ({ size }) => ({ first: 4 * size });

/** The first id of a list, as an auditor sees it. */
async function firstId({ tell }: Stage, list: string): Promise<string> {
  return (await tell.people.auditor.ask(`{ list: ${list} { nodes { id } } }`)).list.nodes[0].id;
}

async function decisionUnderConditions({ tell, authorizationId }: Stage): Promise<string> {
  const asked = "query D($id: ID!) { authorization(id: $id) { decision { id } } }";
  return (await tell.people.auditor.ask(asked, { id: authorizationId })).authorization.decision.id;
}

async function submitted(stage: Stage): Promise<string> {
  const { as } = await freshPartner(stage);
  return stage.tell.submittedApplication(stage.releaseId, { as });
}

async function proposed(stage: Stage): Promise<Variables> {
  const { caseId } = await freshCase(stage);
  await stage.tell.everyoneConcurs(caseId);
  return { decisionId: (await stage.tell.decisionOf(caseId)).id, revision: 1 };
}

async function authorized(stage: Stage): Promise<string> {
  const { as } = await freshPartner(stage);
  return (await stage.tell.authorization(stage.releaseId, { as })).authorizationId;
}

/** A new case about which ONCD asks its partner. */
async function asked(stage: Stage): Promise<{ as: Caller; requestId: string }> {
  const { as, caseId } = await freshCase(stage);
  return { as, requestId: await stage.tell.asks(caseId, stage.tell.people.oncd) };
}

/** The ledger's end, as what is read as of a place takes it. */
async function latest(auditor: Caller): Promise<Variables> {
  const { changes } = await auditor.ask("{ changes(first: 1, orderBy: SEQUENCE_DESC) { nodes { cursor } } }");
  return { cursor: changes.nodes[0].cursor };
}

/** A record's first change that the caller may see. */
async function changeOf(subjectId: string, by: Caller): Promise<Variables> {
  const document = "query C($subjectId: ID!) { changes(first: 1, filter: { subjectId: $subjectId }) { nodes { id } } }";
  return { id: (await by.ask(document, { subjectId })).changes.nodes[0].id };
}

/** The latest request about a case to one of its parties. */
async function firstRequest(
  { people }: Stage["tell"],
  caseId: string,
  addressee: "PARTNER" | "VENDOR",
): Promise<string> {
  const document = `query Q($id: ID!) { node(id: $id) { ... on Case { informationRequests { nodes { id addressee } } } } }`;
  const { node } = await people.auditor.ask(document, { id: caseId });
  return node.informationRequests.nodes.find((each: { addressee: string }) => each.addressee === addressee).id;
}

async function suspended(stage: Stage): Promise<Variables> {
  const authorizationId = await authorized(stage);
  done(await stage.tell.people.commerce.mutate("suspendAuthorization", { authorizationId, ...measure }));
  return { authorizationId };
}

async function revokedEnrolment({ tell, programmeId, fresh }: Stage): Promise<string> {
  const enrolmentId = await tell.enrolment(programmeId, fresh());
  done(await tell.people.commerce.mutate("revokeEnrolment", { enrolmentId, ...measure }));
  return enrolmentId;
}

async function registeredRelease({ tell, fresh }: Stage, draft = false): Promise<string> {
  const release = { name: fresh(), modelVersion: "1", description: "D", safeguards: "S", policyKey: "eo12981", draft };
  return done(await tell.people.vendor.mutate("registerRelease", release, "release { id }")).release.id;
}

async function registered({ graph, tell, fresh }: Stage): Promise<string> {
  const org = fresh();
  return tell.registeredPartner({ as: graph.as({ roles: ["partner"], org }), legalName: `${org} (fictional)` });
}

async function barred(stage: Stage): Promise<string> {
  const partnerId = await registered(stage);
  done(await stage.tell.people.commerce.mutate("barPartner", { partnerId, ...measure }));
  return partnerId;
}

async function enrolled({ tell, fresh }: Stage): Promise<string> {
  const org = fresh();
  return (await tell.vendor({ org, name: `${org} (fictional)` })).vendorId;
}

async function designated(stage: Stage): Promise<Variables> {
  return { designationId: await stage.tell.designation(await enrolled(stage)), reason: "Resolved." };
}

/** A directive of the agency on the stage's release: its own to lift, the vendor's to answer or acknowledge. */
const issuedBy =
  (agency: "commerce" | "oncd" | "ostp", more: Variables = {}) =>
  async (stage: Stage) =>
    stage.tell.directive(stage.releaseId, { ...order, as: stage.tell.people[agency], ...more });

const lifting =
  (agency: "commerce" | "oncd" | "ostp"): Prepare =>
  async (stage) =>
    input({ directiveId: await issuedBy(agency)(stage), reason: "Resolved." });
const issuing: Prepare = ({ releaseId }) => input({ releaseId, ...order });

async function openReview({ tell }: Stage): Promise<string> {
  return tell.cyberReview(await tell.releaseUnderReview());
}

async function revoked({ tell, fresh }: Stage): Promise<Variables> {
  const given = { kind: "SUBJECT", value: fresh(), reason: "Left." };
  const made = done(await tell.people.administrator.mutate("revokeActor", given, "revocation { id }"));
  return { revocationId: made.revocation.id, reason: "Back." };
}

/** Someone of a new organisation that is registered as a partner, or could be; its person runs the operation. */
interface OwnRun {
  readonly as: Caller;
  readonly variables: Variables;
}
const own = (prepare: (stage: Stage) => Promise<OwnRun>) => prepare;

const prepared: Readonly<Record<string, Prepare>> = {
  "administrator/history-of-revocations": () => all,
  "administrator/disconnect-actor": ({ fresh }) =>
    input({ kind: "SUBJECT", value: fresh(), reason: "Its socket hangs." }),
  "administrator/restore-actor": async (stage) => input(await revoked(stage)),
  "administrator/revocation": async (stage) => ({ id: (await revoked(stage)).revocationId }),
  "administrator/revocations": () => all,
  "administrator/revoke-actor": ({ fresh }) => input({ kind: "SUBJECT", value: fresh(), reason: "Left." }),
  "agency/appeals": () => all,
  "agency/awaiting-countersignature": () => all,
  "agency/case": ({ caseId }) => ({ id: caseId }),
  "agency/changes": some,
  "agency/countersign-decision": async (stage) => input(await proposed(stage)),
  "agency/cast-vote": async (stage) =>
    input({ disputeId: await votedDispute(stage), level: 2, outcome: "DENY", reasons: ["DIVERSION_RISK"] }),
  "agency/decide-rebuttal": async (stage) =>
    input({ rebuttalId: await freshRebuttal(stage), accept: true, reason: "It is well shown." }),
  "agency/dispute": async (stage) => ({ id: await votedDispute(stage) }),
  "agency/disputes": () => ({ agency: "OSTP", ...all }),
  "agency/escalate-dispute": async (stage) =>
    input({ disputeId: await chairedDispute(stage), level: 1, reason: "It leaves a risk." }),
  "agency/condition-change": async (stage) => ({ id: await firstId(stage, "conditionChanges") }),
  "agency/condition-changes": () => ({ agency: ["ONCD"], ...all }),
  "agency/consent-to-condition-change": async (stage) => {
    const { first } = await approvedUnderTwo(stage, (await freshPartner(stage)).as);
    return input({ changeId: await changeAsked(stage, first), consent: true, reason: "We agree." });
  },
  "agency/decide-appeal": async (stage) => {
    const { as } = await freshPartner(stage);
    const { caseId, first } = await approvedUnderTwo(stage, as);
    const rulings = [{ conditionId: first, drops: true, reason: "It serves nothing." }];
    return input({
      appealId: await appealed(caseId, first, as),
      revision: 1,
      upheld: true,
      reason: "It is right.",
      rulings,
    });
  },
  "agency/propose-condition-change": async (stage) => {
    const { first } = await approvedUnderTwo(stage, (await freshPartner(stage)).as);
    const newWording = { text: "At most 90.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 90 } };
    return input({ conditionId: first, drops: false, newWording, reason: "They grew." });
  },
  "agency/decision": async (stage) => ({ id: await decisionUnderConditions(stage) }),
  "agency/history-of-a-record": ({ caseId }) => ({ id: caseId, ...all }),
  "agency/explain-deadline": async (stage) => ({ caseId: (await freshCase(stage)).caseId }),
  "agency/forecast": () => ({ agency: "DEFENSE", days: 366, first: 100 }),
  "agency/inbox": () => ({ agency: ["ONCD"], first: 100 }),
  "agency/overdue-applications": () => all,
  "agency/partner": ({ partnerId }) => ({ id: partnerId }),
  "agency/precedents": async (stage) => ({ applicationId: await firstId(stage, "applications"), first: 100 }),
  "agency/record-position": async (stage) =>
    input({ caseId: (await freshCase(stage)).caseId, revision: 1, kind: "CONCUR" }),
  "agency/referral": async (stage) => ({ id: await firstId(stage, "referrals") }),
  "agency/close-information-request": async (stage) => input({ informationRequestId: (await asked(stage)).requestId }),
  "agency/extend-referral": async (stage) => {
    const { caseId } = await freshCase(stage);
    const { node } = await stage.tell.people.auditor.ask(
      "query R($id: ID!) { node(id: $id) { ... on Case { referrals { nodes { id agency } } } } }",
      { id: caseId },
    );
    const seat = node.referrals.nodes.find(({ agency }: { agency: string }) => agency === "ONCD");
    return input({ referralId: seat.id, revision: 1, reason: "Two of us are away." });
  },
  "agency/hold": async (stage) => ({ id: await firstId(stage, "holds(orderBy: REVIEW_AT_ASC)") }),
  "agency/information-requests": () => ({ ...all, ...everyStatus }),
  "agency/request-information": async (stage) => {
    const { caseId } = await freshCase(stage);
    return input({ caseId, revision: 1, addressee: "VENDOR", topic: "SAFEGUARDS", question: "Which?" });
  },
  "agency/refuse-countersignature": async (stage) =>
    input({ ...(await proposed(stage)), reason: "NEW_INFORMATION", note: "Something new." }),
  "auditor/application-as-of": async ({ tell, caseId }) => ({ id: caseId, ...(await latest(tell.people.auditor)) }),
  "auditor/authorization-as-of": async ({ tell, authorizationId }) => ({
    id: authorizationId,
    ...(await latest(tell.people.auditor)),
  }),
  "auditor/refused-attempts": () => all,
  "auditor/release-as-of": async ({ tell, releaseId }) => ({ id: releaseId, ...(await latest(tell.people.auditor)) }),
  "auditor/applications": () => all,
  "auditor/change": async (stage) => ({ id: await firstId(stage, "changes") }),
  "auditor/checkpoint": () => ({}),
  "auditor/consistency-proof": () => ({ fromSize: 3 }),
  "auditor/decisions": () => all,
  "auditor/inclusion-proof": () => ({ sequence: 2, treeSize: 5 }),
  "auditor/ledger": some,
  "auditor/oversight-report": () => ({ from: "2026-06-01T00:00:00.000Z", to: "2031-06-01T00:00:00.000Z" }),
  "auditor/revocations": () => all,
  "commerce/accept-application": async (stage) => input({ applicationId: await submitted(stage), revision: 1 }),
  "commerce/accept-phase-advance": async (stage) => {
    const releaseId = await stage.tell.releaseUnderReview();
    return input({ phaseAdvanceId: await stage.tell.requestedAdvance(releaseId), revision: 1 });
  },
  "commerce/admit-partner": async (stage) => input({ partnerId: await registered(stage) }),
  "commerce/applications-to-refer": () => all,
  "commerce/bar-partner": async (stage) => input({ partnerId: await registered(stage), ...measure }),
  "commerce/dispose-screening-hit": async (stage) => {
    const asked = "query H($id: ID!) { partner(id: $id) { screeningHits { nodes { id } } } }";
    const { partner } = await stage.tell.people.auditor.ask(asked, { id: await matchingPartner(stage) });
    const found = { disposition: "FALSE_MATCH", reason: "DIFFERENT_LOCATION", note: "Another continent." };
    return input({ hitId: partner.screeningHits.nodes[0].id, ...found });
  },
  "commerce/enrol-vendor": ({ fresh }) => input({ org: fresh(), name: "Another (fictional)" }),
  "commerce/holds-to-review": () => all,
  "commerce/issue-directive": issuing,
  "commerce/lift-directive": lifting("commerce"),
  "commerce/partners": () => all,
  "commerce/phase-advances-to-refer": () => all,
  "commerce/place-hold": async (stage) => {
    const reviewAt = new Date((stage.graph.clock.fixed as Date).getTime() + 86_400_000).toISOString();
    const why = { reason: "RELATED_CASE", owner: "OSTP", reviewAt, note: "Another is decided first." };
    return input({ caseId: (await freshCase(stage)).caseId, revision: 1, ...why });
  },
  "commerce/release-hold": async (stage) =>
    input({ holdId: await stage.tell.hold((await freshCase(stage)).caseId), note: "Settled." }),
  "commerce/reinstate-authorization": async (stage) => input(await suspended(stage)),
  "commerce/return-application": async (stage) =>
    input({ applicationId: await submitted(stage), revision: 1, reason: "INCOMPLETE", note: "Say more." }),
  "commerce/revoke-programme": async (stage) => input({ programmeId: await stage.tell.programme(), ...measure }),
  "commerce/revoke-enrolment": async (stage) =>
    input({ enrolmentId: await stage.tell.enrolment(stage.programmeId, stage.fresh()), ...measure }),
  "commerce/reinstate-enrolment": async (stage) => input({ enrolmentId: await revokedEnrolment(stage) }),
  "commerce/revoke-authorization": async (stage) => input({ authorizationId: await authorized(stage), ...measure }),
  "commerce/screening-hit": async (stage) => ({ id: await firstId(stage, "screeningHits(orderBy: RAISED_AT_ASC)") }),
  "commerce/screening-hits": () => all,
  "commerce/screening-list": async (stage) => ({
    id: await firstId(stage, "screeningLists(orderBy: IMPORTED_AT_ASC)"),
  }),
  "commerce/screening-lists": () => all,
  "commerce/suspend-authorization": async (stage) => input({ authorizationId: await authorized(stage), ...measure }),
  "commerce/suspend-partner": async (stage) => input({ partnerId: (await freshPartner(stage)).partnerId, ...measure }),
  "commerce/unbar-partner": async (stage) => input({ partnerId: await barred(stage), note: "A mistake." }),
  "commerce/vendors": () => all,
  "defense/designate-supply-chain-risk": async (stage) =>
    input({ vendorId: await enrolled(stage), legalBasis: "A test." }),
  "defense/designation": async (stage) => ({ id: await firstId(stage, "designations(orderBy: DESIGNATED_AT_ASC)") }),
  "defense/designations": () => all,
  "defense/preview-designation": ({ vendorId }) => ({
    input: { vendorId, legalBasis: "A test.", scope: { jurisdictions: ["US"] } },
    first: 100,
  }),
  "defense/lift-designation": async (stage) => input(await designated(stage)),
  "oncd/conclude-cyber-review": async (stage) =>
    input({ reviewId: await openReview(stage), conclusion: "Nothing is left open." }),
  "oncd/cyber-review": async (stage) => ({ id: await firstId(stage, "cyberReviews(orderBy: OPENED_AT_ASC)") }),
  "oncd/cyber-reviews": () => all,
  "oncd/decide-dispute": async (stage) => {
    const conditions = [{ text: "Few.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 5 } }];
    const { disputeId } = await freshDispute(stage);
    return input({ disputeId, level: 1, outcome: "APPROVE", rationale: "On the record.", conditions });
  },
  "agency/programme": ({ programmeId }) => ({ id: programmeId, first: 100 }),
  "agency/programmes": () => all,
  "agency/short-list": ({ releaseId }) => ({ id: releaseId, first: 100 }),
  "agency/preview-directive": ({ releaseId }) => ({
    input: { releaseId, ...order, scope: { jurisdictions: ["US"] } },
    first: 100,
  }),
  "auditor/enforcement-attestation": async (stage) => ({ id: await firstId(stage, "enforcementAttestations") }),
  "auditor/enforcement-attestations": ({ directiveId }) => ({ directiveId, first: 100 }),
  "auditor/how-long-stops-took": () => all,
  "oncd/directives-in-force": () => all,
  "oncd/finding": async (stage) => ({ id: await firstId(stage, "findings(orderBy: RECORDED_AT_ASC)") }),
  "oncd/findings": () => all,
  "oncd/issue-directive": issuing,
  "oncd/lift-directive": lifting("oncd"),
  "oncd/open-cyber-review": async (stage) =>
    input({ releaseId: await stage.tell.releaseUnderReview(), remit: "All of it.", legalBasis: "A test." }),
  "oncd/record-finding": async (stage) =>
    input({ reviewId: await openReview(stage), title: "One", description: "It does.", severity: "HIGH" }),
  "oncd/releases-under-review": () => all,
  "ostp/issue-directive": issuing,
  "ostp/lift-directive": lifting("ostp"),
  "ostp/policies": () => all,
  "ostp/policy-changes": async (stage) => ({ id: await firstId(stage, "policies(orderBy: PUBLISHED_AT_DESC)") }),
  "ostp/publish-policy": ({ fresh }) =>
    input({ document: policyInput({ ...expeditedPreview, key: `by-${fresh()}`, version: 1 }) }),
  "ostp/replay-policy": async (stage) => ({
    versionId: await firstId(stage, "policies"),
    from: "2026-06-01T00:00:00.000Z",
    to: "2031-06-01T00:00:00.000Z",
  }),
  "ostp/policy": async (stage) => ({ id: await firstId(stage, "policies") }),
  "partner/appeal": async (stage) => ({ id: await firstId(stage, "appeals(orderBy: FILED_AT_ASC)") }),
  "partner/appeals": () => all,
  "partner/authorization": ({ authorizationId }) => ({ id: authorizationId }),
  "partner/change": ({ tell, caseId }) => changeOf(caseId, tell.people.partner),
  "partner/changes": some,
  "partner/explain-deadline": ({ caseId }) => ({ caseId }),
  "partner/holds": () => ({ ...all, open: false }),
  "partner/information-request": async ({ tell, caseId }) => ({ id: await firstRequest(tell, caseId, "PARTNER") }),
  "partner/information-requests": () => ({ ...all, ...everyStatus }),
  "partner/my-application": ({ caseId }) => ({ id: caseId }),
  "partner/my-applications": () => all,
  "partner/my-authorizations": () => all,
  "partner/my-enrolment": async ({ tell }) => {
    const { enrolments } = await tell.people.partner.ask("{ enrolments(first: 1) { nodes { id } } }");
    return { id: enrolments.nodes[0].id };
  },
  "partner/my-enrolments": () => all,
  "partner/my-registration": () => ({}),
  "public/changes": some,
  "public/checkpoint": () => ({}),
  "public/consistency-proof": () => ({ fromSize: 3 }),
  "public/find-by-id": ({ releaseId }) => ({ id: releaseId }),
  "public/inclusion-proof": () => ({ sequence: 2 }),
  "public/release": ({ releaseId }) => ({ id: releaseId }),
  "public/release-register": () => all,
  "public/vendor": ({ vendorId }) => ({ id: vendorId, ...all }),
  "public/who-am-i": () => ({}),
  "vendor/my-designations": ({ vendorId }) => ({ vendorId, first: 100 }),
  "vendor/acknowledge-directive": async (stage) => input({ directiveId: await issuedBy("commerce")(stage) }),
  "vendor/amend-release": async (stage) =>
    input({ releaseId: await registeredRelease(stage, true), revision: 1, register: true }),
  "vendor/answer-directive-request": async (stage) =>
    input({ directiveId: await issuedBy("ostp", { force: "REQUEST" })(stage), answer: "ACCEPT", note: "Agreed." }),
  "vendor/answer-information-request": async (stage) => {
    const { caseId } = await freshCase(stage);
    const informationRequestId = await stage.tell.asks(caseId, stage.tell.people.oncd, { addressee: "VENDOR" });
    return input({ informationRequestId, answer: "These." });
  },
  "vendor/appeal-decision": async (stage) =>
    input({ caseId: await overdueAdvance(stage), ground: "MISSED_DEADLINE", statement: "Nobody answered." }),
  "vendor/applications": () => ({ filter: { status: ["SUBMITTED"] }, first: 100 }),
  "vendor/authorizations": () => all,
  "vendor/change": ({ tell, releaseId }) => changeOf(releaseId, tell.people.vendor),
  "vendor/changes": some,
  "vendor/authorization-tokens": ({ releaseId }) => ({ releaseId, ...all }),
  "vendor/check-access-batch": ({ releaseId, partnerId }) => ({
    questions: [
      { releaseId, partnerId, endUse: "CYBER_DEFENSE" },
      { releaseId, partnerId, endUse: "EDUCATION", use: { namedUsers: 3 } },
    ],
    use: { namedUsers: 5 },
  }),
  "vendor/check-access": ({ releaseId, partnerId }) => ({
    releaseId,
    partnerId,
    endUse: "CYBER_DEFENSE",
    use: { namedUsers: 3, userJurisdictions: ["US"] },
  }),
  "vendor/directive": async (stage) => ({ id: await firstId(stage, "directives(orderBy: ISSUED_AT_ASC)") }),
  "vendor/explain-deadline": ({ caseId }) => ({ caseId }),
  "vendor/holds": () => all,
  "vendor/information-request": async ({ tell, caseId }) => ({ id: await firstRequest(tell, caseId, "VENDOR") }),
  "vendor/information-requests": () => ({ ...all, ...everyStatus }),
  "vendor/my-directives": ({ vendorId }) => ({ vendorId, ...all }),
  "vendor/my-releases": () => all,
  "vendor/close-programme": async (stage) => input({ programmeId: await stage.tell.programme(), reason: "Over." }),
  "vendor/end-enrolment": async (stage) =>
    input({ enrolmentId: await stage.tell.enrolment(stage.programmeId, stage.fresh()), reason: "Over." }),
  "vendor/enrol-in-programme": ({ programmeId, fresh }) =>
    input({ programmeId, org: fresh(), reason: "We know it.", legalBasis: "Our agreement with it." }),
  "vendor/my-programmes": () => all,
  "vendor/my-short-list": () => all,
  "vendor/nominate-partner": ({ releaseId, fresh }) =>
    input({ releaseId, org: fresh(), legalName: "Another (fictional)", jurisdiction: "US" }),
  "vendor/nomination": async (stage) => ({ id: await firstId(stage, "nominations(orderBy: NOMINATED_AT_ASC)") }),
  "vendor/open-programme": ({ fresh }) =>
    input({
      name: fresh(),
      description: "For defenders whom we know.",
      partnerKinds: ["ENTERPRISE"],
      endUses: ["CYBER_DEFENSE"],
      policyKey: "trusted-access",
    }),
  "vendor/withdraw-nomination": async (stage) =>
    input({ nominationId: await stage.tell.nomination(stage.releaseId, { org: stage.fresh() }) }),
  "vendor/my-webhooks": () => all,
  "vendor/webhook": async (stage) => ({ id: await firstId(stage, "webhooks(orderBy: REGISTERED_AT_ASC)") }),
  "vendor/webhook-log": async (stage) => {
    const webhookId = await firstId(stage, "webhooks(orderBy: REGISTERED_AT_ASC)");
    await logAttempts(stage, webhookId);
    return { webhookId, first: 100 };
  },
  "vendor/attest-enforcement": async (stage) => {
    const directiveId = await issuedBy("commerce")(stage);
    const { directive } = await stage.tell.people.auditor.ask(
      "query D($id: ID!) { directive(id: $id) { inForceSince } }",
      { id: directiveId },
    );
    return input({ directiveId, enforcedAt: directive.inForceSince, notEnforced: [], note: "Done." });
  },
  "vendor/enforcement-statement": async (stage) => ({ id: await firstId(stage, "enforcementStatements") }),
  "vendor/enforcement-statements": ({ releaseId }) => ({ releaseId, first: 100 }),
  "vendor/findings": () => all,
  "vendor/state-enforcement": async (stage) =>
    input({
      releaseId: await stage.tell.releaseUnderReview(),
      parts: [{ part: "SCOPE_JURISDICTIONS", enforceable: false, note: "We would switch it off for everyone." }],
    }),
  "vendor/postpone-release": async (stage) =>
    input({ releaseId: await stage.tell.releaseUnderReview(), reason: "Not yet." }),
  "vendor/resume-release": async (stage) => {
    const releaseId = await stage.tell.releaseUnderReview();
    done(await stage.tell.people.vendor.mutate("postponeRelease", { releaseId, reason: "Not yet." }));
    return input({ releaseId });
  },
  "vendor/phase-advance": async (stage) => ({ id: await firstId(stage, "phaseAdvances(orderBy: SUBMITTED_AT_ASC)") }),
  "vendor/register-release": ({ fresh }) =>
    input({ name: fresh(), modelVersion: "1", description: "D", safeguards: "S", policyKey: "expedited-preview" }),
  "vendor/release-applications": ({ releaseId }) => ({ id: releaseId, ...all }),
  "vendor/request-phase-advance": async (stage) =>
    input({ releaseId: await stage.tell.releaseUnderReview(), justification: "It is ready." }),
  "vendor/submit-release-for-review": async (stage) => input({ releaseId: await registeredRelease(stage) }),
  "vendor/rebut-intent-to-deny": async (stage) =>
    input({ caseId: await intendedAdvanceDenial(stage), revision: 1, statement: "It is safe." }),
  "vendor/withdraw-phase-advance": async (stage) =>
    input({ phaseAdvanceId: await stage.tell.requestedAdvance(await stage.tell.releaseUnderReview()) }),
  "vendor/withdraw-release": async (stage) =>
    input({ releaseId: await stage.tell.releaseUnderReview(), reason: "Another comes." }),
};

/** A webhook of a new organisation, and its person with an input about it. */
async function webhookOf({ graph, tell, fresh }: Stage, more: Variables = {}): Promise<OwnRun> {
  const as = graph.as({ roles: ["vendor"], org: fresh() });
  return { as, variables: input({ webhookId: await tell.webhook({ as }), ...more }) };
}

/** As many attempts in a webhook's log as the stage has of anything, each of another change that its owner sees. */
async function logAttempts({ graph, size }: Stage, webhookId: string): Promise<void> {
  await graph.database.asOwner("delete from webhook_attempt");
  await graph.database.asOwner(
    `insert into webhook_attempt (id, webhook_id, change_id, at, number, outcome, status, duration_ms)
     select 'wha_' || e.seq, $1, e.id, e.at, 1, 'ACKNOWLEDGED', 204, 12 from ledger_entry e
     where e.audience @> array['public']::varchar[] order by e.seq limit 2 * $2`,
    [webhookId, size],
  );
}

/** Operations that a person of the record's own, new organisation runs. */
const ownRuns: Readonly<Record<string, (stage: Stage) => Promise<OwnRun>>> = {
  "partner/amend-application": own(async (stage) => {
    const { as, caseId } = await freshCase(stage);
    return { as, variables: input({ applicationId: caseId, revision: 1, namedUsers: 7 }) };
  }),
  "partner/amend-partner": own(async (stage) => {
    const { as, partnerId } = await freshPartner(stage);
    return { as, variables: input({ partnerId, revision: 1, website: "https://partner.example" }) };
  }),
  "vendor/register-webhook": own(async ({ graph, fresh }) => ({
    as: graph.as({ roles: ["vendor"], org: fresh() }),
    variables: input({
      url: `https://hooks.example.org/${fresh()}`,
      subjectTypes: ["Directive"],
      description: "Ours.",
    }),
  })),
  "vendor/rotate-webhook-secret": own(async (stage) => webhookOf(stage)),
  "vendor/pause-webhook": own(async (stage) => webhookOf(stage)),
  "vendor/resume-webhook": own(async (stage) => {
    const run = await webhookOf(stage);
    const { webhookId } = run.variables.input as { webhookId: string };
    done(await run.as.mutate("pauseWebhook", { webhookId }));
    return run;
  }),
  "vendor/replay-webhook": own(async (stage) => webhookOf(stage, { after: encodePosition(ledgerStart) })),
  "vendor/delete-webhook": own(async (stage) => webhookOf(stage)),
  "vendor/acknowledge-designation": own(async ({ tell, graph, fresh }) => {
    const org = fresh();
    const { vendorId } = await tell.vendor({ org, name: `${org} (fictional)` });
    const as = graph.as({ roles: ["vendor"], org });
    return { as, variables: input({ designationId: await tell.designation(vendorId) }) };
  }),
  "partner/answer-information-request": own(async (stage) => {
    const { as, requestId } = await asked(stage);
    return { as, variables: input({ informationRequestId: requestId, answer: "Our own staff." }) };
  }),
  "partner/rebut-intent-to-deny": own(async (stage) => {
    const { as, caseId } = await intendedDenial(stage);
    return { as, variables: input({ caseId, revision: 1, statement: "We are who we say." }) };
  }),
  "partner/appeal-decision": own(async (stage) => {
    const { as } = await freshPartner(stage);
    const { caseId, first } = await approvedUnderTwo(stage, as);
    const statement = "It is too strict.";
    return { as, variables: input({ caseId, ground: "CONDITIONS", conditionIds: [first], statement }) };
  }),
  "partner/register-partner": own(async ({ graph, fresh }) => {
    const as = graph.as({ roles: ["partner"], org: fresh() });
    return { as, variables: input({ legalName: `${fresh()} (fictional)`, kind: "ACADEMIC", jurisdiction: "US" }) };
  }),
  "partner/submit-application": own(async (stage) => {
    const { as } = await freshPartner(stage);
    const asked = { endUse: "OTHER", endUseStatement: "Ours.", deployment: "ON_PREMISES", namedUsers: 3 };
    return { as, variables: input({ new: { releaseId: stage.releaseId, ...asked, userJurisdictions: ["US"] } }) };
  }),
  "partner/surrender-authorization": own(async (stage) => {
    const { as } = await freshPartner(stage);
    const { authorizationId } = await stage.tell.authorization(stage.releaseId, { as });
    return { as, variables: input({ authorizationId }) };
  }),
  "partner/withdraw-application": own(async (stage) => {
    const { as, caseId } = await freshCase(stage);
    return { as, variables: input({ applicationId: caseId }) };
  }),
};

/** Who of an agency runs what not every official may. */
const agencyPerson: Readonly<Record<string, (people: Stage["tell"]["people"]) => Caller>> = {
  "agency/record-position": ({ oncd }) => oncd,
  "agency/consent-to-condition-change": ({ oncd }) => oncd,
  "agency/decide-appeal": ({ ostp2 }) => ostp2,
};

/** The person of each role's folder; of an agency any official may, and this one takes no positions. */
function personOf({ tell: { people } }: Stage, name: string): Caller {
  const folder = name.split("/")[0];
  switch (folder) {
    case "agency":
      return agencyPerson[name]?.(people) ?? people.oncd2;
    case "public":
      return people.everyone;
    case "administrator":
    case "auditor":
    case "commerce":
    case "defense":
    case "oncd":
    case "ostp":
    case "partner":
    case "vendor":
      return people[folder];
    default:
      throw new Error(`Nobody is known to run the operations of ${folder}`);
  }
}

/** Every operation that variables are known for. */
export const preparedOperations: readonly string[] = [...Object.keys(prepared), ...Object.keys(ownRuns)].sort();

/** Prepares what an operation is about, and gives who runs it with which variables. */
export async function prepareRun(stage: Stage, name: string): Promise<Run> {
  const ownRun = ownRuns[name];
  if (ownRun) return ownRun(stage);
  return { as: personOf(stage, name), variables: (await prepared[name]?.(stage)) ?? {} };
}
