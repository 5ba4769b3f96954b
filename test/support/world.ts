import type { Caller, Graph } from "./graph.ts";
import { appeal } from "./matrix-appeals.ts";
import { apply, type Ids, moveAuthorizations, type Telling } from "./matrix-cases.ts";
import { climbLadders } from "./matrix-ladder.ts";
import { oversee } from "./matrix-oversight.ts";
import { stopClocks } from "./matrix-stops.ts";
import { importList } from "./screening.ts";
import { done, type Story, story } from "./story.ts";

/** A graph in which every kind of record stands in every state that it can reach, by what the story calls them. */
export interface World {
  readonly graph: Graph;
  readonly tell: Story;
  readonly vendors: Ids;
  readonly releases: Ids;
  readonly partners: Ids;
  readonly applications: Ids;
  readonly authorizations: Ids;
  readonly directives: Ids;
  readonly designations: Ids;
  readonly revocations: Ids;
}

/** Tells the world's story through the use cases. The clock begins on a Tuesday in Washington and stands six weeks on. */
export async function populate(graph: Graph): Promise<World> {
  graph.clock.set("2026-06-09T14:00:00.000Z");
  const tell = story(graph);
  const dual = graph.as({ roles: ["vendor", "partner"], org: "dual-works" });
  const hiddenVendor = graph.as({ roles: ["vendor"], org: "hidden-labs" });
  const telling = { graph, tell, dual, hiddenVendor };
  const vendors = await enrolVendors(telling);
  const partners = await registerPartners(telling);
  await screen(telling, partners);
  const releases = await bringReleases(telling);
  const { applications, authorizations } = await apply(telling, releases);
  await moveAuthorizations(telling, applications, authorizations, releases);
  await bringAdvances(telling, releases);
  await letTimePass(telling, releases, partners, applications);
  await climbLadders(telling, releases);
  await appeal(telling, applications, authorizations);
  const directives = await issueDirectives(telling, releases, vendors, partners);
  const designations = await designate(telling, vendors);
  await oversee(telling, releases, { directives, designations });
  await stopClocks(telling, releases.secondLimited as string);
  await registerWebhooks(telling);
  const revocations = await revoke(telling);
  return {
    graph,
    tell,
    vendors,
    releases,
    partners,
    applications,
    authorizations,
    directives,
    designations,
    revocations,
  };
}

async function enrolVendors({ tell, dual, hiddenVendor }: Telling): Promise<Ids> {
  const { people } = tell;
  const enrol = async (as: Caller, org: string) =>
    (await tell.vendor({ as, org, name: `${org} (fictional)` })).vendorId;
  return {
    example: await enrol(people.vendor, "example-labs"),
    second: await enrol(people.vendor2, "second-labs"),
    dual: await enrol(dual, "dual-works"),
    hidden: await enrol(hiddenVendor, "hidden-labs"),
  };
}

async function registerPartners({ graph, tell, dual }: Telling): Promise<Ids> {
  const { people } = tell;
  const someone = (org: string) => ({ as: graph.as({ roles: ["partner"], org }), legalName: `${org} (fictional)` });
  const partners = {
    acme: await tell.registeredPartner(),
    globex: await tell.admittedPartner({
      as: people.partner2,
      legalName: "Globex Health (fictional)",
      kind: "NONPROFIT",
      jurisdiction: "CA",
    }),
    dual: await tell.admittedPartner({ as: dual, legalName: "Dual Works (fictional)", kind: "ACADEMIC" }),
    registered: await tell.registeredPartner(someone("registered-org")),
    suspended: await tell.admittedPartner(someone("suspended-org")),
    barred: await tell.registeredPartner(someone("barred-org")),
  };
  const measure = { reason: "DIVERSION", legalBasis: "A test of measures." };
  const { commerce } = people;
  done(await commerce.mutate("barPartner", { partnerId: partners.barred, ...measure }));
  done(await commerce.mutate("barPartner", { partnerId: partners.acme, ...measure }));
  done(await commerce.mutate("unbarPartner", { partnerId: partners.acme, note: "A mistake of names." }));
  done(await commerce.mutate("admitPartner", { partnerId: partners.acme }));
  return partners;
}

/** A list in place of another, with hits in every status. Nobody who applies later has an open one. */
async function screen({ graph, tell }: Telling, partners: Ids): Promise<void> {
  await importList(graph, [{ name: "Registered Org LLC" }]);
  await importList(graph, [{ name: "Registered Org LLC" }, { name: "Dual Works" }, { name: "Suspended Org GmbH" }]);
  const { commerce } = tell.people;
  const hitsOf = "query H($id: ID!) { partner(id: $id) { screeningHits { nodes { id } } } }";
  const dispose = async (partnerId: string | undefined, disposition: string, reason: string) => {
    const [hit] = (await commerce.ask(hitsOf, { id: partnerId })).partner.screeningHits.nodes;
    done(await commerce.mutate("disposeScreeningHit", { hitId: hit.id, disposition, reason, note: "Compared." }));
  };
  await dispose(partners.dual, "FALSE_MATCH", "DIFFERENT_ORGANISATION");
  await dispose(partners.suspended, "TRUE_MATCH", "SAME_ORGANISATION");
}

