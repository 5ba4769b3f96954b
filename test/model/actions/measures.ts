import { official, partnerOf, vendorOf } from "../../support/actors.ts";
import { type Draft, type Drafting, type Draw, rightly } from "../draft.ts";
import type { Row } from "../look.ts";
import type { Scene } from "../scene.ts";

const day = 86_400_000;
const basis = { legalBasis: "A test order" };

const ofPartner =
  (mutation: string, verb: string, rest: object, fits: (partner: Row) => boolean): Drafting =>
  (scene, draw) => {
    const partner = draw.mostly(scene.seen.rows.Partner ?? [], fits);
    if (!partner) return null;
    const by = rightly(draw, official("COMMERCE"), official("ONCD"));
    return { by, mutation, input: { partnerId: partner.id, ...rest }, words: `${verb} ${partner.legalName}` };
  };

const stands =
  (...statuses: string[]) =>
  ({ status }: Row): boolean =>
    statuses.includes(status);

const barring = { reason: "LISTED_PARTY", ...basis };

/** What is done to partners. */
export const onPartners = {
  admitPartner: ofPartner("admitPartner", "admits", {}, stands("REGISTERED", "SUSPENDED")),
  suspendPartner: ofPartner("suspendPartner", "suspends", barring, stands("ADMITTED")),
  barPartner: ofPartner("barPartner", "bars", barring, stands("ADMITTED", "SUSPENDED")),
  unbarPartner: ofPartner("unbarPartner", "unbars", { note: "Cleared." }, stands("BARRED")),
  amendPartner: (scene, draw) => {
    const partner = draw.mostly(scene.seen.rows.Partner ?? [], () => true);
    if (!partner) return null;
    const jurisdiction = partner.jurisdiction === "US" ? "CA" : "US";
    const input = { partnerId: partner.id, revision: partner.revision, jurisdiction };
    const words = `says that it is in ${jurisdiction} now`;
    return { by: partnerOf(partner.org), mutation: "amendPartner", input, words };
  },
} satisfies Record<string, Drafting>;

const ofAuthorization =
  (mutation: string, verb: string, rest: object, fits: (authorization: Row) => boolean): Drafting =>
  (scene, draw) => {
    const authorization = draw.mostly(scene.seen.rows.Authorization ?? [], fits);
    if (!authorization) return null;
    const holder = scene.partners.find(({ id }) => id === authorization.partnerId) as Scene["partners"][number];
    const right = mutation === "surrenderAuthorization" ? partnerOf(holder.org) : official("COMMERCE", "two");
    const by = rightly(draw, right, partnerOf("alpha"));
    const input = { authorizationId: authorization.id, ...rest };
    return { by, mutation, input, words: `${verb} ${scene.named(authorization.id)}` };
  };

const diversion = { reason: "DIVERSION", ...basis };

/** What is done to authorizations. */
export const onAuthorizations = {
  suspendAuthorization: ofAuthorization("suspendAuthorization", "suspends", diversion, stands("ACTIVE")),
  reinstateAuthorization: ofAuthorization("reinstateAuthorization", "reinstates", {}, stands("SUSPENDED")),
  revokeAuthorization: ofAuthorization("revokeAuthorization", "revokes", diversion, stands("ACTIVE", "SUSPENDED")),
  surrenderAuthorization: ofAuthorization("surrenderAuthorization", "surrenders", {}, stands("ACTIVE")),
} satisfies Record<string, Drafting>;

const effects = ["SUSPEND", "LIMIT", "POSTPONE", "WITHDRAW"] as const;

/** Whom a directive or designation touches: everyone, or those of a jurisdiction or a kind, or one partner, or those in a phase. */
function scopeOf(scene: Scene, draw: Draw): { scope: object | null; words: string } {
  switch (draw.number() % 7) {
    case 2:
      return { scope: { jurisdictions: ["CA"] }, words: " for partners in CA" };
    case 3: {
      const partner = draw.of(scene.partners) as Scene["partners"][number];
      return { scope: { partnerIds: [partner.id] }, words: ` for ${partner.name}` };
    }
    case 4:
      return { scope: { partnerKinds: ["ACADEMIC"] }, words: " for academic partners" };
    case 5: {
      const phase = draw.of(["LIMITED_PREVIEW", "EXPANDED_PREVIEW"]);
      return { scope: { phases: [phase] }, words: ` in ${phase}` };
    }
    case 6:
      return {
        scope: { partnerKinds: ["ENTERPRISE"], phases: ["LIMITED_PREVIEW"], jurisdictions: ["US"] },
        words: " for enterprises in the US in LIMITED_PREVIEW",
      };
    default:
      return { scope: null, words: "" };
  }
}

/** What a LIMIT asks of use: something that a use can meet, or for a while, for one end use alone, or in another country. */
const limits: readonly ((scene: Scene) => object)[] = [
  () => ({ kind: "NAMED_USERS_AT_MOST", max: 5 }),
  (scene) => ({ kind: "EXPIRES_AT", at: new Date(scene.services.clock.fixed.getTime() + 3 * day) }),
  () => ({ kind: "END_USES", allowed: ["EDUCATION"] }),
  () => ({ kind: "USER_JURISDICTIONS", allowed: ["CA"] }),
];

