import { agencies } from "../../../src/rules/vocabulary.ts";
import { official } from "../../support/actors.ts";
import { type Draft, Draw, officialOf } from "../draft.ts";
import { casesOf, type Row } from "../look.ts";
import type { Scene } from "../scene.ts";
import { onApplications } from "./applications.ts";
import { positionOf } from "./panel.ts";

/** How the seats that aren't heard speak together, the plainest first. */
const choruses: readonly (readonly string[])[] = [
  ["CONCUR", "CONCUR", "CONCUR", "CONCUR"],
  ["CONCUR", "CONCUR", "CONCUR_WITH_CONDITIONS", "NO_EQUITY"],
  ["CONCUR", "CONCUR_WITH_CONDITIONS", "CONCUR", "CONCUR"],
  ["CONCUR_WITH_CONDITIONS", "CONCUR", "CONCUR_WITH_CONDITIONS", "CONCUR"],
  ["OBJECT", "OBJECT", "OBJECT", "OBJECT"],
  ["CONCUR", "OBJECT", "CONCUR_WITH_CONDITIONS", "NO_EQUITY"],
];

/** Brings a case further as its review goes when nothing comes between: to the panel, past its positions, or to its end. */
export function bringing(scene: Scene, draw: Draw): (() => Draft | null)[] {
  const cases = casesOf(scene.seen).filter(({ status }) =>
    ["SUBMITTED", "IN_REVIEW", "AWAITING_COUNTERSIGNATURE"].includes(status),
  );
  const reviewed = draw.of(cases);
  const fresh = draw.once(4) || !reviewed;
  const numbers = [draw.number(), draw.number(), draw.number()];
  if (fresh) {
    const isOpen = scene.seen.rows.Release?.[0]?.phase !== "UNDER_REVIEW";
    const asking = isOpen ? onApplications.submitApplication : onApplications.requestPhaseAdvance;
    const applies = () => asking(scene, new Draw(isOpen ? [numbers[0] as number] : []));
    const accepts = () => accepting(casesOf(scene.seen).findLast(({ status }) => status === "SUBMITTED"));
    return [applies, accepts];
  }
  if (reviewed.status === "SUBMITTED") return [() => accepting(reviewed)];
  if (reviewed.status === "AWAITING_COUNTERSIGNATURE") return [() => signing(scene, reviewed)];
  const chorus = choruses[(numbers[0] as number) % choruses.length] as readonly string[];
  return agencies.map((agency, index) => () => {
    const now = casesOf(scene.seen).find(({ id }) => id === reviewed.id) as Row;
    if (isHeard(scene, now, agency)) return null;
    const words = new Draw([numbers[1] as number]);
    return positionOf(scene, words, officialOf(agency, "one"), now, chorus[index] as string, now.revision);
  });

  function accepting(submitted: Row | undefined): Draft | null {
    if (!submitted) return null;
    const { id, revision } = submitted;
    const isAdvance = (scene.seen.rows.PhaseAdvance ?? []).some((advance) => advance.id === id);
    return {
      by: official("COMMERCE"),
      mutation: isAdvance ? "acceptPhaseAdvance" : "acceptApplication",
      input: isAdvance ? { phaseAdvanceId: id, revision } : { applicationId: id, revision },
      words: `refers ${scene.named(id)} to the panel`,
    };
  }
}

function signing(scene: Scene, { id }: Row): Draft | null {
  const proposed = (scene.seen.rows.Decision ?? []).find(
    ({ caseId, status }) => caseId === id && status === "PROPOSED",
  );
  if (!proposed) return null;
  return {
    by: officialOf(scene.policy.countersigners[0] ?? "ONCD", "three"),
    mutation: "countersignDecision",
    input: { decisionId: proposed.id, revision: proposed.caseRevision },
    words: `countersigns what is proposed for ${scene.named(id)}`,
  };
}

const isHeard = ({ seen }: Scene, { id, revision }: Row, agency: string): boolean =>
  (seen.rows.Position ?? []).some(
    (position) => position.caseId === id && position.caseRevision === revision && position.agency === agency,
  );
