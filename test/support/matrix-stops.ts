import { sweepAlone } from "./falling-due.ts";
import type { Telling } from "./matrix-cases.ts";
import { done } from "./story.ts";

/** Holds and requests for information in every state, of an application, with reasons that show and that don't. */
export async function stopClocks({ graph, tell }: Telling, releaseId: string): Promise<void> {
  const { partner, vendor2, commerce, oncd, ostp, defense } = tell.people;
  const caseId = await tell.applicationInReview(releaseId, { as: partner, endUse: "SCIENTIFIC_RESEARCH" });
  await tell.hold(caseId, { reasonWithheld: true, reason: "FOREIGN_CONSULTATION", note: "With an ally." });
  await tell.hold(caseId, { reason: "APPLICANT_AGREED", note: "They called." });
  const released = await tell.hold(caseId, { owner: "ONCD", note: "Shortly." });
  done(await commerce.mutate("releaseHold", { holdId: released, note: "Done." }));
  const answered = await tell.asks(caseId, ostp, { addressee: "VENDOR", question: "Which safeguards?" });
  done(await vendor2.mutate("answerInformationRequest", { informationRequestId: answered, answer: "These." }));
  const closed = await tell.asks(caseId, oncd, { addressee: "VENDOR" });
  const note = "We found it ourselves.";
  done(await oncd.mutate("closeInformationRequest", { informationRequestId: closed, note }));
  const own = await tell.asks(caseId, ostp);
  done(await partner.mutate("answerInformationRequest", { informationRequestId: own, answer: "Our staff." }));
  const lapsed = await tell.asks(caseId, defense);
  const { auditor } = tell.people;
  const asked = "query Q($id: ID!) { informationRequest(id: $id) { dueAt } }";
  const now = graph.clock.fixed as Date;
  graph.clock.set((await auditor.ask(asked, { id: lapsed })).informationRequest.dueAt);
  await sweepAlone(graph, caseId);
  graph.clock.set(now.toISOString());
  await tell.asks(caseId, oncd, { topic: "OWNERSHIP_AND_CONTROL", question: "Who owns you?" });
  await tell.asks(caseId, commerce, { addressee: "VENDOR", question: "Who asked you?" });
}
