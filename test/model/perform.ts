import { randomUUID } from "node:crypto";
import { GraphQLError } from "graphql";
import { Injected } from "./arena.ts";
import type { Draft } from "./draft.ts";
import type { Scene } from "./scene.ts";
import { type Came, useCases } from "./use-cases.ts";

/** What an action came to. */
export type Result = { readonly done: true; readonly came: object } | { readonly done: false; readonly why: string };

/** The errors that are an answer like a refusal: the action wasn't allowed, or was to be sent again. */
const answers: readonly unknown[] = ["FORBIDDEN", "UNAUTHENTICATED", "BUSY"];

/** Makes one change. Anything but a refusal or the model's own failure is a fault, and thrown. */
export async function perform(
  scene: Scene,
  { by, mutation, input }: Draft,
  key: string = randomUUID(),
): Promise<Result> {
  const useCase = useCases[mutation];
  if (!useCase) throw new Error(`No use case for ${mutation}`);
  const sent = { idempotencyKey: key, ...input };
  try {
    const { refusals, ...came } = await useCase(scene.context(by), sent as never);
    if (refusals.length > 0) return { done: false, why: `refused: ${refusals.map(shown).join(", ")}` };
    scene.last = { by, mutation, input: sent, came };
    return { done: true, came };
  } catch (error) {
    if (error instanceof Injected) return { done: false, why: `failed ${error.message}` };
    if (error instanceof GraphQLError && answers.includes(error.extensions.code)) {
      return { done: false, why: `refused: ${error.extensions.code}` };
    }
    throw error;
  }
}

const shown = ({ code, blockers = [] }: Came["refusals"][number]): string =>
  blockers.length > 0 ? `${code} (${blockers.join(", ")})` : code;
