import type { Caller, Graph } from "./graph.ts";

/** The fictional people of a test's story. Second officials of an agency sign what the first took a position on. */
export function cast(graph: Graph) {
  return {
    oncd: graph.as({ roles: ["oncd"] }),
    oncd2: graph.as({ roles: ["oncd"], subject: "test|oncd-2" }),
    ostp: graph.as({ roles: ["ostp"] }),
    ostp2: graph.as({ roles: ["ostp"], subject: "test|ostp-2" }),
    commerce: graph.as({ roles: ["commerce"] }),
    commerce2: graph.as({ roles: ["commerce"], subject: "test|commerce-2" }),
    defense: graph.as({ roles: ["defense"] }),
    defense2: graph.as({ roles: ["defense"], subject: "test|defense-2" }),
    auditor: graph.as({ roles: ["auditor"] }),
    administrator: graph.as({ roles: ["administrator"] }),
    vendor: graph.as({ roles: ["vendor"], org: "example-labs" }),
    vendor2: graph.as({ roles: ["vendor"], org: "second-labs" }),
    partner: graph.as({ roles: ["partner"], org: "acme-research" }),
    partner2: graph.as({ roles: ["partner"], org: "globex-health" }),
    everyone: graph.everyone,
  };
}
export type Cast = ReturnType<typeof cast>;

/** A payload that was refused where the story needs it done ends the test with the refusals. */
// biome-ignore lint/suspicious/noExplicitAny: payloads are as various as the mutations
export function done(payload: any): any {
  if (payload.refusals.length > 0) throw new Error(`Refused: ${JSON.stringify(payload.refusals)}`);
  return payload;
}

interface PartnerOptions {
  as?: Caller;
  legalName?: string;
  jurisdiction?: string;
  kind?: string;
}

