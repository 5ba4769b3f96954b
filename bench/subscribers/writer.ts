import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Services } from "../../src/context.ts";
import type { Actor } from "../../src/identity/actor.ts";
import { countersign } from "../countersign.ts";
import { obey, say } from "./child.ts";
import type { Changed } from "./data.ts";
import { machineNow } from "./machine-now.ts";

/** What the writer is told: what to open, and then to begin. */
export type WriterOrder =
  | {
      readonly do: "open";
      readonly databaseUrl: string;
      /** Which are changed, in turn. */
      readonly applications: readonly Changed[];
      readonly perSecond: number;
      /** How many changes there are, and how many of them come before what is measured. */
      readonly changes: number;
      readonly warmUp: number;
    }
  | { readonly do: "begin" };

/** One change as it went. Times are the machine's, ms. */
export interface Commit {
  readonly applicationId: string;
  readonly due: number;
  /** When its commit had returned. */
  readonly committed: number;
}

export type WriterSaid =
  | { readonly at: "opened" }
  | { readonly at: "measured" }
  | { readonly at: "done"; readonly commits: readonly Commit[]; readonly failures: readonly string[] };

const connections = 10;
type Order = Extract<WriterOrder, { do: "open" }>;
type Write = (applicationId: string) => Promise<void>;

let opened: { readonly order: Order; readonly write: Write } | null = null;

obey<WriterOrder>(async (order) => {
  if (order.do === "open") {
    opened = { order, write: await writes(order) };
    say<WriterSaid>({ at: "opened" });
  } else if (opened) {
    await writeAll(opened.order, opened.write);
  }
});

/**
 * Changes at fixed times, whether or not the ones before are done: only of one application they wait for each other.
 */
async function writeAll({ applications, perSecond, changes, warmUp }: Order, write: Write): Promise<void> {
  const commits: Commit[] = [];
  const failures: string[] = [];
  const latest = new Map<string, Promise<void>>();
  const begun = machineNow();
  for (let number = 0; number < changes; number += 1) {
    const due = begun + (number * 1000) / perSecond;
    const early = due - machineNow();
    if (early > 0) await pause(early);
    if (number === warmUp) say<WriterSaid>({ at: "measured" });
    const { id: applicationId } = applications[number % applications.length] as Changed;
    const one = (latest.get(applicationId) ?? Promise.resolve())
      .then(() => write(applicationId))
      .then(
        () => void commits.push({ applicationId, due, committed: machineNow() }),
        (error: unknown) => void failures.push(String(error)),
      );
    latest.set(applicationId, one);
  }
  await Promise.all(latest.values());
  say<WriterSaid>({ at: "done", commits, failures });
}

/** What changes an application's status: Commerce returns it, its partner submits it again, and so on. */
async function writes({ databaseUrl, applications }: Order): Promise<Write> {
  const [{ openServices }, { createLog }, { Context }, { returnApplication }, { submitApplication }] =
    await Promise.all([
      countersign.services(),
      countersign.log(),
      countersign.context(),
      countersign.returnApplication(),
      countersign.submitApplication(),
    ]);
  const database = { kind: "postgres", url: databaseUrl, migrationUrl: null, poolSize: connections } as const;
  const services: Services = await openServices({ database }, createLog({ level: "error" }));
  const partners = new Map(applications.map(({ id, partnerOrg }) => [id, partnerOrg]));
  const returned = new Set<string>();
  const contextOf = (actor: Actor) => new Context(services, actor, randomUUID());
  return async (applicationId) => {
    const existing = { applicationId, revision: 1 };
    const idempotencyKey = randomUUID();
    const back = returned.has(applicationId);
    const { refusals } = back
      ? await submitApplication(contextOf(partnerOf(partners.get(applicationId) as string)), {
          idempotencyKey,
          existing,
        })
      : await returnApplication(contextOf(commerce), {
          ...{ idempotencyKey, ...existing, reason: "INCOMPLETE" },
          note: "Say which evaluators.",
        });
    if (refusals.length > 0) throw new Error(JSON.stringify(refusals));
    if (back) returned.delete(applicationId);
    else returned.add(applicationId);
  };
}

const nobody = { tokenId: null, expiresAt: null } as const;

const commerce: Actor = {
  ...nobody,
  ...{ subject: "commerce-writer", agency: "COMMERCE", org: null },
  roles: new Set(["PUBLIC", "COMMERCE"]),
};

const partnerOf = (org: string): Actor => ({
  ...nobody,
  ...{ subject: `${org}-writer`, agency: null, org },
  roles: new Set(["PUBLIC", "PARTNER"]),
});
