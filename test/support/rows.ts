import type { EntityTarget, ObjectLiteral } from "typeorm";
import { Application } from "../../src/applications/application.ts";
import { Authorization } from "../../src/decisions/authorizations/authorization.ts";
import { Decision } from "../../src/decisions/outcomes/decision.ts";
import { Partner } from "../../src/partners/partner.ts";
import { Designation } from "../../src/releases/directives/designation.ts";
import { Directive } from "../../src/releases/directives/directive.ts";
import { Policy } from "../../src/releases/policies/policy.ts";
import { Release } from "../../src/releases/register/release.ts";
import { Vendor } from "../../src/releases/vendors/vendor.ts";
import { lookAlikeSkeleton } from "../../src/rules/names.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import type { PolicyDocument } from "../../src/rules/policy.ts";
import type { Room } from "./room.ts";

/** A Tuesday morning in Washington, on which these records begin. */
export const tuesday = new Date("2026-06-09T14:00:00.000Z");

async function store<Row extends ObjectLiteral>(
  { services }: Room,
  entity: EntityTarget<Row> & (new () => Row),
  row: Partial<Row>,
): Promise<Row> {
  await services.database.source.manager.insert(entity, row as never);
  return Object.assign(new entity(), row);
}

/** A vendor, in the database at once. */
export const aVendor = (room: Room, org: string): Promise<Vendor> =>
  store(room, Vendor, {
    id: room.services.ids.next("Vendor"),
    org,
    name: `${org}, Inc.`,
    nameSkeleton: lookAlikeSkeleton(`${org}, Inc.`),
    nameFlags: [],
    enrolledAt: tuesday,
  });

/** A partner, in the database at once: admitted unless said otherwise. */
export const aPartner = (room: Room, org: string, rest: Partial<Partner> = {}): Promise<Partner> =>
  store(room, Partner, {
    id: room.services.ids.next("Partner"),
    org,
    legalName: `${org}, Inc.`,
    nameSkeleton: lookAlikeSkeleton(rest.legalName ?? `${org}, Inc.`),
    nameFlags: [],
    kind: "ENTERPRISE",
    jurisdiction: "US",
    website: null,
    status: "ADMITTED",
    statusReason: null,
    statusLegalBasis: null,
    revision: 1,
    registeredAt: tuesday,
    admittedAt: tuesday,
    ...rest,
  });

/** A policy: the expedited preview unless said otherwise. */
export const aPolicy = (room: Room, document: Partial<PolicyDocument> = {}): Promise<Policy> => {
  const whole = { ...expeditedPreview, ...document };
  const { key, version } = whole;
  return store(room, Policy, {
    id: room.services.ids.next("Policy"),
    key,
    version,
    document: whole,
    publishedAt: tuesday,
  });
};

/** A release, in the public register with its limited preview unless said otherwise. */
export const aRelease = (
  room: Room,
  vendor: Vendor,
  policy: Policy,
  name: string,
  rest: Partial<Release> = {},
): Promise<Release> =>
  store(room, Release, {
    id: room.services.ids.next("Release"),
    vendorId: vendor.id,
    policyId: policy.id,
    name,
    modelVersion: "1.0",
    description: "A model.",
    safeguards: "Many.",
    phase: "LIMITED_PREVIEW",
    revision: 1,
    registeredAt: tuesday,
    publicSince: tuesday,
    withdrawalReason: null,
    ...rest,
  });

/** An application, in the database at once: submitted unless said otherwise. */
export const anApplication = (
  room: Room,
  partner: Partner,
  release: Release,
  rest: Partial<Application> = {},
): Promise<Application> =>
  store(room, Application, {
    id: room.services.ids.next("Application"),
    partnerId: partner.id,
    releaseId: release.id,
    policyId: release.policyId,
    revision: 1,
    status: "SUBMITTED",
    endUse: "CYBER_DEFENSE",
    endUseStatement: "Defending our network.",
    deployment: "VENDOR_HOSTED",
    namedUsers: 25,
    userJurisdictions: ["US"],
    replacesId: null,
    submittedAt: tuesday,
    lastSubmittedAt: rest.submittedAt === undefined ? tuesday : rest.submittedAt,
    acceptedAt: null,
    dueAt: new Date("2026-06-11T21:00:00.000Z"),
    rebuttalDueAt: null,
    closedAt: null,
    closureReason: null,
    returnReason: null,
    returnNote: null,
    ...rest,
  });

/** A directive in force, in the database at once: an order of Commerce. */
export const aDirective = (room: Room, rest: Partial<Directive> & Pick<Directive, "effect">): Promise<Directive> =>
  store(room, Directive, {
    id: room.services.ids.next("Directive"),
    releaseId: null,
    vendorId: null,
    force: "ORDER",
    status: "IN_FORCE",
    scope: null,
    limits: [],
    reason: "NATIONAL_SECURITY",
    legalBasis: "A test.",
    rationale: null,
    agency: "COMMERCE",
    issuedBy: "COMMERCE|one",
    issuedAt: tuesday,
    inForceSince: tuesday,
    ...rest,
  });

/** A vendor's designation in force, in the database at once. */
export const aDesignation = (
  room: Room,
  rest: Partial<Designation> & Pick<Designation, "effect" | "vendorId">,
): Promise<Designation> =>
  store(room, Designation, {
    id: room.services.ids.next("Designation"),
    status: "IN_FORCE",
    scope: null,
    limits: [],
    reason: "SUPPLY_CHAIN_RISK",
    legalBasis: "A test.",
    rationale: null,
    designatedBy: "DEFENSE|one",
    designatedAt: tuesday,
    ...rest,
  });

/** An authorization that an approved application yielded, in the database at once: active unless said otherwise. */
export async function anAuthorization(
  room: Room,
  partner: Partner,
  release: Release,
  rest: Partial<Authorization> = {},
): Promise<Authorization> {
  const endUse = rest.endUse ?? "CYBER_DEFENSE";
  const application = await anApplication(room, partner, release, { status: "APPROVED", endUse, closedAt: tuesday });
  const decision = await store(room, Decision, {
    id: room.services.ids.next("Decision"),
    caseId: application.id,
    caseType: "Application",
    caseRevision: 1,
    outcome: "APPROVE",
    basis: "PANEL",
    status: "COUNTERSIGNED",
    legalBasis: "A test.",
    reasons: [],
    conditionIds: [],
    proposedAt: tuesday,
    awaitedSince: tuesday,
    countersignedAt: tuesday,
    countersignedAgency: "OSTP",
    countersignedBy: "OSTP|one",
  });
  return store(room, Authorization, {
    id: room.services.ids.next("Authorization"),
    partnerId: partner.id,
    releaseId: release.id,
    applicationId: application.id,
    decisionId: decision.id,
    replacesId: null,
    status: "ACTIVE",
    endUse,
    legalBasis: "A test.",
    issuedAt: tuesday,
    expiresAt: new Date("2027-06-09T14:00:00.000Z"),
    endedAt: null,
    ...rest,
  });
}
