import { randomUUID } from "node:crypto";
import { Application } from "../../src/applications/application.ts";
import { Authorization } from "../../src/decisions/authorizations/authorization.ts";
import { Decision } from "../../src/decisions/outcomes/decision.ts";
import { Position } from "../../src/decisions/panel/position.ts";
import { Referral } from "../../src/decisions/panel/referral.ts";
import { Partner } from "../../src/partners/partner.ts";
import type { Agency } from "../../src/rules/vocabulary.ts";
import { aRelease, store, tuesday } from "../decisions/rows.ts";
import type { Arena } from "./arena.ts";

/** An organisation that may apply. */
export interface Racer {
  readonly org: string;
  readonly partnerId: string;
}

/** An application before the panel. */
export interface SeededCase extends Racer {
  readonly caseId: string;
  /** What is proposed for it; null while seats are to be heard. */
  readonly decisionId: string | null;
}

const seats = { ONCD: "REQUIRED", OSTP: "REQUIRED", COMMERCE: "DEEMABLE", DEFENSE: "DEEMABLE" } as const;
const agencies = Object.keys(seats) as Agency[];

/** So many admitted partners, stored at once. */
export async function racers({ services }: Arena, count: number): Promise<Racer[]> {
  const made = Array.from({ length: count }, () => ({
    org: `racer-${randomUUID()}`,
    partnerId: services.ids.next("Partner"),
  }));
  const rows = made.map(({ org, partnerId }) => ({
    id: partnerId,
    org,
    legalName: `${org} (fictional)`,
    nameSkeleton: org,
    kind: "ENTERPRISE" as const,
    jurisdiction: "US",
    status: "ADMITTED" as const,
    revision: 1,
    registeredAt: tuesday,
    admittedAt: tuesday,
  }));
  await store({ services }, Partner, rows);
  return made;
}

/** A release in its limited preview, for one round. */
export const newRelease = ({ services, vendorId, policyId }: Arena): Promise<string> =>
  aRelease({ services }, vendorId, policyId);

/** How far an application has come: before Commerce, or before the panel with these agencies' concurrences. */
export type Stage = "SUBMITTED" | readonly Agency[];
/** Everyone has concurred, and an approval is proposed. */
const proposed: Stage = agencies;

/** Applications of these partners for the release, come so far. Officials who spoke of them are the seed's own. */
export async function casesOf(
  arena: Arena,
  releaseId: string,
  applicants: readonly Racer[],
  stage: Stage = proposed,
): Promise<SeededCase[]> {
  const { ids } = arena.services;
  const isProposed = stage !== "SUBMITTED" && stage.length === agencies.length;
  const cases = applicants.map((racer) => ({
    ...racer,
    caseId: ids.next("Application"),
    decisionId: isProposed ? ids.next("Decision") : null,
  }));
  await store(
    arena,
    Application,
    cases.map((each) => ({
      ...application,
      id: each.caseId,
      partnerId: each.partnerId,
      releaseId,
      policyId: arena.policyId,
      status: stage === "SUBMITTED" ? stage : isProposed ? "AWAITING_COUNTERSIGNATURE" : "IN_REVIEW",
      acceptedAt: stage === "SUBMITTED" ? null : tuesday,
    })),
  );
  if (stage === "SUBMITTED") return cases;
  await store(
    arena,
    Referral,
    cases.flatMap(({ caseId }) => agencies.map((agency) => referral(ids.next("Referral"), caseId, agency))),
  );
  await store(
    arena,
    Position,
    cases.flatMap(({ caseId }) => stage.map((agency) => concurrence(ids.next("Position"), caseId, agency))),
  );
  if (isProposed) {
    await store(
      arena,
      Decision,
      cases.map(({ caseId, decisionId }) => ({ ...approval, ...ofCase(caseId), id: decisionId as string })),
    );
  }
  return cases;
}

const application = {
  revision: 1,
  endUse: "CYBER_DEFENSE",
  endUseStatement: "Defending our network.",
  deployment: "VENDOR_HOSTED",
  namedUsers: 25,
  userJurisdictions: ["US"],
  submittedAt: tuesday,
  lastSubmittedAt: tuesday,
  dueAt: new Date("2099-01-01T00:00:00Z"),
} satisfies Partial<Application>;

const approval = {
  outcome: "APPROVE",
  basis: "PANEL",
  status: "PROPOSED",
  legalBasis: "A voluntary review.",
  reasons: [],
  conditionIds: [],
  proposedAt: tuesday,
  awaitedSince: tuesday,
} satisfies Partial<Decision>;

const ofCase = (caseId: string) => ({ caseId, caseType: "Application" as const, caseRevision: 1 });

const referral = (id: string, caseId: string, agency: Agency): Partial<Referral> => ({
  ...ofCase(caseId),
  id,
  agency,
  seat: seats[agency],
  referredAt: tuesday,
  deliveredAt: tuesday,
  dueAt: tuesday,
});

const concurrence = (id: string, caseId: string, agency: Agency): Partial<Position> => ({
  ...ofCase(caseId),
  id,
  agency,
  official: `seed|${agency}`,
  kind: "CONCUR",
  recordedAt: tuesday,
});

/** One application of a new partner for a new release, as `casesOf` makes it. */
export async function oneCase(arena: Arena, stage?: Stage): Promise<SeededCase & { releaseId: string }> {
  const releaseId = await newRelease(arena);
  const [seeded] = await casesOf(arena, releaseId, await racers(arena, 1), stage);
  return { ...(seeded as SeededCase), releaseId };
}

/** A proposed renewal of an authorization that its partner holds for a new release. */
export async function oneRenewal(arena: Arena): Promise<SeededCase & { releaseId: string; replacedId: string }> {
  const releaseId = await newRelease(arena);
  const holders = await racers(arena, 1);
  const [replacedId] = await held(arena, releaseId, holders);
  const [seeded] = (await casesOf(arena, releaseId, holders)) as [SeededCase];
  const renewing = "update application set replaces_id = $2 where id = $1";
  await arena.services.database.query(renewing, [seeded.caseId, replacedId]);
  return { ...seeded, releaseId, replacedId: replacedId as string };
}

/** Authorizations that these partners hold for the release already, from before the race: their ids, in order. */
export async function held(arena: Arena, releaseId: string, holders: readonly Racer[]): Promise<string[]> {
  const cases = await casesOf(arena, releaseId, holders);
  const { database, ids } = arena.services;
  const authorizations = cases.map(({ caseId, partnerId, decisionId }) => ({
    id: ids.next("Authorization"),
    partnerId,
    releaseId,
    applicationId: caseId,
    decisionId: decisionId as string,
    status: "ACTIVE" as const,
    endUse: "CYBER_DEFENSE" as const,
    legalBasis: "Seeded",
    issuedAt: tuesday,
    expiresAt: new Date("2099-01-01T00:00:00Z"),
  }));
  await store(arena, Authorization, authorizations);
  const caseIds = cases.map(({ caseId }) => caseId);
  await database.query("update application set status = 'APPROVED', closed_at = now() where id = any($1)", [caseIds]);
  await database.query(
    `update decision set status = 'COUNTERSIGNED', countersigned_at = now(), countersigned_by = 'seed|countersigner'
      where case_id = any($1)`,
    [caseIds],
  );
  return authorizations.map(({ id }) => id);
}
