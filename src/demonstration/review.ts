import { countersignDecision } from "../decisions/outcomes/countersign-decision.ts";
import type { ProposedConditionInput } from "../decisions/outcomes/decision-inputs.ts";
import { refuseCountersignature } from "../decisions/outcomes/refuse-countersignature.ts";
import { recordPosition } from "../decisions/panel/record-position.ts";
import type { Agency, CountersignatureRefusalReason, ObjectionReason } from "../rules/vocabulary.ts";
import { official } from "./cast.ts";
import { type Asked, ago, type Day, type Deed, madeUp } from "./storyline.ts";

type Said = Omit<Asked<Parameters<typeof recordPosition>[1]>, "caseId" | "revision">;

/** What a panel does about the case kept as `case:<name>`, in one of its revisions. */
export interface Review {
  concur(...agencies: readonly Agency[]): Deed[];
  concurOn(agency: Agency, ...conditions: readonly ProposedConditionInput[]): Deed;
  noEquity(agency: Agency): Deed;
  object(agency: Agency, reason: ObjectionReason, why: string): Deed;
  /** Countersigned by the agency's second official; an application's authorization is kept as `authorization:<name>`. */
  countersign(agency: Agency, proposal?: number): Deed;
  refuse(agency: Agency, reason: CountersignatureRefusalReason, note: string, proposal?: number): Deed;
}

/** What a panel does about one case, as deeds. */
export function review(name: string, revision = 1): Review {
  const position =
    (agency: Agency, said: Said): Deed =>
    async ({ act, find }) => {
      await act(official(agency), recordPosition, { caseId: find(`case:${name}`), revision, ...said });
    };
  return {
    concur: (...agencies) => agencies.map((agency) => position(agency, { kind: "CONCUR" })),
    concurOn: (agency, ...conditions) =>
      position(agency, { kind: "CONCUR_WITH_CONDITIONS", conditions: [...conditions], rationale: madeUp }),
    noEquity: (agency) => position(agency, { kind: "NO_EQUITY" }),
    object: (agency, reason, why) => position(agency, { kind: "OBJECT", reason, rationale: `${why} ${madeUp}` }),
    countersign:
      (agency, proposal = 1) =>
      async ({ act, decisionOf, find, keep }) => {
        const { id: decisionId, revision } = await decisionOf(find(`case:${name}`), proposal);
        const { authorizationId } = await act(official(agency, 2), countersignDecision, { decisionId, revision });
        if (authorizationId) keep(`authorization:${name}`, authorizationId);
      },
    refuse:
      (agency, reason, note, proposal = 1) =>
      async ({ act, decisionOf, find }) => {
        const { id: decisionId, revision } = await decisionOf(find(`case:${name}`), proposal);
        await act(official(agency, 2), refuseCountersignature, { decisionId, revision, reason, note });
      },
  };
}

/** A panel that concurs over two days, one agency on conditions where there are any; countersigned on the third. */
export function concurrence(
  name: string,
  from: number,
  signer: Agency,
  conditions: ProposedConditionInput[] = [],
): Day[] {
  const { concur, concurOn, noEquity, countersign } = review(name);
  const first = conditions.length > 0 ? concurOn("ONCD", ...conditions) : concur("ONCD")[0];
  return [
    ago(from, first as Deed, ...concur("OSTP")),
    ago(from - 1, ...concur("COMMERCE"), noEquity("DEFENSE")),
    ago(from - 2, countersign(signer)),
  ];
}