async function bringReleases({ tell, dual, hiddenVendor }: Telling): Promise<Ids> {
  const { vendor, vendor2 } = tell.people;
  const releases: Record<string, string> = {
    exampleDraft: await draft(vendor, "Draft of Example"),
    exampleRegistered: await registered(vendor, "Registered of Example"),
    exampleReview: await tell.releaseUnderReview(),
    exampleLimited: await tell.previewedRelease(),
    exampleExpanded: await tell.previewedRelease(),
    exampleGeneral: await tell.previewedRelease(),
    exampleLeaving: await tell.previewedRelease({ policyKey: "eo12981" }),
    exampleDropped: await draft(vendor, "Dropped draft of Example"),
    secondDraft: await draft(vendor2, "Draft of Second"),
    secondReview: await tell.releaseUnderReview({ as: vendor2 }),
    secondLimited: await tell.previewedRelease({ as: vendor2 }),
    dualDraft: await draft(dual, "Draft of Dual"),
    dualReview: await tell.releaseUnderReview({ as: dual }),
    dualLimited: await tell.previewedRelease({ as: dual }),
    hiddenDraft: await draft(hiddenVendor, "Draft of Hidden"),
    hiddenReview: await tell.releaseUnderReview({ as: hiddenVendor }),
    hiddenAwaiting: await tell.releaseUnderReview({ as: hiddenVendor }),
    hiddenLeaving: await tell.releaseUnderReview({ as: hiddenVendor }),
  };
  await tell.advance(releases.exampleExpanded as string);
  await tell.advance(releases.exampleGeneral as string);
  await tell.advance(releases.exampleGeneral as string);
  return releases;
}

const content = { modelVersion: "0.9", policyKey: "expedited-preview" };

async function draft(as: Caller, name: string): Promise<string> {
  const input = { ...content, name, description: "A secret model.", draft: true };
  return done(await as.mutate("registerRelease", input, "release { id }")).release.id;
}

async function registered(as: Caller, name: string): Promise<string> {
  const input = { ...content, name, description: "A model.", safeguards: "Classifiers." };
  return done(await as.mutate("registerRelease", input, "release { id }")).release.id;
}

/** A phase advance in each state that one reaches before it is decided. */
async function bringAdvances({ tell, dual, hiddenVendor }: Telling, releases: Ids): Promise<void> {
  const { vendor2, commerce, defense, oncd, ostp } = tell.people;
  const accepted = async (releaseId: string | undefined, as: Caller) => {
    const id = await tell.requestedAdvance(releaseId as string, { as });
    done(await commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: id, revision: 1 }));
    return id;
  };
  await tell.requestedAdvance(releases.exampleReview as string);
  const reviewed = await accepted(releases.secondReview, vendor2);
  await tell.position(reviewed, oncd);
  await tell.hold(reviewed, { owner: "COMMERCE" });
  await tell.asks(reviewed, ostp, { addressee: "VENDOR" });
  const disputed = await accepted(releases.dualReview, dual);
  await tell.position(disputed, ostp, "OBJECT", { reason: "INSUFFICIENT_SAFEGUARDS" });
  for (const each of [oncd, commerce, defense]) await tell.position(disputed, each);
  await tell.everyoneConcurs(await accepted(releases.hiddenAwaiting, hiddenVendor));
}

/** What only later days bring: a suspended applicant, withdrawals, and a denial whose time to rebut is over. */
async function letTimePass(
  { graph, tell, hiddenVendor }: Telling,
  releases: Ids,
  partners: Ids,
  applications: Ids,
): Promise<void> {
  const { vendor, partner, commerce } = tell.people;
  const suspended = graph.as({ roles: ["partner"], org: "suspended-org" });
  await tell.submittedApplication(releases.exampleLimited as string, { as: suspended });
  const measure = { reason: "DIVERSION", legalBasis: "A test of measures." };
  done(await commerce.mutate("suspendPartner", { partnerId: partners.suspended, ...measure }));
  const leaving = { reason: "We bring another." };
  done(await vendor.mutate("withdrawRelease", { releaseId: releases.exampleLeaving, ...leaving }));
  done(await vendor.mutate("withdrawRelease", { releaseId: releases.exampleDropped, ...leaving }));
  done(await hiddenVendor.mutate("withdrawRelease", { releaseId: releases.hiddenLeaving, ...leaving }));
  const moved = { partnerId: partners.acme, revision: 1, website: "https://acme.example" };
  done(await partner.mutate("amendPartner", moved));
  graph.clock.passDays(42);
  await tell.countersigned(applications.denied as string);
}

