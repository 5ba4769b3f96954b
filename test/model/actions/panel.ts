import type { Actor } from "../../../src/identity/actor.ts";
import { anyOfficial, anySigner, type Draft, type Drafting, type Draw, revisionNamed } from "../draft.ts";
import { casesOf, type Row } from "../look.ts";
import type { Scene } from "../scene.ts";

/** The statuses in which the panel's positions are heard. */
const heard = ["IN_REVIEW", "IN_DISPUTE", "INTENT_TO_DENY", "AWAITING_COUNTERSIGNATURE"];
const day = 86_400_000;

const wordings = [
  () => ({ text: "At most ten users.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 10 } }),
  () => ({ text: "At most twenty users.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 20 } }),
  () => ({ text: "Logs for a year.", predicate: { kind: "LOG_RETENTION_DAYS", days: 365 } }),
  () => ({ text: "Users in the US.", predicate: { kind: "USER_JURISDICTIONS", allowed: ["US"] } }),
  () => ({ text: "Nothing is passed on.", predicate: { kind: "NO_ONWARD_TRANSFER" } }),
  (scene: Scene) => {
    const at = new Date(scene.services.clock.fixed.getTime() + 12 * day);
    return { text: `Until ${at.toISOString()}.`, predicate: { kind: "EXPIRES_AT", at } };
  },
];

/** A limit on use, as somebody words it. */
export const wording = (scene: Scene, draw: Draw) =>
  (draw.of(wordings) as (scene: Scene) => { text: string; predicate: object })(scene);

/** Why officials object, the commonest more than once. */
const reasons = [
  "DIVERSION_RISK",
  "END_USE_CONCERN",
  "DIVERSION_RISK",
  "END_USE_CONCERN",
  "DIVERSION_RISK",
  "END_USE_CONCERN",
  "INCOMPLETE_INFORMATION",
] as const;

/** A position of an official on a case, of a kind with what belongs to it. */
export function positionOf(scene: Scene, draw: Draw, by: Actor, reviewed: Row, kind: string, revision: number): Draft {
  const objects = kind === "OBJECT";
  const conditions = kind === "CONCUR_WITH_CONDITIONS" ? [wording(scene, draw)] : null;
  const reason = objects ? (draw.of(reasons) ?? null) : null;
  const input = { caseId: reviewed.id, revision, kind, reason, conditions };
  const about = scene.named(reviewed.id);
  const said: Readonly<Record<string, string>> = {
    CONCUR: `concurs in ${about}`,
    CONCUR_WITH_CONDITIONS: `concurs in ${about} with a condition (${conditions?.[0]?.text})`,
    OBJECT: `objects (${reason}) to ${about}`,
    NO_EQUITY: `has no equity in ${about}`,
  };
  return { by, mutation: "recordPosition", input, words: said[kind] ?? kind };
}

/** The kinds of positions that officials take, the commonest more than once. */
const kinds = ["CONCUR", "CONCUR_WITH_CONDITIONS", "OBJECT", "CONCUR", "OBJECT", "NO_EQUITY"] as const;

const recordPosition: Drafting = (scene, draw) => {
  const reviewed = draw.mostly(casesOf(scene.seen), ({ status }) => heard.includes(status));
  if (!reviewed) return null;
  const revision = revisionNamed(draw, reviewed);
  return positionOf(scene, draw, anyOfficial(draw), reviewed, draw.of(kinds) as string, revision);
};

/** The decisions, those that are proposed first. */
const proposed = ({ status }: Row): boolean => status === "PROPOSED";

const decisions = (scene: Scene): readonly Row[] => scene.seen.rows.Decision ?? [];

const revisionOf = (draw: Draw, { caseRevision }: Row): number => (draw.once(16) ? caseRevision + 1 : caseRevision);

const countersignDecision: Drafting = (scene, draw) => {
  const decision = draw.mostly(decisions(scene), proposed);
  if (!decision) return null;
  const input = { decisionId: decision.id, revision: revisionOf(draw, decision) };
  const words = `countersigns the ${decision.outcome === "DENY" ? "denial" : "approval"} of ${scene.named(decision.caseId)}`;
  return { by: anySigner(draw, scene.policy.countersigners), mutation: "countersignDecision", input, words };
};

const refuseCountersignature: Drafting = (scene, draw) => {
  const decision = draw.mostly(decisions(scene), proposed);
  if (!decision) return null;
  const input = { decisionId: decision.id, revision: revisionOf(draw, decision), reason: "NEW_INFORMATION" };
  const words = `refuses to countersign ${scene.named(decision.caseId)}`;
  return { by: anySigner(draw, scene.policy.countersigners), mutation: "refuseCountersignature", input, words };
};

/** What officials say to a case and sign. */
export const onPanel = { recordPosition, countersignDecision, refuseCountersignature } satisfies Record<
  string,
  Drafting
>;
