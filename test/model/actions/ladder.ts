import { anyOfficial, anySigner, type Drafting, type Draw, revisionNamed } from "../draft.ts";
import { casesOf, type Row } from "../look.ts";
import type { Scene } from "../scene.ts";
import { applicantOf } from "./applications.ts";
import { wording } from "./panel.ts";

const isOpen = ({ status }: Row): boolean => status === "OPEN";

const disputeOf = (scene: Scene, draw: Draw): Row | undefined => draw.mostly(scene.seen.rows.Dispute ?? [], isOpen);

const levelNamed = (draw: Draw, { level }: Row): number => (draw.once(16) ? level + 1 : level);

/** What is wanted of a case, with what it needs. */
function outcomeOf(draw: Draw): { outcome: string; reasons: string[] } {
  const outcome = draw.of(["APPROVE", "DENY"]) as string;
  return { outcome, reasons: outcome === "DENY" ? ["DIVERSION_RISK"] : [] };
}

/** Rulings on conditions that a level or an appeal may carry: mostly none, else on one that stands, dropped or reworded. */
export function rulingsOf(scene: Scene, draw: Draw, conditions: readonly Row[]): object[] {
  const condition = draw.of(conditions);
  if (!condition || draw.number() % 2 === 0) return [];
  const drops = draw.once(2);
  const newWording = drops ? null : wording(scene, draw);
  return [{ conditionId: condition.id, drops, newWording, reason: "As is enough." }];
}

const inForce = (scene: Scene, caseId: string): Row[] =>
  (scene.seen.rows.Condition ?? []).filter((condition) => condition.caseId === caseId && condition.endedAt === null);

const decideDispute: Drafting = (scene, draw) => {
  const dispute = disputeOf(scene, draw);
  if (!dispute) return null;
  const by = anyOfficial(draw, ["ONCD"]);
  const result = outcomeOf(draw);
  const rulings = result.outcome === "APPROVE" ? rulingsOf(scene, draw, inForce(scene, dispute.caseId)) : [];
  const conditions = result.outcome === "APPROVE" && draw.once(4) ? [wording(scene, draw)] : [];
  const input = {
    disputeId: dispute.id,
    level: levelNamed(draw, dispute),
    ...result,
    rulings,
    conditions,
    rationale: "On balance.",
  };
  const ruling = rulings.length > 0 ? ", ruling on a condition" : "";
  const adding = conditions.length > 0 ? ", adding one" : "";
  const words = `decides level ${input.level} of ${scene.named(dispute.caseId)}: ${result.outcome}${ruling}${adding}`;
  return { by, mutation: "decideDispute", input, words };
};

const castVote: Drafting = (scene, draw) => {
  const dispute = disputeOf(scene, draw);
  if (!dispute) return null;
  const by = anyOfficial(draw);
  const result = outcomeOf(draw);
  const input = { disputeId: dispute.id, level: levelNamed(draw, dispute), ...result };
  const words = `votes at level ${input.level} of ${scene.named(dispute.caseId)}: ${result.outcome}`;
  return { by, mutation: "castVote", input, words };
};

const escalateDispute: Drafting = (scene, draw) => {
  const dispute = disputeOf(scene, draw);
  if (!dispute) return null;
  const input = { disputeId: dispute.id, level: levelNamed(draw, dispute), reason: "It is wrong." };
  const words = `takes ${scene.named(dispute.caseId)} further than level ${input.level}`;
  return { by: anyOfficial(draw), mutation: "escalateDispute", input, words };
};

const rebutIntentToDeny: Drafting = (scene, draw) => {
  const reviewed = draw.mostly(casesOf(scene.seen), ({ status }) => status === "INTENT_TO_DENY");
  if (!reviewed) return null;
  const by = applicantOf(scene, draw, reviewed);
  const input = { caseId: reviewed.id, revision: revisionNamed(draw, reviewed), statement: "We disagree." };
  return { by, mutation: "rebutIntentToDeny", input, words: `rebuts the denial of ${scene.named(reviewed.id)}` };
};

const decideRebuttal: Drafting = (scene, draw) => {
  const rebuttal = draw.mostly(scene.seen.rows.Rebuttal ?? [], ({ status }) => status === "FILED");
  if (!rebuttal) return null;
  const accept = !draw.once(2);
  const words = `${accept ? "accepts" : "rejects"} the rebuttal of ${scene.named(rebuttal.caseId)}`;
  const input = { rebuttalId: rebuttal.id, accept, reason: "On balance." };
  return { by: anySigner(draw), mutation: "decideRebuttal", input, words };
};

/** What climbs the ladder, and what is said against an intended denial. */
export const onLadder = {
  decideDispute,
  castVote,
  escalateDispute,
  rebutIntentToDeny,
  decideRebuttal,
} satisfies Record<string, Drafting>;
