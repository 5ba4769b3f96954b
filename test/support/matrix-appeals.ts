import type { Caller, Graph } from "./graph.ts";
import type { Ids, Telling } from "./matrix-cases.ts";
import { done, type Story } from "./story.ts";

/** Where it is told. */
interface Told {
  readonly graph: Graph;
  readonly tell: Story;
}

/** An appeal of a denial and one of conditions, decided and not, and changes of conditions, answered and not. */
export async function appeal({ tell }: Telling, { denied }: Ids, authorizations: Ids): Promise<void> {
  const { partner, oncd, ostp, ostp2 } = tell.people;
  const input = { caseId: denied, ground: "DENIAL", statement: "We show what we do." };
  const appealId = done(await partner.mutate("appealDecision", input, "appeal { id }")).appeal.id;
  done(await ostp2.mutate("decideAppeal", { appealId, revision: 1, upheld: false, reason: "Nothing is new." }));
  const ask = async (authorizationId: string | undefined, drops: boolean) => {
    const asked = "query C($id: ID!) { authorization(id: $id) { conditions { nodes { id kind } } } }";
    const { authorization } = await tell.people.auditor.ask(asked, { id: authorizationId });
    const condition = authorization.conditions.nodes.find(
      ({ kind }: { kind: string }) => kind === "NAMED_USERS_AT_MOST",
    );
    const newWording = { text: "At most 60.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 60 } };
    const input = { conditionId: condition.id, drops, reason: "They grew.", ...(!drops && { newWording }) };
    const { conditionChange } = done(await ostp.mutate("proposeConditionChange", input, "conditionChange { id }"));
    return conditionChange.id as string;
  };
  const answer = async (changeId: string, consent: boolean) =>
    done(await oncd.mutate("consentToConditionChange", { changeId, consent, reason: "We looked." }));
  await answer(await ask(authorizations.atDual, false), true);
  await answer(await ask(authorizations.dual, true), false);
  await ask(authorizations.dual, true);
}

/** An approval under two conditions, of `as` on a release of its own: the conditions' ids. */
export async function approvedUnderTwo({ tell }: Pick<Told, "tell">, as: Caller) {
  const { oncd, ostp, commerce, defense } = tell.people;
  const releaseId = await tell.previewedRelease({ policyKey: "eo12981" });
  const caseId = await tell.applicationInReview(releaseId, { as });
  const conditions = [10, 20].map((max) => ({
    text: `At most ${max}.`,
    predicate: { kind: "NAMED_USERS_AT_MOST", max },
  }));
  await tell.position(caseId, oncd, "CONCUR_WITH_CONDITIONS", { conditions });
  for (const each of [ostp, commerce, defense]) await tell.position(caseId, each);
  await tell.countersigned(caseId);
  const asked =
    "query C($id: ID!) { node(id: $id) { ... on Application { decision { conditions { nodes { id } } } } } }";
  const { node } = await tell.people.auditor.ask(asked, { id: caseId });
  const [first, second] = node.decision.conditions.nodes.map(({ id }: { id: string }) => id) as [string, string];
  return { caseId, first, second };
}

/** Files an appeal against the condition. */
export async function appealed(caseId: string, conditionId: string, as: Caller): Promise<string> {
  const input = { caseId, ground: "CONDITIONS", conditionIds: [conditionId], statement: "It is too strict." };
  return done(await as.mutate("appealDecision", input, "appeal { id }")).appeal.id;
}

/** Asks ONCD to let its condition fall. */
export async function changeAsked({ tell }: Pick<Told, "tell">, conditionId: string): Promise<string> {
  const input = { conditionId, drops: true, reason: "It proved needless." };
  const asked = await tell.people.ostp.mutate("proposeConditionChange", input, "conditionChange { id }");
  return done(asked).conditionChange.id;
}

/** One more appeal of the stage's partner, and one more change of a condition that awaits its consent. */
export async function addAppeals(stage: Pick<Told, "tell">): Promise<void> {
  const { partner } = stage.tell.people;
  const { caseId, first, second } = await approvedUnderTwo(stage, partner);
  await appealed(caseId, first, partner);
  await changeAsked(stage, second);
}

/** A phase advance that nobody referred in time, and that its vendor hasn't appealed. */
export async function overdueAdvance({ graph, tell }: Told): Promise<string> {
  const asked = `{ phaseAdvances(first: 100, orderBy: SUBMITTED_AT_DESC, filter: { status: [SUBMITTED] }) {
    nodes { id dueAt appeals { totalCount } } } }`;
  const { phaseAdvances } = await tell.people.auditor.ask(asked);
  const nodes = phaseAdvances.nodes as { id: string; dueAt: string; appeals: { totalCount: number } }[];
  const late = nodes.find(({ dueAt, appeals }) => new Date(dueAt) < graph.clock.fixed! && appeals.totalCount === 0);
  if (!late) throw new Error("Every phase advance was referred, or appealed.");
  return late.id;
}
