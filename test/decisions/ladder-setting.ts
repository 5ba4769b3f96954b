import "reflect-metadata";
import { expect } from "vitest";
import { sweep } from "../../src/decisions/clocks/sweep.ts";
import { Hold } from "../../src/decisions/stops/hold.ts";
import type { DatabaseKind } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";
import { store } from "./rows.ts";
import { type Filed, setting } from "./setting.ts";

/** A Tuesday morning in Washington, on which every dispute of these tests opens unless they say otherwise. */
export const tuesday = "2026-06-09T14:00:00.000Z";

/** A case in dispute. */
export interface Disputed extends Filed {
  readonly disputeId: string;
}

const shownDispute = `id status cause level caseRevision openedAt levelSince dueAt silentAt closedAt
  escalatedAgency escalatedBy escalationReason viewerCanDecide viewerCanVote viewerCanEscalate
  decisions { nodes { id level basis outcome reasons rationale agency decidedBy conditions { nodes { text } } } }
  votes { nodes { id level agency official outcome reasons rationale } }`;

/** What tests of disputes and rebuttals start from: the room's setting, with cases that the panel doesn't agree on. */
export async function ladderSetting(kind: DatabaseKind) {
  const here = await setting(kind);
  const { people, tell } = here;
  const ladder = {
    ...here,
    at: (time: string) => here.clock.set(time),

    /** Does what has fallen due. */
    async swept(): Promise<void> {
      expect((await sweep(here.graph.services)).failed).toEqual([]);
    },

    /** An application to which Defense objects and in which all others concur. */
    async disputed(releaseId?: string): Promise<Disputed> {
      here.clock.set(tuesday);
      const filed = await here.inReview(releaseId ?? (await here.release()));
      for (const agency of [people.oncd, people.ostp, people.commerce]) await tell.position(filed.caseId, agency);
      await tell.position(filed.caseId, people.defense, "OBJECT", { reason: "DIVERSION_RISK" });
      return { ...filed, disputeId: (await ladder.disputeOf(filed.caseId)).id };
    },

    /** The case's latest dispute, as the reader sees it. */
    async disputeOf(caseId: string, as: Caller = people.auditor) {
      const asked = `query D($id: ID!) { node(id: $id) { ... on Case { disputes(first: 1) { nodes { ${shownDispute} } } } } }`;
      return (await as.ask(asked, { id: caseId })).node.disputes.nodes[0];
    },

    /** Lets the time of the dispute's level pass, to the moment on which it is over. */
    async timePasses(caseId: string): Promise<void> {
      const { dueAt } = await ladder.disputeOf(caseId);
      expect(dueAt).toEqual(expect.any(String));
      here.clock.set(dueAt);
      await ladder.swept();
    },

    decide: (disputeId: string, level: number, outcome: string, more: object = {}, as: Caller = people.oncd2) =>
      as.mutate(
        "decideDispute",
        {
          disputeId,
          level,
          outcome,
          rationale: "On the whole record.",
          ...(outcome === "DENY" && { reasons: ["END_USE_CONCERN"] }),
          ...more,
        },
        "ladderDecision { id level basis outcome reasons agency decidedBy } dispute { id status level } case { id __typename }",
      ),
    vote: (disputeId: string, level: number, as: Caller, outcome: string, more: object = {}) =>
      as.mutate(
        "castVote",
        { disputeId, level, outcome, ...(outcome === "DENY" && { reasons: ["DIVERSION_RISK"] }), ...more },
        "vote { id agency outcome } dispute { id status level } case { id }",
      ),
    escalate: (disputeId: string, level: number, as: Caller = people.defense, more: object = {}) =>
      as.mutate(
        "escalateDispute",
        { disputeId, level, reason: "The record says otherwise.", ...more },
        "dispute { id status level } case { id }",
      ),

    /** Votes that must be cast, in the order of ONCD, OSTP, COMMERCE and DEFENSE: + approves, - denies, a space is silent. */
    async votes(disputeId: string, level: number, cast: string): Promise<void> {
      const voters = [people.oncd, people.ostp, people.commerce, people.defense];
      for (const [index, letter] of [...cast].entries()) {
        if (letter === " ") continue;
        done(await ladder.vote(disputeId, level, voters[index] as Caller, letter === "+" ? "APPROVE" : "DENY"));
      }
    },

    /** Stops the case's clock, past the use case that will. */
    async stopped({ caseId }: Pick<Filed, "caseId">): Promise<void> {
      const now = here.clock.fixed ?? new Date();
      await store(here.graph, Hold, {
        id: here.graph.services.ids.next("Hold"),
        caseId,
        caseType: "Application",
        caseRevision: 1,
        reason: "LEGAL_REVIEW",
        reasonWithheld: false,
        note: null,
        owner: "COMMERCE",
        reviewAt: new Date(now.getTime() + 86_400_000),
        reviewNotedAt: null,
        placedBy: "test|commerce",
        placedAt: now,
        releasedBy: null,
        releasedAt: null,
        releaseNote: null,
      });
    },

    /** Where the case stands, with what is proposed for it. */
    standing: (caseId: string) =>
      here.read(
        caseId,
        "status rebuttalDueAt decision { basis outcome status reasons conditions { nodes { text proposedBy } } } disputes { nodes { status level } }",
      ),
  };
  return ladder;
}
export type LadderSetting = Awaited<ReturnType<typeof ladderSetting>>;
