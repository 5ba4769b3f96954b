import { anyOfficial, anySigner, type Drafting, officialOf, revisionNamed } from "../draft.ts";
import { casesOf, moment, type Row } from "../look.ts";
import type { Scene } from "../scene.ts";
import { applicantOf } from "./applications.ts";
import { rulingsOf } from "./ladder.ts";
import { wording } from "./panel.ts";

/** What a case's standing decision carries, in the wordings that hold. */
function carried(scene: Scene, caseId: string): Row[] {
  const conditions = scene.seen.rows.Condition ?? [];
  const decision = (scene.seen.rows.Decision ?? []).findLast(
    (each) => each.caseId === caseId && (each.status === "COUNTERSIGNED" || each.status === "PROPOSED"),
  );
  const roots = conditions.filter(({ id }) => decision?.conditionIds.includes(id)).map(({ rootId }) => rootId);
  return conditions.filter(({ rootId, endedAt }) => endedAt === null && roots.includes(rootId));
}

const grounds: Readonly<Record<string, string>> = { DENIED: "DENIAL", APPROVED: "CONDITIONS" };

/** Whether what is proposed for the case should have been countersigned by now. */
export const isUnsigned = ({ seen }: Scene, id: string): boolean =>
  (seen.rows.Decision ?? []).some(
    ({ caseId, status, dueAt }) => caseId === id && status === "PROPOSED" && (moment(dueAt) ?? seen.now) < seen.now,
  );

const appealDecision: Drafting = (scene, draw) => {
  const reviewed = draw.mostly(casesOf(scene.seen), ({ id, status }) => {
    return status === "DENIED" || (status === "APPROVED" && carried(scene, id).length > 0) || isUnsigned(scene, id);
  });
  if (!reviewed) return null;
  const by = applicantOf(scene, draw, reviewed);
  const fitting = grounds[reviewed.status] ?? "MISSED_DEADLINE";
  const ground = draw.once(12) ? draw.of(["DENIAL", "CONDITIONS", "MISSED_DEADLINE"]) : fitting;
  const condition = draw.of(carried(scene, reviewed.id));
  const conditionIds = ground === "CONDITIONS" && condition ? [condition.id] : null;
  const input = { caseId: reviewed.id, ground, conditionIds, statement: "It is wrong." };
  return { by, mutation: "appealDecision", input, words: `appeals (${ground}) about ${scene.named(reviewed.id)}` };
};

const decideAppeal: Drafting = (scene, draw) => {
  const appeal = draw.mostly(scene.seen.rows.Appeal ?? [], ({ status }) => status === "FILED");
  if (!appeal) return null;
  const by = anySigner(draw);
  const upheld = !draw.once(3);
  const appealed = (scene.seen.rows.Condition ?? []).filter(({ id }) => appeal.conditionIds.includes(id));
  const rulings = upheld ? rulingsOf(scene, draw, appealed.length > 0 ? appealed : carried(scene, appeal.caseId)) : [];
  const reviewed = casesOf(scene.seen).find(({ id }) => id === appeal.caseId) as Row;
  const input = {
    appealId: appeal.id,
    revision: revisionNamed(draw, reviewed),
    upheld,
    reason: "On balance.",
    rulings,
  };
  const ruling = rulings.length > 0 ? ", ruling on a condition" : "";
  const words = `${upheld ? "upholds" : "rejects"} the appeal about ${scene.named(appeal.caseId)}${ruling}`;
  return { by, mutation: "decideAppeal", input, words };
};

const proposeConditionChange: Drafting = (scene, draw) => {
  const condition = draw.mostly(scene.seen.rows.Condition ?? [], ({ endedAt }) => endedAt === null);
  if (!condition) return null;
  const drops = draw.once(3);
  const newWording = drops ? null : wording(scene, draw);
  const input = { conditionId: condition.id, drops, newWording, reason: "As is enough." };
  const wish = newWording === null ? "fall" : `read "${newWording.text}"`;
  const words = `asks that ${scene.named(condition.id)} of ${scene.named(condition.caseId)} ${wish}`;
  return { by: anyOfficial(draw), mutation: "proposeConditionChange", input, words };
};

const consentToConditionChange: Drafting = (scene, draw) => {
  const asked = draw.mostly(scene.seen.rows.ConditionChange ?? [], ({ status }) => status === "PROPOSED");
  const condition = scene.seen.rows.Condition?.find(({ id }) => id === asked?.conditionId);
  if (!asked || !condition) return null;
  const stranger = anyOfficial(draw);
  const own = officialOf(condition.proposedBy, draw.of(["two", "three", "one"] as const) ?? "two");
  const by = draw.once(8) ? stranger : own;
  const consent = !draw.once(4);
  const input = { changeId: asked.id, consent, reason: "Agreed." };
  const words = `${consent ? "consents" : "doesn't consent"} to the change of ${scene.named(condition.id)}`;
  return { by, mutation: "consentToConditionChange", input, words };
};

/** What is said against a decision, and how conditions change. */
export const onAppeals = {
  appealDecision,
  decideAppeal,
  proposeConditionChange,
  consentToConditionChange,
} satisfies Record<string, Drafting>;