async function issueDirectives({ tell, hiddenVendor }: Telling, releases: Ids, vendors: Ids, partners: Ids) {
  const { vendor, vendor2, oncd, ostp } = tell.people;
  const request = { as: ostp, force: "REQUEST" };
  const limit = { effect: "LIMIT", limits: [{ kind: "NAMED_USERS_AT_MOST", max: 500 }] };
  const on = (name: string, more: Record<string, unknown> = {}) => tell.directive(releases[name] as string, more);
  const onVendor = (vendorId: string | undefined, more: Record<string, unknown>) =>
    tell.directive(null as never, { releaseId: undefined, vendorId, ...more });
  const directives: Record<string, string> = {
    postponing: await on("exampleLimited", { effect: "POSTPONE", rationale: "While ONCD looks at it." }),
    requested: await on("exampleExpanded", request),
    declined: await on("exampleGeneral", request),
    accepted: await on("exampleGeneral", { ...request, ...limit }),
    lifted: await on("exampleGeneral"),
    onReview: await on("exampleReview"),
    onHidden: await on("hiddenReview", { as: oncd }),
    limiting: await on("secondLimited", { as: oncd, ...limit, scope: { partnerIds: [partners.globex] } }),
    onDual: await on("dualLimited", { ...limit, scope: { partnerIds: [partners.acme] }, rationale: "Acme alone." }),
    onSecondVendor: await onVendor(vendors.second, { ...limit, rationale: "All of it." }),
    onHiddenVendor: await onVendor(vendors.hidden, { effect: "POSTPONE" }),
  };
  const answer = async (name: string, answer: string, note: string) =>
    done(await vendor.mutate("answerDirectiveRequest", { directiveId: directives[name], answer, note }));
  await answer("declined", "DECLINE", "We don't agree.");
  await answer("accepted", "ACCEPT", "Agreed.");
  done(await tell.people.commerce.mutate("liftDirective", { directiveId: directives.lifted, reason: "Resolved." }));
  done(await vendor2.mutate("acknowledgeDirective", { directiveId: directives.limiting }));
  done(await hiddenVendor.mutate("acknowledgeDirective", { directiveId: directives.onHidden }));
  return directives;
}

async function designate({ tell }: Telling, vendors: Ids): Promise<Ids> {
  const { defense } = tell.people;
  const on = async (vendorId: string | undefined, more: Record<string, unknown>) => {
    const input = { vendorId, legalBasis: "10 U.S.C. 3252, for a test", rationale: "Its suppliers.", ...more };
    return done(await defense.mutate("designateSupplyChainRisk", input, "designation { id }")).designation.id as string;
  };
  const limits = [{ kind: "NO_ONWARD_TRANSFER" }];
  const designations = {
    lifted: await on(vendors.second, {}),
    onDual: await on(vendors.dual, { effect: "LIMIT", limits, scope: { partnerKinds: ["ENTERPRISE"] } }),
    onHidden: await on(vendors.hidden, { effect: "POSTPONE" }),
  };
  done(await defense.mutate("liftDesignation", { designationId: designations.lifted, reason: "Resolved." }));
  return designations;
}

/** Webhooks of an organisation of each kind, of an agency and of the auditors; paused and deleted ones too. */
async function registerWebhooks({ tell, dual, hiddenVendor }: Telling): Promise<void> {
  const { vendor, partner, oncd, commerce, auditor } = tell.people;
  for (const each of [vendor, partner, dual, hiddenVendor, oncd, commerce, auditor]) {
    await tell.webhook({ as: each });
    done(
      await each.mutate("pauseWebhook", { webhookId: await tell.webhook({ as: each, types: ["DirectiveIssued"] }) }),
    );
  }
  done(await vendor.mutate("deleteWebhook", { webhookId: await tell.webhook() }));
}

async function revoke({ tell }: Telling): Promise<Ids> {
  const { administrator } = tell.people;
  const one = async (kind: string, value: string) => {
    const input = { kind, value, reason: "It left." };
    return done(await administrator.mutate("revokeActor", input, "revocation { id }")).revocation.id as string;
  };
  const restored = await one("SUBJECT", "test|came back");
  done(await administrator.mutate("restoreActor", { revocationId: restored, reason: "It came back." }));
  return {
    person: await one("SUBJECT", "test|revoked"),
    token: await one("TOKEN", "revoked-token"),
    organisation: await one("ORGANISATION", "revoked-labs"),
  };
}
