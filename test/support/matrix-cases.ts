import type { Caller, Graph } from "./graph.ts";
import { done, type Story } from "./story.ts";

/** Records' ids, by what the story calls them. */
export type Ids = Readonly<Record<string, string>>;

/** Who tells the story. */
export interface Telling {
  readonly graph: Graph;
  readonly tell: Story;
  readonly dual: Caller;
  readonly hiddenVendor: Caller;
}

const conditions = [
  { text: "At most 40 named users.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 40 } },
  { text: "A report every month.", predicate: { kind: "REPORT_EVERY_DAYS", days: 30 } },
];

/** Applications in every status that is reached before a decision, and authorizations of those approved. */
export async function apply({ tell, dual }: Telling, releases: Ids) {
  const { partner, partner2, oncd, ostp, commerce, defense } = tell.people;
  const { exampleLimited, exampleExpanded, secondLimited, dualLimited } = releases as Record<string, string>;
  const inReview = (endUse: string) => tell.applicationInReview(exampleLimited as string, { endUse });
  const applications: Record<string, string> = {};
  const authorizations: Record<string, string> = {};
  const authorized = async (name: string, releaseId: string | undefined, options: Record<string, unknown>) => {
    const id = await tell.applicationInReview(releaseId as string, options);
    await tell.position(id, oncd, "CONCUR_WITH_CONDITIONS", { conditions });
    for (const each of [ostp, commerce, defense]) await tell.position(id, each);
    applications[name] = id;
    authorizations[name] = (await tell.countersigned(id)).authorization.id;
  };

  applications.draft = await tell.submittedApplication(exampleLimited as string, { endUse: "HEALTH", draft: true });
  applications.submitted = await tell.submittedApplication(exampleLimited as string, { endUse: "EDUCATION" });
  applications.returned = await tell.submittedApplication(exampleLimited as string, { endUse: "FINANCE" });
  const incomplete = { revision: 1, reason: "INCOMPLETE", note: "Say more." };
  done(await commerce.mutate("returnApplication", { applicationId: applications.returned, ...incomplete }));
  applications.inReview = await inReview("PUBLIC_SERVICES");
  await tell.position(applications.inReview, oncd, "CONCUR_WITH_CONDITIONS", { conditions, rationale: "Known to us." });
  applications.inDispute = await inReview("CRITICAL_INFRASTRUCTURE_OPERATIONS");
  await tell.position(applications.inDispute, defense, "OBJECT", { reason: "END_USE_CONCERN", rationale: "Unclear." });
  for (const each of [oncd, ostp, commerce]) await tell.position(applications.inDispute, each);
  for (const [name, endUse] of [
    ["intentToDeny", "MODEL_EVALUATION"],
    ["denied", "HEALTH"],
  ] as const) {
    const releaseId = (name === "denied" ? exampleExpanded : exampleLimited) as string;
    const id = await tell.applicationInReview(releaseId, { endUse });
    applications[name] = id;
    for (const each of [oncd, ostp]) await tell.position(id, each, "OBJECT", { reason: "NATIONAL_SECURITY" });
    for (const each of [commerce, defense]) await tell.position(id, each);
  }
  applications.awaiting = await inReview("OTHER");
  await tell.position(applications.awaiting, defense, "CONCUR_WITH_CONDITIONS", { conditions });
  for (const each of [oncd, ostp, commerce]) await tell.position(applications.awaiting, each);
  await amendAndRefuse(tell, applications, exampleExpanded as string);

  await authorized("active", exampleLimited, { endUse: "CYBER_DEFENSE" });
  await authorized("suspended", exampleLimited, { endUse: "VULNERABILITY_RESEARCH" });
  await authorized("revoked", exampleLimited, { endUse: "SOFTWARE_ENGINEERING" });
  await authorized("surrendered", exampleLimited, { endUse: "SCIENTIFIC_RESEARCH" });
  await authorized("atDual", dualLimited, {});
  await authorized("globex", secondLimited, { as: partner2 });
  await authorized("dual", exampleLimited, { as: dual });
  applications.globexDraft = await tell.submittedApplication(secondLimited as string, {
    as: partner2,
    endUse: "HEALTH",
    draft: true,
  });
  applications.globexAtExample = await tell.applicationInReview(exampleLimited as string, { as: partner2 });
  applications.dualDraft = await tell.submittedApplication(secondLimited as string, { as: dual, draft: true });
  applications.dualSubmitted = await tell.submittedApplication(secondLimited as string, { as: dual, endUse: "OTHER" });
  applications.acmeAtDual = await tell.applicationInReview(dualLimited as string, { as: partner, endUse: "OTHER" });
  return { applications, authorizations };
}

/** Applications with a past: amended, void and refused proposals, withdrawn. */
async function amendAndRefuse(tell: Story, applications: Record<string, string>, releaseId: string): Promise<void> {
  const { partner, oncd, oncd2, ostp, commerce, defense } = tell.people;
  const amended = await tell.applicationInReview(releaseId, { endUse: "FINANCE" });
  await tell.position(amended, oncd, "OBJECT", { reason: "DIVERSION_RISK" });
  for (const each of [ostp, commerce, defense]) await tell.position(amended, each);
  const change = { applicationId: amended, revision: 1, namedUsers: 30, note: "More of us." };
  done(await partner.mutate("amendApplication", change));
  const voided = await tell.applicationInReview(releaseId, { endUse: "EDUCATION" });
  await tell.everyoneConcurs(voided);
  await tell.position(voided, oncd, "CONCUR_WITH_CONDITIONS", { conditions });
  const refused = await tell.applicationInReview(releaseId, { endUse: "OTHER" });
  await tell.everyoneConcurs(refused);
  const { id } = await tell.decisionOf(refused);
  const refusal = { decisionId: id, revision: 1, reason: "RECORD_INCOMPLETE", note: "The statement is thin." };
  done(await oncd2.mutate("refuseCountersignature", refusal));
  const withdrawn = await tell.submittedApplication(releaseId, { endUse: "PUBLIC_SERVICES" });
  done(await partner.mutate("withdrawApplication", { applicationId: withdrawn }));
  Object.assign(applications, { amended, voided, refused, withdrawn });
}

/** An authorization in every status, and a renewal. */
export async function moveAuthorizations(
  { tell }: Telling,
  applications: Record<string, string>,
  authorizations: Record<string, string>,
  releases: Ids,
): Promise<void> {
  const { partner, commerce } = tell.people;
  const measure = { reason: "BREACH_OF_CONDITIONS", legalBasis: "A test of measures.", note: "Known to the parties." };
  done(await commerce.mutate("suspendAuthorization", { authorizationId: authorizations.suspended, ...measure }));
  done(await commerce.mutate("revokeAuthorization", { authorizationId: authorizations.revoked, ...measure }));
  const surrendered = { authorizationId: authorizations.surrendered, note: "We need it no more." };
  done(await partner.mutate("surrenderAuthorization", surrendered));
  const renewal = { replacesAuthorizationId: authorizations.active };
  const renewed = await tell.authorization(releases.exampleLimited as string, renewal);
  authorizations.superseded = authorizations.active as string;
  authorizations.active = renewed.authorizationId;
  applications.renewal = renewed.applicationId;
}
