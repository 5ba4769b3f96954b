import { sweepAlone } from "../support/falling-due.ts";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";
import type { Setting } from "./setting.ts";

const holdShown = `hold { id reason reasonWithheld note owner caseRevision reviewAt reviewNotedAt reviewOverdue placedBy placedAt
  releasedBy releasedAt releaseNote viewerCanRelease withheld { field because } } case { __typename id }`;
const requestShown = `informationRequest { id agency addressee topic question status caseRevision requestedBy requestedAt
  dueAt answer answeredBy endedBy endedAt closingNote viewerCanAnswer viewerCanClose withheld { field because } }
  case { __typename id }`;

/** What these tests stop clocks with; every case is of the setting. */
export function stopping(here: Setting) {
  const { people, clock } = here;
  const inDays = (days: number) => new Date((clock.fixed as Date).getTime() + days * 86_400_000).toISOString();

  const holding = (caseId: string, more: Record<string, unknown> = {}) => ({
    caseId,
    revision: 1,
    reason: "LEGAL_REVIEW",
    owner: "DEFENSE",
    reviewAt: inDays(10),
    ...more,
  });
  const asking = (caseId: string, more: Record<string, unknown> = {}) => ({
    caseId,
    revision: 1,
    addressee: "PARTNER",
    topic: "END_USERS",
    question: "Who are the 25?",
    ...more,
  });

  const steps = {
    inDays,
    holding,
    asking,

    async hold(caseId: string, more: Record<string, unknown> = {}) {
      return done(await people.commerce.mutate("placeHold", holding(caseId, more), holdShown)).hold;
    },
    async release(holdId: string, more: Record<string, unknown> = {}, as = people.commerce) {
      return done(await as.mutate("releaseHold", { holdId, ...more }, holdShown)).hold;
    },
    async request(caseId: string, as: Caller = people.oncd, more: Record<string, unknown> = {}) {
      return done(await as.mutate("requestInformation", asking(caseId, more), requestShown)).informationRequest;
    },
    async answer(informationRequestId: string, as: Caller, answer = "Our own staff.") {
      const input = { informationRequestId, answer };
      return done(await as.mutate("answerInformationRequest", input, requestShown)).informationRequest;
    },
    async close(informationRequestId: string, as: Caller = people.oncd, more: Record<string, unknown> = {}) {
      const input = { informationRequestId, ...more };
      return done(await as.mutate("closeInformationRequest", input, requestShown)).informationRequest;
    },

    /** What is due of the case when: its total time, its time to rebut, and each seat's position and reminder. */
    async dates(caseId: string) {
      const read = await here.read(
        caseId,
        "status dueAt rebuttalDueAt overlays referrals { nodes { agency dueAt remindAt } }",
      );
      type Seat = { agency: string; dueAt: string | null; remindAt: string | null };
      const seats = new Map((read.referrals.nodes as Seat[]).map((seat) => [seat.agency, seat]));
      const { status, dueAt, rebuttalDueAt, overlays } = read;
      return { status, dueAt, rebuttalDueAt, overlays, seat: (agency: string) => seats.get(agency) as Seat };
    },

    /** The case's total time and one seat's time: what most stops move. */
    async due(caseId: string) {
      const { dueAt, seat } = await steps.dates(caseId);
      return { total: dueAt, position: seat("ONCD").dueAt, reminder: seat("ONCD").remindAt };
    },

    /** Does what is due about the case; gives whether anything was. */
    sweep: (caseId: string) => sweepAlone(here.graph, caseId),
  };
  return steps;
}
export type Stopping = ReturnType<typeof stopping>;