/** Mutations that must be done, told as a story. Each gives the ids that the next step needs. */
export function story(graph: Graph, people: Cast = cast(graph)) {
  const agencies = ["oncd", "ostp", "commerce", "defense"] as const;
  let told = 0;

  const steps = {
    people,

    async vendor({ as = people.vendor, org = "example-labs", name = "Example Labs (fictional)" } = {}) {
      const { vendor } = done(await people.commerce.mutate("enrolVendor", { org, name }, "vendor { id }"));
      return { vendorId: vendor.id as string, as };
    },

    /** A release that is registered and submitted, of an enrolled vendor. */
    async releaseUnderReview({ as = people.vendor, policyKey = "expedited-preview" } = {}) {
      told += 1;
      const input = {
        name: `Aurora ${told}`,
        modelVersion: "1.0",
        description: "A model.",
        safeguards: "Classifiers.",
        policyKey,
      };
      const { release } = done(await as.mutate("registerRelease", input, "release { id }"));
      done(await as.mutate("submitReleaseForReview", { releaseId: release.id }));
      return release.id as string;
    },

    /** A requested phase advance of the release, before Commerce. */
    async requestedAdvance(releaseId: string, { as = people.vendor } = {}) {
      const input = { releaseId, justification: "It is ready." };
      const { phaseAdvance } = done(await as.mutate("requestPhaseAdvance", input, "phaseAdvance { id }"));
      return phaseAdvance.id as string;
    },

    /** Takes the release one phase further: requested, accepted, concurred in by all, countersigned. */
    async advance(releaseId: string, { as = people.vendor } = {}) {
      const id = await steps.requestedAdvance(releaseId, { as });
      done(await people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: id, revision: 1 }));
      await steps.everyoneConcurs(id);
      await steps.countersigned(id);
    },

    /** A release in LIMITED_PREVIEW. */
    async previewedRelease(options: { as?: Caller; policyKey?: string } = {}) {
      const id = await steps.releaseUnderReview(options);
      await steps.advance(id, options);
      return id;
    },

    async registeredPartner({
      as = people.partner,
      legalName = "Acme Research (fictional)",
      jurisdiction = "US",
      kind = "ENTERPRISE",
    } = {}) {
      const { partner } = done(await as.mutate("registerPartner", { legalName, kind, jurisdiction }, "partner { id }"));
      return partner.id as string;
    },

    async admittedPartner(options: PartnerOptions = {}): Promise<string> {
      const id = await steps.registeredPartner(options);
      done(await people.commerce.mutate("admitPartner", { partnerId: id }));
      return id;
    },

    async submittedApplication(
      releaseId: string,
      { as = people.partner, ...content }: { as?: Caller } & Record<string, unknown> = {},
    ) {
      const asked = {
        releaseId,
        endUse: "CYBER_DEFENSE",
        endUseStatement: "Defending our own network.",
        deployment: "VENDOR_HOSTED",
        namedUsers: 25,
        userJurisdictions: ["US"],
        ...content,
      };
      const { application } = done(await as.mutate("submitApplication", { new: asked }, "application { id }"));
      return application.id as string;
    },

    /** An application before the panel. */
    async applicationInReview(releaseId: string, options: { as?: Caller } & Record<string, unknown> = {}) {
      const id = await steps.submittedApplication(releaseId, options);
      done(
        await people.commerce.mutate("acceptApplication", { applicationId: id, revision: await steps.revisionOf(id) }),
      );
      return id;
    },

    /** Records one agency's position on the case's current revision. */
    async position(caseId: string, as: Caller, kind = "CONCUR", more: Record<string, unknown> = {}) {
      const revision = await steps.revisionOf(caseId);
      return done(
        await as.mutate("recordPosition", { caseId, revision, kind, ...more }, "position { id } case { id }"),
      );
    },

    async everyoneConcurs(caseId: string) {
      for (const agency of agencies) await steps.position(caseId, people[agency]);
    },

    async revisionOf(caseId: string): Promise<number> {
      const asked =
        "query R($id: ID!) { node(id: $id) { ... on Application { revision } ... on PhaseAdvance { revision } } }";
      return (await people.auditor.ask(asked, { id: caseId })).node.revision;
    },

    /** What is proposed or stands for the case. */
    async decisionOf(caseId: string): Promise<{ id: string; status: string; outcome: string; caseRevision: number }> {
      const asked = `query D($id: ID!) { node(id: $id) { ... on Case { decision { id status outcome caseRevision } } } }`;
      return (await people.auditor.ask(asked, { id: caseId })).node.decision;
    },

    /** Countersigns what is proposed for the case, as an official who took no part. */
    async countersigned(caseId: string, as: Caller = people.oncd2) {
      const decision = await steps.decisionOf(caseId);
      const input = { decisionId: decision.id, revision: decision.caseRevision };
      return done(
        await as.mutate(
          "countersignDecision",
          input,
          "decision { id status } authorization { id } release { id phase }",
        ),
      );
    },

    /** An authorization of the partner for the release. */
    async authorization(releaseId: string, options: { as?: Caller } & Record<string, unknown> = {}) {
      const applicationId = await steps.applicationInReview(releaseId, options);
      await steps.everyoneConcurs(applicationId);
      const { authorization } = await steps.countersigned(applicationId);
      return { applicationId, authorizationId: authorization.id as string };
    },

    /** A directive in force on the release. */
    async directive(
      releaseId: string,
      {
        as = people.commerce,
        effect = "SUSPEND",
        ...more
      }: { as?: Caller; effect?: string } & Record<string, unknown> = {},
    ) {
      const input = {
        releaseId,
        effect,
        force: "ORDER",
        reason: "NATIONAL_SECURITY",
        legalBasis: "Test order",
        ...more,
      };
      const { directive } = done(await as.mutate("issueDirective", input, "directive { id }"));
      return directive.id as string;
    },
  };
  return steps;
}
export type Story = ReturnType<typeof story>;
