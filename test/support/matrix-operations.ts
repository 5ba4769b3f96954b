import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Caller } from "./graph.ts";
import { freshCase, freshPartner, matchingPartner, type Stage } from "./matrix-stage.ts";
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

async function suspended(stage: Stage): Promise<Variables> {
  const authorizationId = await authorized(stage);
  done(await stage.tell.people.commerce.mutate("suspendAuthorization", { authorizationId, ...measure }));
  return { authorizationId };
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
  const given = { vendorId: await enrolled(stage), legalBasis: "A test." };
  const made = done(await stage.tell.people.defense.mutate("designateSupplyChainRisk", given, "designation { id }"));
  return { designationId: made.designation.id, reason: "Resolved." };
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
  "administrator/restore-actor": async (stage) => input(await revoked(stage)),
  "administrator/revocation": async (stage) => ({ id: (await revoked(stage)).revocationId }),
  "administrator/revocations": () => all,
  "administrator/revoke-actor": ({ fresh }) => input({ kind: "SUBJECT", value: fresh(), reason: "Left." }),
  "agency/awaiting-countersignature": () => all,
  "agency/case": ({ caseId }) => ({ id: caseId }),
  "agency/changes": some,
  "agency/countersign-decision": async (stage) => input(await proposed(stage)),
  "agency/decision": async (stage) => ({ id: await decisionUnderConditions(stage) }),
  "agency/history-of-a-record": ({ caseId }) => ({ id: caseId, ...all }),
  "agency/inbox": () => ({ agency: ["ONCD"], first: 100 }),
  "agency/overdue-applications": () => all,
  "agency/partner": ({ partnerId }) => ({ id: partnerId }),
  "agency/record-position": async (stage) =>
    input({ caseId: (await freshCase(stage)).caseId, revision: 1, kind: "CONCUR" }),
  "agency/referral": async (stage) => ({ id: await firstId(stage, "referrals") }),
  "agency/refuse-countersignature": async (stage) =>
    input({ ...(await proposed(stage)), reason: "NEW_INFORMATION", note: "Something new." }),
  "auditor/applications": () => all,
  "auditor/change": async (stage) => ({ id: await firstId(stage, "changes") }),
  "auditor/decisions": () => all,
  "auditor/ledger": some,
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
  "commerce/issue-directive": issuing,
  "commerce/lift-directive": lifting("commerce"),
  "commerce/partners": () => all,
  "commerce/phase-advances-to-refer": () => all,
  "commerce/reinstate-authorization": async (stage) => input(await suspended(stage)),
  "commerce/return-application": async (stage) =>
    input({ applicationId: await submitted(stage), revision: 1, reason: "INCOMPLETE", note: "Say more." }),
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
  "defense/lift-designation": async (stage) => input(await designated(stage)),
  "oncd/directives-in-force": () => all,
  "oncd/issue-directive": issuing,
  "oncd/lift-directive": lifting("oncd"),
  "oncd/releases-under-review": () => all,
  "ostp/issue-directive": issuing,
  "ostp/lift-directive": lifting("ostp"),
  "ostp/policies": () => all,
  "ostp/policy": async (stage) => ({ id: await firstId(stage, "policies") }),
  "partner/authorization": ({ authorizationId }) => ({ id: authorizationId }),
  "partner/changes": some,
  "partner/my-application": ({ caseId }) => ({ id: caseId }),
  "partner/my-applications": () => all,
  "partner/my-authorizations": () => all,
  "partner/my-registration": () => ({}),
  "public/changes": some,
  "public/find-by-id": ({ releaseId }) => ({ id: releaseId }),
  "public/release": ({ releaseId }) => ({ id: releaseId }),
  "public/release-register": () => all,
  "public/vendor": ({ vendorId }) => ({ id: vendorId, ...all }),
  "public/who-am-i": () => ({}),
  "vendor/acknowledge-directive": async (stage) => input({ directiveId: await issuedBy("commerce")(stage) }),
  "vendor/amend-release": async (stage) =>
    input({ releaseId: await registeredRelease(stage, true), revision: 1, register: true }),
  "vendor/answer-directive-request": async (stage) =>
    input({ directiveId: await issuedBy("ostp", { force: "REQUEST" })(stage), answer: "ACCEPT", note: "Agreed." }),
  "vendor/applications": () => all,
  "vendor/authorizations": () => all,
  "vendor/changes": some,
  "vendor/check-access": ({ releaseId, partnerId }) => ({
    releaseId,
    partnerId,
    endUse: "CYBER_DEFENSE",
    use: { namedUsers: 3, userJurisdictions: ["US"] },
  }),
  "vendor/directive": async (stage) => ({ id: await firstId(stage, "directives(orderBy: ISSUED_AT_ASC)") }),
  "vendor/my-directives": ({ vendorId }) => ({ vendorId, ...all }),
  "vendor/my-releases": () => all,
  "vendor/phase-advance": async (stage) => ({ id: await firstId(stage, "phaseAdvances(orderBy: SUBMITTED_AT_ASC)") }),
  "vendor/register-release": ({ fresh }) =>
    input({ name: fresh(), modelVersion: "1", description: "D", safeguards: "S", policyKey: "expedited-preview" }),
  "vendor/release-applications": ({ releaseId }) => ({ id: releaseId, ...all }),
  "vendor/request-phase-advance": async (stage) =>
    input({ releaseId: await stage.tell.releaseUnderReview(), justification: "It is ready." }),
  "vendor/submit-release-for-review": async (stage) => input({ releaseId: await registeredRelease(stage) }),
  "vendor/withdraw-phase-advance": async (stage) =>
    input({ phaseAdvanceId: await stage.tell.requestedAdvance(await stage.tell.releaseUnderReview()) }),
  "vendor/withdraw-release": async (stage) =>
    input({ releaseId: await stage.tell.releaseUnderReview(), reason: "Another comes." }),
};

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

/** The person of each role's folder; of an agency any official may, and this one takes no positions. */
function personOf({ tell: { people } }: Stage, name: string): Caller {
  const folder = name.split("/")[0];
  switch (folder) {
    case "agency":
      return name === "agency/record-position" ? people.oncd : people.oncd2;
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