/** The limits of a LIMIT, and of nothing else. */
const limitsOf = (scene: Scene, draw: Draw, effect: string): { limits?: object[] } =>
  effect === "LIMIT" ? { limits: [(draw.of(limits) as (scene: Scene) => object)(scene)] } : {};

const issueDirective: Drafting = (scene, draw) => {
  const effect = draw.of(effects) as (typeof effects)[number];
  const agency = draw.of(["COMMERCE", "ONCD", "OSTP"] as const) as "COMMERCE";
  const target = draw.once(3) ? { vendorId: scene.vendorId } : { releaseId: scene.releaseId };
  const force = draw.once(3) ? "REQUEST" : "ORDER";
  const { scope, words } = scopeOf(scene, draw);
  const limited = limitsOf(scene, draw, effect);
  const input = { ...target, ...limited, effect, force, scope, reason: "CYBER_INCIDENT", ...basis };
  const on = "vendorId" in target ? "the vendor" : "the release";
  return {
    by: rightly(draw, official(agency), official("DEFENSE")),
    mutation: "issueDirective",
    input,
    words: `${force === "ORDER" ? "orders" : "requests"} ${effect} on ${on}${words}`,
  };
};

const aboutDirective = (
  scene: Scene,
  draw: Draw,
  fits: (directive: Row) => boolean,
  draft: (directive: Row) => Draft,
): Draft | null => {
  const directive = draw.mostly(scene.seen.rows.Directive ?? [], fits);
  return directive ? draft(directive) : null;
};

/** What is ordered of a release or its vendor, and what they do themselves. */
export const onReleases = {
  issueDirective,
  liftDirective: (scene, draw) =>
    aboutDirective(scene, draw, stands("IN_FORCE", "REQUESTED"), ({ id, agency }) => ({
      by: rightly(draw, official(agency, "two"), official("OSTP")),
      mutation: "liftDirective",
      input: { directiveId: id, reason: "Resolved." },
      words: `lifts ${scene.named(id)}`,
    })),
  answerDirectiveRequest: (scene, draw) =>
    aboutDirective(scene, draw, stands("REQUESTED"), ({ id }) => {
      const answer = draw.of(["ACCEPT", "DECLINE"]);
      const words = `answers ${scene.named(id)} with ${answer}`;
      const by = rightly(draw, vendorOf(scene.vendorOrg), vendorOf("others"));
      return { by, mutation: "answerDirectiveRequest", input: { directiveId: id, answer }, words };
    }),
  acknowledgeDirective: (scene, draw) =>
    aboutDirective(scene, draw, stands("IN_FORCE"), ({ id }) => {
      const by = rightly(draw, vendorOf(scene.vendorOrg), vendorOf("others"));
      const words = `acknowledges ${scene.named(id)}`;
      return { by, mutation: "acknowledgeDirective", input: { directiveId: id }, words };
    }),
  designateSupplyChainRisk: (scene, draw) => {
    const effect = draw.of(effects.slice(0, 2)) as string;
    const { scope, words } = scopeOf(scene, draw);
    const limited = limitsOf(scene, draw, effect);
    const input = { vendorId: scene.vendorId, effect, scope, reason: "SUPPLY_CHAIN_RISK", ...limited, ...basis };
    const by = rightly(draw, official("DEFENSE"), official("COMMERCE"));
    return { by, mutation: "designateSupplyChainRisk", input, words: `designates the vendor (${effect})${words}` };
  },
  liftDesignation: (scene, draw) => {
    const designation = draw.mostly(scene.seen.rows.Designation ?? [], stands("IN_FORCE"));
    if (!designation) return null;
    const by = rightly(draw, official("DEFENSE", "two"), official("COMMERCE"));
    const input = { designationId: designation.id, reason: "Resolved." };
    return { by, mutation: "liftDesignation", input, words: `lifts ${scene.named(designation.id)}` };
  },
  acknowledgeDesignation: (scene, draw) => {
    const designation = draw.mostly(scene.seen.rows.Designation ?? [], stands("IN_FORCE"));
    if (!designation) return null;
    const by = rightly(draw, vendorOf(scene.vendorOrg), vendorOf("others"));
    const words = `acknowledges ${scene.named(designation.id)}`;
    return { by, mutation: "acknowledgeDesignation", input: { designationId: designation.id }, words };
  },
  withdrawRelease: (scene, draw) => ({
    by: rightly(draw, vendorOf(scene.vendorOrg), vendorOf("others")),
    mutation: "withdrawRelease",
    input: { releaseId: scene.releaseId, reason: "Superseded." },
    words: "withdraws the release",
  }),
  postponeRelease: (scene, draw) => ({
    by: rightly(draw, vendorOf(scene.vendorOrg), vendorOf("others")),
    mutation: "postponeRelease",
    input: { releaseId: scene.releaseId, until: null, reason: "More tests." },
    words: "postpones the release's next phase",
  }),
  resumeRelease: (scene, draw) => ({
    by: rightly(draw, vendorOf(scene.vendorOrg), vendorOf("others")),
    mutation: "resumeRelease",
    input: { releaseId: scene.releaseId },
    words: "takes its postponement back",
  }),
} satisfies Record<string, Drafting>;
