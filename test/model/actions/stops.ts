import { official, partnerOf, vendorOf } from "../../support/actors.ts";
import { anyOfficial, type Drafting, type Draw, officialOf, revisionNamed, rightly } from "../draft.ts";
import { casesOf, type Row } from "../look.ts";
import type { Scene } from "../scene.ts";

const underReview = ["IN_REVIEW", "IN_DISPUTE", "INTENT_TO_DENY", "AWAITING_COUNTERSIGNATURE"];
const day = 86_400_000;

const reviewedOf = (scene: Scene, draw: Draw): Row | undefined =>
  draw.mostly(casesOf(scene.seen), ({ status }) => underReview.includes(status));

const placeHold: Drafting = (scene, draw) => {
  const reviewed = reviewedOf(scene, draw);
  if (!reviewed) return null;
  const reason = draw.of(["LEGAL_REVIEW", "APPLICANT_AGREED"]);
  const reviewAt = new Date(scene.services.clock.fixed.getTime() + (1 + (draw.number() % 9)) * day);
  const revision = revisionNamed(draw, reviewed);
  const input = { caseId: reviewed.id, revision, reason, reasonWithheld: draw.once(3), owner: "DEFENSE", reviewAt };
  const by = rightly(draw, official("COMMERCE"), official("ONCD"));
  return { by, mutation: "placeHold", input, words: `puts ${scene.named(reviewed.id)} on hold (${reason})` };
};

const releaseHold: Drafting = (scene, draw) => {
  const hold = draw.mostly(scene.seen.rows.Hold ?? [], ({ releasedAt }) => releasedAt === null);
  if (!hold) return null;
  const by = rightly(draw, official("COMMERCE", "two"), official("DEFENSE"));
  const words = `releases the hold (${hold.reason}) of ${scene.named(hold.caseId)}`;
  return { by, mutation: "releaseHold", input: { holdId: hold.id, note: null }, words };
};

const requestInformation: Drafting = (scene, draw) => {
  const reviewed = reviewedOf(scene, draw);
  if (!reviewed) return null;
  const addressee = draw.of(["PARTNER", "VENDOR"]) as string;
  const revision = revisionNamed(draw, reviewed);
  const input = { caseId: reviewed.id, revision, addressee, topic: "END_USE", question: "What is it for?" };
  const words = `asks the ${addressee.toLowerCase()} of ${scene.named(reviewed.id)} for information`;
  return { by: anyOfficial(draw), mutation: "requestInformation", input, words };
};

const requestOf = (scene: Scene, draw: Draw): Row | undefined =>
  draw.mostly(scene.seen.rows.InformationRequest ?? [], ({ status }) => status === "OPEN");

const answerInformationRequest: Drafting = (scene, draw) => {
  const request = requestOf(scene, draw);
  if (!request) return null;
  const applicant = casesOf(scene.seen).find(({ id }) => id === request.caseId)?.partnerId;
  const partner = scene.partners.find(({ id }) => id === applicant) ?? scene.partners[0];
  const asked = request.addressee === "PARTNER" && partner ? partnerOf(partner.org) : vendorOf(scene.vendorOrg);
  const by = rightly(draw, asked, partnerOf("gamma"));
  const words = `answers ${request.agency}'s question about ${scene.named(request.caseId)}`;
  const input = { informationRequestId: request.id, answer: "For our network." };
  return { by, mutation: "answerInformationRequest", input, words };
};

const closeInformationRequest: Drafting = (scene, draw) => {
  const request = requestOf(scene, draw);
  if (!request) return null;
  const by = rightly(draw, officialOf(request.agency, "two"), official("OSTP"));
  const words = `closes ${request.agency}'s question about ${scene.named(request.caseId)}`;
  return { by, mutation: "closeInformationRequest", input: { informationRequestId: request.id, note: null }, words };
};

const extendReferral: Drafting = (scene, draw) => {
  const inReview = new Set(casesOf(scene.seen).flatMap(({ id, status }) => (status === "IN_REVIEW" ? [id] : [])));
  const referral = draw.mostly(scene.seen.rows.Referral ?? [], ({ caseId }) => inReview.has(caseId));
  const reviewed = casesOf(scene.seen).find(({ id }) => id === referral?.caseId);
  if (!referral || !reviewed) return null;
  const input = { referralId: referral.id, revision: revisionNamed(draw, reviewed), reason: "More to read." };
  const by = rightly(draw, officialOf(referral.agency, "two"), official("ONCD"));
  const words = `extends ${referral.agency}'s time on ${scene.named(reviewed.id)}`;
  return { by, mutation: "extendReferral", input, words };
};

/** What stops a case's clock and starts it again, and what lengthens an agency's time. */
export const onStops = {
  placeHold,
  releaseHold,
  requestInformation,
  answerInformationRequest,
  closeInformationRequest,
  extendReferral,
} satisfies Record<string, Drafting>;
