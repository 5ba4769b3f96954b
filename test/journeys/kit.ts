import "reflect-metadata";
import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { timeOrderedIds } from "../../src/graph/ids.ts";
import { shipPolicies } from "../../src/releases/policies/ship-policies.ts";
import type { DatabaseKind } from "../support/describe-on.ts";
import { type Caller, type Graph, startGraph } from "../support/graph.ts";
import { operationText } from "../support/matrix-operations.ts";
import { story } from "../support/story.ts";

type Given = Record<string, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: answers are as various as the operations
type Answer = any;

/** A Tuesday morning in Washington, on which every journey begins. */
const tuesday = "2026-06-09T14:00:00.000Z";

/** What a journey is told with: a graph over HTTP, whose people run the published operations of their roles. */
export async function journey(kind: DatabaseKind) {
  // The ledger's times never go back: the journey's begin before anything is in it.
  const graph: Graph = await startGraph(kind, timeOrderedIds, (services) => {
    Object.assign(services.clock, { fixed: new Date(tuesday) });
    return shipPolicies(services);
  });
  const tell = story(graph);

  const payload = async (as: Caller, operation: string, input: Given): Promise<Answer> =>
    Object.values(await as.ask(operationText(operation), { input: { idempotencyKey: randomUUID(), ...input } }))[0];

  return {
    graph,
    tell,
    people: tell.people,
    /** The clock stands at this time from here on. */
    at: (time: string) => graph.clock.set(time),
    stop: () => graph.stop(),

    /** Runs a published mutation that must be done; gives its payload. */
    async does(as: Caller, operation: string, input: Given): Promise<Answer> {
      const { refusals, ...changed } = await payload(as, operation, input);
      expect(refusals, operation).toEqual([]);
      return changed;
    },

    /** Runs a published mutation that must be refused; gives why: each code, with its blockers. */
    async isRefused(as: Caller, operation: string, input: Given): Promise<string[]> {
      const { refusals } = await payload(as, operation, input);
      expect(refusals, `${operation} was not refused`).not.toEqual([]);
      return refusals.map(({ code, blockers }: { code: string; blockers: string[] }) => [code, ...blockers].join(" "));
    },

    /** Runs a published operation that is not for this role at all; gives the error's code. */
    async mayNot(as: Caller, operation: string, input: Given): Promise<unknown> {
      const { errors } = await as.send(operationText(operation), { input: { idempotencyKey: randomUUID(), ...input } });
      return errors?.[0]?.extensions.code;
    },

    /** Reads with a published operation; gives its first field. */
    async reads(as: Caller, operation: string, variables: Given = {}): Promise<Answer> {
      return Object.values(await as.ask(operationText(operation), variables))[0];
    },

    /** Whether the partner may use the release for cyber defence now, as its vendor asks, and if not, why. */
    async access(releaseId: string, partnerId: string, use: Given = {}, as: Caller = tell.people.vendor) {
      const variables = { releaseId, partnerId, endUse: "CYBER_DEFENSE", use };
      const { checkAccess } = await as.ask(operationText("vendor/check-access"), variables);
      return {
        allowed: checkAccess.allowed as boolean,
        reasons: checkAccess.reasons.map(({ code }: { code: string }) => code) as string[],
        by: (checkAccess.authorization?.id ?? null) as string | null,
      };
    },
  };
}
export type Journey = Awaited<ReturnType<typeof journey>>;
