import type { Caller, Graph } from "./graph.ts";
import type { Ids, Telling } from "./matrix-cases.ts";
import { done, type Story } from "./story.ts";

/** What of a stage these need: it grows by them. */
interface Ground {
  readonly graph: Graph;
  readonly tell: Story;
  readonly releaseId: string;
  fresh(): string;
}

/** Disputes that were decided, taken further and voted on; rebuttals filed and decided, of partners and of a vendor. */
export async function climbLadders({ tell }: Telling, releases: Ids): Promise<void> {
  const { vendor, partner2, oncd, oncd2, ostp, ostp2, commerce, defense } = tell.people;
  const releaseId = releases.exampleExpanded as string;
  const inReview = (endUse: string) => tell.applicationInReview(releaseId, { as: partner2, endUse });

  const disputed = await inReview("FINANCE");
  for (const each of [oncd, ostp, commerce]) await tell.position(disputed, each);
  await tell.position(disputed, defense, "OBJECT", { reason: "END_USE_CONCERN" });
  const disputeId = await beforeVoters(tell, disputed, oncd);
  done(await vote(disputeId, ostp, { outcome: "DENY", reasons: ["DIVERSION_RISK"], rationale: "Not there." }));
  done(await vote(disputeId, commerce));

  const rebuttals = new Map<string, string>();
  for (const endUse of ["EDUCATION", "OTHER"]) {
    const caseId = await inReview(endUse);
    for (const each of [oncd, ostp]) await tell.position(caseId, each, "OBJECT", { reason: "NATIONAL_SECURITY" });
    for (const each of [commerce, defense]) await tell.position(caseId, each);
    rebuttals.set(endUse, await rebutted(caseId, partner2));
  }
  const rejected = { rebuttalId: rebuttals.get("OTHER"), accept: false, reason: "Nothing is new." };
  done(await ostp2.mutate("decideRebuttal", rejected));
  const advance = await tell.requestedAdvance(releases.exampleLimited as string, { as: vendor });
  done(await commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: advance, revision: 1 }));
  await everyoneObjects(tell, advance);
  const rebuttalId = await rebutted(advance, vendor);
  done(await oncd2.mutate("decideRebuttal", { rebuttalId, accept: true, reason: "It is well shown." }));
}

/** Takes a case's dispute, which its chair decides under a condition, to those who vote at the next level. */
async function beforeVoters(tell: Story, caseId: string, chair: Caller): Promise<string> {
  const asked = "query D($id: ID!) { node(id: $id) { ... on Case { disputes { nodes { id } } } } }";
  const disputeId = (await tell.people.auditor.ask(asked, { id: caseId })).node.disputes.nodes[0].id as string;
  const conditions = [{ text: "The chair's.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 12 } }];
  const decision = { disputeId, level: 1, outcome: "APPROVE", rationale: "On the whole record.", conditions };
  done(await chair.mutate("decideDispute", decision));
  done(await tell.people.defense.mutate("escalateDispute", { disputeId, level: 1, reason: "It leaves a risk." }));
  return disputeId;
}

const vote = (disputeId: string, as: Caller, more: Record<string, unknown> = {}) =>
  as.mutate("castVote", { disputeId, level: 2, outcome: "APPROVE", ...more });

/** Files what the applicant says against the intended denial. */
async function rebutted(caseId: string, as: Caller): Promise<string> {
  const input = { caseId, revision: 1, statement: "We are who we say." };
  return done(await as.mutate("rebutIntentToDeny", input, "rebuttal { id }")).rebuttal.id;
}

async function everyoneObjects(tell: Story, caseId: string): Promise<void> {
  for (const agency of ["oncd", "ostp", "commerce", "defense"] as const) {
    await tell.position(caseId, tell.people[agency], "OBJECT", { reason: "DIVERSION_RISK" });
  }
}

/** A new partner's application before the panel. */
async function caseOfSomeone({ graph, tell, fresh, releaseId }: Ground): Promise<{ as: Caller; caseId: string }> {
  const org = fresh();
  const as = graph.as({ roles: ["partner"], org });
  await tell.admittedPartner({ as, legalName: `${org} (fictional)` });
  return { as, caseId: await tell.applicationInReview(releaseId, { as }) };
}

/** A new case in dispute, before its chair. */
export async function freshDispute(stage: Ground): Promise<{ caseId: string; disputeId: string }> {
  const { tell } = stage;
  const { caseId } = await caseOfSomeone(stage);
  for (const agency of ["oncd", "ostp", "commerce"] as const) await tell.position(caseId, tell.people[agency]);
  await tell.position(caseId, tell.people.defense, "OBJECT", { reason: "DIVERSION_RISK" });
  const asked = "query D($id: ID!) { node(id: $id) { ... on Case { disputes { nodes { id } } } } }";
  const { node } = await tell.people.auditor.ask(asked, { id: caseId });
  return { caseId, disputeId: node.disputes.nodes[0].id };
}

/** A new dispute whose chair has decided. */
export async function chairedDispute(stage: Ground): Promise<string> {
  const { disputeId } = await freshDispute(stage);
  const decision = { disputeId, level: 1, outcome: "APPROVE", rationale: "On the whole record." };
  done(await stage.tell.people.oncd.mutate("decideDispute", decision));
  return disputeId;
}

/** A new dispute before those who vote. */
export async function votedDispute(stage: Ground): Promise<string> {
  const { caseId } = await freshDispute(stage);
  return beforeVoters(stage.tell, caseId, stage.tell.people.oncd);
}

/** A new application whose denial is intended, and who may rebut it. */
export async function intendedDenial(stage: Ground): Promise<{ as: Caller; caseId: string }> {
  const { as, caseId } = await caseOfSomeone(stage);
  await everyoneObjects(stage.tell, caseId);
  return { as, caseId };
}

/** The same, rebutted. */
export async function freshRebuttal(stage: Ground): Promise<string> {
  const { as, caseId } = await intendedDenial(stage);
  return rebutted(caseId, as);
}

/** A vendor's phase advance whose denial is intended. */
export async function intendedAdvanceDenial({ tell }: Ground): Promise<string> {
  const phaseAdvanceId = await tell.requestedAdvance(await tell.releaseUnderReview());
  done(await tell.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId, revision: 1 }));
  await everyoneObjects(tell, phaseAdvanceId);
  return phaseAdvanceId;
}

/** One more dispute before its chair, one more that is voted on, and one more rebuttal. */
export async function addDisputes(stage: Ground): Promise<void> {
  await freshDispute(stage);
  const disputeId = await votedDispute(stage);
  done(await vote(disputeId, stage.tell.people.ostp));
  await freshRebuttal(stage);
}
