import type { Stage } from "./matrix-stage.ts";
import { freshCase, freshPartner } from "./matrix-stage.ts";
import type { Person } from "./people.ts";
import { done } from "./story.ts";

/** A published subscription, ready to be followed: by whom, with what, and what then brings it one event. */
export interface Following {
  readonly person: Person | null;
  readonly variables: Record<string, unknown>;
  readonly cause: () => Promise<unknown>;
}

const limit = { effect: "LIMIT", limits: [{ kind: "NO_ONWARD_TRANSFER" }] };
const vendor = { roles: ["vendor"], org: "example-labs" };
const commerce = { roles: ["commerce"] };
const measure = { reason: "DIVERSION", legalBasis: "A test of measures." };

/** A directive on the release that most is about. */
const directive =
  ({ tell, releaseId }: Stage) =>
  () =>
    tell.directive(releaseId, limit);

/** A partner's new application for that release. */
async function applying(stage: Stage) {
  const { as } = await freshPartner(stage);
  return () => stage.tell.submittedApplication(stage.releaseId, { as });
}

/** Someone of a new partner, with its name. */
async function newPartner(stage: Stage) {
  const { as, partnerId } = await freshPartner(stage);
  const { partner } = await stage.tell.people.auditor.ask("query P($id: ID!) { partner(id: $id) { org } }", {
    id: partnerId,
  });
  return { as, partnerId, person: { roles: ["partner"], org: partner.org as string } };
}

const suspending =
  ({ tell }: Stage, partnerId: string) =>
  async () =>
    done(await tell.people.commerce.mutate("suspendPartner", { partnerId, ...measure }));

const prepared: Readonly<Record<string, (stage: Stage) => Promise<Following>>> = {
  "agency/follow-applications": async (stage) => ({
    person: commerce,
    variables: { releaseId: stage.releaseId },
    cause: await applying(stage),
  }),
  "agency/follow-decisions": async (stage) => {
    const { caseId } = await freshCase(stage);
    return {
      person: commerce,
      variables: { caseId, releaseId: stage.releaseId },
      cause: () => stage.tell.everyoneConcurs(caseId),
    };
  },
  "auditor/follow-changes": async (stage) => ({
    person: { roles: ["auditor"] },
    variables: { filter: { types: ["DirectiveIssued"] } },
    cause: directive(stage),
  }),
  "commerce/follow-partners": async (stage) => {
    const { partnerId } = await newPartner(stage);
    return { person: commerce, variables: { partnerId }, cause: suspending(stage, partnerId) };
  },
  "ostp/follow-replay": async ({ tell }) => {
    const { policies } = await tell.people.auditor.ask("{ policies { nodes { id } } }");
    const span = { from: "2026-06-01T00:00:00.000Z", to: "2031-06-01T00:00:00.000Z" };
    const nothing = async () => undefined;
    return { person: { roles: ["ostp"] }, variables: { versionId: policies.nodes[0].id, ...span }, cause: nothing };
  },
  "partner/follow-my-applications": async (stage) => {
    const { as, person } = await newPartner(stage);
    return { person, variables: {}, cause: () => stage.tell.submittedApplication(stage.releaseId, { as }) };
  },
  "partner/follow-my-authorizations": async (stage) => {
    const { as, person } = await newPartner(stage);
    const { authorizationId } = await stage.tell.authorization(stage.releaseId, { as });
    return { person, variables: { authorizationId }, cause: directive(stage) };
  },
  "partner/follow-my-registration": async (stage) => {
    const { partnerId, person } = await newPartner(stage);
    return { person, variables: {}, cause: suspending(stage, partnerId) };
  },
  "public/follow-register": async (stage) => ({
    person: null,
    variables: { releaseId: stage.releaseId },
    cause: directive(stage),
  }),
  "vendor/follow-applications": async (stage) => ({
    person: vendor,
    variables: { releaseId: stage.releaseId },
    cause: await applying(stage),
  }),
  "vendor/follow-authorizations": async (stage) => {
    const { partnerId, as } = await newPartner(stage);
    await stage.tell.authorization(stage.releaseId, { as });
    return { person: vendor, variables: { releaseId: stage.releaseId, partnerId }, cause: directive(stage) };
  },
  "vendor/follow-my-releases": async (stage) => ({
    person: vendor,
    variables: { releaseId: stage.releaseId, vendorId: stage.vendorId },
    cause: directive(stage),
  }),
};

/** Every subscription that is known to be brought an event. */
export const preparedSubscriptions: readonly string[] = Object.keys(prepared).sort();

/** Prepares what a published subscription is about. */
export function prepareFollowing(stage: Stage, name: string): Promise<Following> {
  const prepare = prepared[name];
  if (!prepare) throw new Error(`Nobody is known to follow ${name}`);
  return prepare(stage);
}
