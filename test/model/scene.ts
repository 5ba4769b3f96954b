import { randomUUID } from "node:crypto";
import { Context, type Services } from "../../src/context.ts";
import { LedgerTail } from "../../src/feed/tail.ts";
import { timeOrderedIds } from "../../src/graph/ids.ts";
import type { Actor } from "../../src/identity/actor.ts";
import { Partner } from "../../src/partners/partner.ts";
import { Policy } from "../../src/releases/policies/policy.ts";
import type { Release } from "../../src/releases/register/release.ts";
import type { PolicyDocument } from "../../src/rules/policy.ts";
import { aRelease, aVendor, store, tuesday } from "../decisions/rows.ts";
import { quietLog } from "../support/database.ts";
import { type Arena, Injected, policies } from "./arena.ts";
import { type Look, look, statementOf } from "./look.ts";

/** How often each mutation was done, and how often it was refused or broken off. */
export type Tally = Map<string, [done: number, not: number]>;

/** What a sequence begins with: which of the policies, and how far the release has come. */
export interface Beginning {
  readonly policy: number;
  readonly phase: Release["phase"];
  /** How many stages of its course the first case is brought along before the first step, and how its panel speaks. */
  readonly stages: number;
  readonly chorus: number;
}

/** The stage of one sequence: a vendor, its release and three partners, with a clock of their own. */
export interface Scene {
  readonly services: Services & { readonly clock: { fixed: Date } };
  readonly arena: Arena;
  readonly tally: Tally;
  /** The policy that everything is reviewed under. */
  readonly policy: PolicyDocument;
  readonly vendorOrg: string;
  readonly vendorId: string;
  readonly releaseId: string;
  readonly partners: readonly { readonly id: string; readonly org: string; readonly name: string }[];
  /** What is stored now. */
  seen: Look;
  /** What is told of the sequence so far, a line for each action. */
  readonly story: string[];
  /** The last change that was done, to be sent again. */
  last: { readonly by: Actor; readonly mutation: string; readonly input: object; readonly came: object } | null;
  context(by: Actor): Context;
  look(): Promise<Look>;
  /** What a record is called in the story, like "case 2". */
  named(id: string): string;
}

/** What a sequence has come to, to go on from there again: what the scene says, and the number that the records are kept by. */
export interface Kept {
  readonly begun: Begun;
  readonly number: number;
}

type Begun = Pick<Scene, "policy" | "vendorOrg" | "vendorId" | "releaseId" | "partners" | "seen" | "story" | "last">;

/** Sets the stage of a sequence on the arena, emptied. */
export async function setScene(arena: Arena, { policy, phase }: Beginning, tally: Tally): Promise<Scene> {
  await arena.empty();
  const services = servicesOn(arena);
  const document = policies[policy] as PolicyDocument;
  const policyId = services.ids.next("Policy");
  await store({ services }, Policy, { id: policyId, key: document.key, version: 1, document, publishedAt: tuesday });
  const vendorOrg = "labs";
  const vendorId = await aVendor({ services }, vendorOrg);
  const releaseId = await aRelease({ services }, vendorId, policyId, phase);
  const partners = await storePartners(services);
  const seen = await look(services, statementOf(arena), null);
  const begun = { policy: document, vendorOrg, vendorId, releaseId, partners, seen, story: [], last: null };
  return sceneOn(arena, services, tally, begun);
}

/** Sets the stage as it was when it was kept: the same records, and the same story so far. Throws where they differ. */
export async function setSceneAgain(arena: Arena, kept: Kept, tally: Tally): Promise<Scene> {
  await arena.restore(kept.number);
  const scene = sceneOn(arena, servicesOn(arena), tally, kept.begun);
  const { whole } = await scene.look();
  if (whole !== kept.begun.seen.whole) throw new Error("What was kept of a beginning came back otherwise");
  return scene;
}

/** Keeps what a sequence has come to, while its clock stands where it stood at first. */
export async function keepScene(scene: Scene): Promise<Kept> {
  const { policy, vendorOrg, vendorId, releaseId, partners, seen, story, last } = scene;
  const number = await scene.arena.keep();
  return { begun: { policy, vendorOrg, vendorId, releaseId, partners, seen, story: [...story], last }, number };
}

function sceneOn(arena: Arena, services: Scene["services"], tally: Tally, begun: Begun): Scene {
  const statement = statementOf(arena);
  let names = allNames(begun.seen);
  const scene: Scene = {
    ...begun,
    services,
    arena,
    tally,
    story: [...begun.story],
    context: (by) => new Context(services, by, `model-${randomUUID()}`),
    look: async () => {
      scene.seen = await look(services, statement, scene.seen);
      names = allNames(scene.seen);
      return scene.seen;
    },
    named: (id) => names.get(id) ?? id,
  };
  return scene;
}

/** Services of a clock of their own, whose ids run out where the arena says so. */
function servicesOn(arena: Arena): Scene["services"] {
  const { database } = arena;
  const ids: Services["ids"] = {
    next: (type) => {
      if (arena.noIdAfter === 0) throw new Injected(`no id for a ${type}`);
      if (arena.noIdAfter !== null) arena.noIdAfter -= 1;
      return timeOrderedIds.next(type);
    },
    operation: timeOrderedIds.operation,
  };
  // The clock may stand years from the day on which the arena's list was imported.
  const screeningMaxAgeDays = 36_500;
  return { database, clock: { fixed: tuesday }, tail: new LedgerTail(database, quietLog), ids, screeningMaxAgeDays };
}

const called: Readonly<Record<string, string>> = {
  Application: "case",
  PhaseAdvance: "advance",
  Condition: "condition",
  Directive: "directive",
  Designation: "designation",
  Authorization: "authorization",
};

/** What each record is called: after its type, in the order in which they were made. */
function allNames({ rows }: Look): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(called).flatMap(([type, word]) =>
      (rows[type] ?? []).map(({ id }, index) => [id, `${word} ${index + 1}`] as const),
    ),
  );
}

async function storePartners(services: Services): Promise<Scene["partners"]> {
  const partners = ["Alpha", "Beta", "Gamma"].map((name) => ({
    id: services.ids.next("Partner"),
    org: name.toLowerCase(),
    name,
  }));
  const rows = partners.map(({ id, org, name }, index) => ({
    id,
    org,
    legalName: `${name} (fictional)`,
    nameSkeleton: org,
    kind: index === 1 ? ("ACADEMIC" as const) : ("ENTERPRISE" as const),
    jurisdiction: index === 2 ? "CA" : "US",
    status: "ADMITTED" as const,
    revision: 1,
    registeredAt: tuesday,
    admittedAt: tuesday,
  }));
  await store({ services }, Partner, rows);
  return partners;
}
