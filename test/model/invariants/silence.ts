import { moment, type Row } from "../look.ts";
import type { Invariant } from "./invariant.ts";

const isSilence = ({ kind }: Row): boolean => kind === "DEEMED_NO_OBJECTION";

/** Silence counts once, and only of a deemable seat that hasn't spoken, was reminded before, and whose time ran and is over. */
export const silenceCountsWhereItMay: Invariant = ({ scene, before, after }) => {
  const earlier = before.rows.Position ?? [];
  const known = new Set(earlier.map(({ id }) => id));
  // With the last request the stop ends that it was: what is left of a seat's time begins then, and may be nothing.
  const lapsedNow = (caseId: unknown): boolean =>
    (after.rows.InformationRequest ?? []).some(
      (request) =>
        request.caseId === caseId &&
        request.status === "LAPSED" &&
        before.rows.InformationRequest?.some(({ id, status }) => id === request.id && status === "OPEN"),
    );
  const silences = (after.rows.Position ?? []).filter((position) => isSilence(position) && !known.has(position.id));
  return silences.flatMap((silence) => {
    const { caseId, agency } = silence;
    const referral = after.rows.Referral?.find((each) => each.caseId === caseId && each.agency === agency);
    const reminded = moment(referral?.remindedAt);
    const due = moment(referral?.dueAt);
    const ran = before.rows.Referral?.some(({ id, dueAt }) => id === referral?.id && dueAt !== null) ?? false;
    const runsAgain = lapsedNow(caseId);
    const why = [
      ...(referral?.seat === "DEEMABLE" ? [] : [`its seat is ${referral?.seat}`]),
      ...([...earlier, ...silences].some((other) => isOfTheSame(other, silence)) ? ["it has been heard"] : []),
      ...(reminded !== null && reminded < after.now ? [] : ["it wasn't reminded before"]),
      ...(due !== null && due > after.now ? ["its time isn't over"] : []),
      ...(ran || runsAgain ? [] : ["its time didn't run"]),
    ];
    return why.map((reason) => `${agency}'s silence on ${scene.named(caseId)} counts, and ${reason}`);
  });
};

const isOfTheSame = (other: Row, { id, caseId, caseRevision, agency }: Row): boolean =>
  other.id !== id && other.caseId === caseId && other.caseRevision === caseRevision && other.agency === agency;
