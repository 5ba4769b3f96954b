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

    /** A hold of the case, to be looked at again in ten days. */
    async hold(caseId: string, more: Record<string, unknown> = {}) {
      const now = graph.clock.fixed ?? new Date();
      const reviewAt = new Date(now.getTime() + 10 * 86_400_000).toISOString();
      const input = { caseId, revision: 1, reason: "LEGAL_REVIEW", owner: "DEFENSE", reviewAt, ...more };
      return done(await people.commerce.mutate("placeHold", input, "hold { id }")).hold.id as string;
    },

    /** An agency's open request for information: to the partner unless told. */
    async asks(caseId: string, as: Caller, more: Record<string, unknown> = {}) {
      const question = "Who are the users?";
      const input = { caseId, revision: 1, addressee: "PARTNER", topic: "END_USERS", question, ...more };
      const asked = await as.mutate("requestInformation", input, "informationRequest { id }");
      return done(asked).informationRequest.id as string;
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

    /** An open cyber review of the release. */
    async cyberReview(releaseId: string, { as = people.oncd }: { as?: Caller } = {}) {
      const input = { releaseId, remit: "What it can do to networks.", legalBasis: "A test of reviews." };
      const { cyberReview } = done(await as.mutate("openCyberReview", input, "cyberReview { id }"));
      return cyberReview.id as string;
    },

    /** A finding of the review: open and HIGH unless told. */
    async finding(reviewId: string, { as = people.oncd, ...more }: { as?: Caller } & Record<string, unknown> = {}) {
      const input = { reviewId, title: "A finding", description: "What was seen.", severity: "HIGH", ...more };
      const { finding } = done(await as.mutate("recordFinding", input, "finding { id }"));
      return finding.id as string;
    },

    /** What the vendor says that it can't, and can, enforce on its release. */
    async statement(
      releaseId: string,
      { as = people.vendor, ...more }: { as?: Caller } & Record<string, unknown> = {},
    ) {
      const parts = [
        { part: "EFFECT_SUSPEND", enforceable: false, note: "Copies that we don't reach run on." },
        { part: "SCOPE_JURISDICTIONS", enforceable: false, note: "We would switch it off for everyone." },
        { part: "SCOPE_PARTNERS", enforceable: true },
      ];
      const made = done(
        await as.mutate("stateEnforcement", { releaseId, parts, ...more }, "enforcementStatement { id }"),
      );
      return made.enforcementStatement.id as string;
    },

    /** The vendor's word that the directive is enforced since it came into force, unless told otherwise. */
    async attested(
      directiveId: string,
      { as = people.vendor, ...more }: { as?: Caller } & Record<string, unknown> = {},
    ) {
      const asked = "query D($id: ID!) { directive(id: $id) { inForceSince } }";
      const enforcedAt = (await people.auditor.ask(asked, { id: directiveId })).directive.inForceSince;
      const input = { directiveId, enforcedAt, note: "Done.", ...more };
      const selection = "directive { attestation { id } }";
      return done(await as.mutate("attestEnforcement", input, selection)).directive.attestation.id as string;
    },

    /** A designation of the vendor, which suspends all its releases unless told otherwise. */
    async designation(vendorId: string, more: Record<string, unknown> = {}) {
      const input = { vendorId, legalBasis: "A test.", ...more };
      const made = done(await people.defense.mutate("designateSupplyChainRisk", input, "designation { id }"));
      return made.designation.id as string;
    },

    /** The same word of a designation. */
    async attestedDesignation(
      designationId: string,
      { as = people.vendor, ...more }: { as?: Caller } & Record<string, unknown> = {},
    ) {
      const asked = "query D($id: ID!) { designation(id: $id) { designatedAt } }";
      const enforcedAt = (await people.auditor.ask(asked, { id: designationId })).designation.designatedAt;
      const input = { designationId, enforcedAt, note: "Done.", ...more };
      const selection = "designation { attestation { id } }";
      return done(await as.mutate("attestEnforcement", input, selection)).designation.attestation.id as string;
    },

    /** An organisation on the vendor's short list. */
    async nomination(
      releaseId: string,
      { as = people.vendor, ...more }: { as?: Caller } & Record<string, unknown> = {},
    ) {
      const named = { org: "acme-research", legalName: "Acme Research (fictional)", jurisdiction: "US", ...more };
      const made = done(await as.mutate("nominatePartner", { releaseId, ...named }, "nomination { id }"));
      return made.nomination.id as string;
    },

    /** An open programme of the vendor, for every kind of partner and for a few uses unless told. */
    async programme({ as = people.vendor, ...more }: { as?: Caller } & Record<string, unknown> = {}) {
      told += 1;
      const input = {
        name: `Trusted access ${told}`,
        description: "For defenders whom we know.",
        partnerKinds: ["ENTERPRISE", "ACADEMIC", "SECURITY_RESEARCH", "NONPROFIT"],
        endUses: ["CYBER_DEFENSE", "VULNERABILITY_RESEARCH"],
        policyKey: "trusted-access",
        ...more,
      };
      return done(await as.mutate("openProgramme", input, "programme { id }")).programme.id as string;
    },

    async enrolment(programmeId: string, org = "acme-research", { as = people.vendor }: { as?: Caller } = {}) {
      const input = { programmeId, org, reason: "We know it.", legalBasis: "Our agreement with it." };
      return done(await as.mutate("enrolInProgramme", input, "enrolment { id }")).enrolment.id as string;
    },

    /** A webhook of the person's organisation or agency: to no receiver, and of all changes, unless told. */
    async webhook({ as = people.vendor, ...more }: { as?: Caller } & Record<string, unknown> = {}) {
      const input = { url: "https://hooks.example.org/countersign", ...more };
      return done(await as.mutate("registerWebhook", input, "webhook { id }")).webhook.id as string;
    },

    async concluded(reviewId: string, { as = people.oncd }: { as?: Caller } = {}) {
      done(await as.mutate("concludeCyberReview", { reviewId, conclusion: "Seen." }));
      return reviewId;
    },
  };
  return steps;
}
export type Story = ReturnType<typeof story>;
