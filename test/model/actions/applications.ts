import type { Actor } from "../../../src/identity/actor.ts";
import { official, partnerOf, vendorOf } from "../../support/actors.ts";
import { type Drafting, type Draw, revisionNamed, rightly } from "../draft.ts";
import type { Row } from "../look.ts";
import type { Scene } from "../scene.ts";

const endUses = ["CYBER_DEFENSE", "EDUCATION"] as const;

/** Whoever may act for a case: its partner, or the vendor of an advance; seldom another organisation. */
export function applicantOf(scene: Scene, draw: Draw, reviewed: Row): Actor {
  const own = scene.partners.find(({ id }) => id === reviewed.partnerId);
  const stranger = draw.of(scene.partners) as Scene["partners"][number];
  return rightly(draw, own ? partnerOf(own.org) : vendorOf(scene.vendorOrg), partnerOf(stranger.org));
}

/** The applications of the sequence. */
const applications = (scene: Scene): readonly Row[] => scene.seen.rows.Application ?? [];
const isOpen = ({ closedAt }: Row): boolean => closedAt === null;

const submitApplication: Drafting = (scene, draw) => {
  const partner = draw.of(scene.partners) as Scene["partners"][number];
  const by = rightly(draw, partnerOf(partner.org), vendorOf(scene.vendorOrg));
  const waiting = applications(scene).filter(
    ({ partnerId, status }) => partnerId === partner.id && (status === "DRAFT" || status === "RETURNED"),
  );
  const existing = draw.of(waiting);
  if (existing) {
    const input = { existing: { applicationId: existing.id, revision: revisionNamed(draw, existing) } };
    return { by, mutation: "submitApplication", input, words: `submits ${scene.named(existing.id)}` };
  }
  const held = (scene.seen.rows.Authorization ?? []).filter(({ partnerId }) => partnerId === partner.id);
  const replaced = draw.once(2) ? draw.of(held) : undefined;
  const draft = draw.once(8);
  const endUse = replaced?.endUse ?? draw.of(endUses);
  const input = {
    new: {
      releaseId: scene.releaseId,
      endUse,
      endUseStatement: "Defending our network.",
      deployment: "VENDOR_HOSTED",
      namedUsers: 25,
      userJurisdictions: ["US"],
      replacesAuthorizationId: replaced?.id ?? null,
      draft,
    },
  };
  const renewing = replaced ? `, to renew ${scene.named(replaced.id)}` : "";
  const words = `${draft ? "drafts an application" : "applies"} for ${endUse}${renewing}`;
  return { by, mutation: "submitApplication", input, words };
};

const amendApplication: Drafting = (scene, draw) => {
  const application = draw.mostly(applications(scene), isOpen);
  if (!application) return null;
  const input = {
    applicationId: application.id,
    revision: revisionNamed(draw, application),
    namedUsers: application.namedUsers + 1,
  };
  const by = applicantOf(scene, draw, application);
  return { by, mutation: "amendApplication", input, words: `amends ${scene.named(application.id)}` };
};

const withdrawApplication: Drafting = (scene, draw) => {
  const application = draw.mostly(applications(scene), isOpen);
  if (!application) return null;
  const by = applicantOf(scene, draw, application);
  const input = { applicationId: application.id };
  return { by, mutation: "withdrawApplication", input, words: `withdraws ${scene.named(application.id)}` };
};

const submitted = ({ status }: Row): boolean => status === "SUBMITTED";

const returnApplication: Drafting = (scene, draw) => {
  const application = draw.mostly(applications(scene), submitted);
  if (!application) return null;
  const by = rightly(draw, official("COMMERCE"), official("ONCD"));
  const revision = revisionNamed(draw, application);
  const input = { applicationId: application.id, revision, reason: "INCOMPLETE", note: "Say more." };
  return { by, mutation: "returnApplication", input, words: `returns ${scene.named(application.id)}` };
};

const acceptApplication: Drafting = (scene, draw) => {
  const application = draw.mostly(applications(scene), submitted);
  if (!application) return null;
  const by = rightly(draw, official("COMMERCE"), official("DEFENSE"));
  const input = { applicationId: application.id, revision: revisionNamed(draw, application) };
  return { by, mutation: "acceptApplication", input, words: `refers ${scene.named(application.id)} to the panel` };
};

const advances = (scene: Scene): readonly Row[] => scene.seen.rows.PhaseAdvance ?? [];

const requestPhaseAdvance: Drafting = (scene, draw) => ({
  by: rightly(draw, vendorOf(scene.vendorOrg), vendorOf("others")),
  mutation: "requestPhaseAdvance",
  input: { releaseId: scene.releaseId, justification: "It is ready." },
  words: "asks for the release's next phase",
});

const acceptPhaseAdvance: Drafting = (scene, draw) => {
  const advance = draw.mostly(advances(scene), submitted);
  if (!advance) return null;
  const input = { phaseAdvanceId: advance.id, revision: revisionNamed(draw, advance) };
  const by = rightly(draw, official("COMMERCE"), official("ONCD"));
  return { by, mutation: "acceptPhaseAdvance", input, words: `refers ${scene.named(advance.id)} to the panel` };
};

const withdrawPhaseAdvance: Drafting = (scene, draw) => {
  const advance = draw.mostly(advances(scene), isOpen);
  if (!advance) return null;
  const by = rightly(draw, vendorOf(scene.vendorOrg), vendorOf("others"));
  const input = { phaseAdvanceId: advance.id };
  return { by, mutation: "withdrawPhaseAdvance", input, words: `withdraws ${scene.named(advance.id)}` };
};

/** What the parties of a case do to it, and Commerce before the panel does. */
export const onApplications = {
  submitApplication,
  amendApplication,
  withdrawApplication,
  returnApplication,
  acceptApplication,
  requestPhaseAdvance,
  acceptPhaseAdvance,
  withdrawPhaseAdvance,
} satisfies Record<string, Drafting>;
