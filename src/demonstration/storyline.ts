import type { Context } from "../context.ts";
import type { Refusal } from "../graph/refusal.ts";
import type { Actor } from "../identity/actor.ts";
import type { IdempotentInput } from "../ledger/change.ts";

/** What a use case was asked to do, less the key that the story gives it. */
export type Asked<Input> = Omit<Input, "idempotencyKey">;

/** The stage of one step: who has come on before, and the one change that the step makes. */
export interface Stage {
  /** Makes the step's change. Throws where it is refused. */
  act<Input extends IdempotentInput, Result extends { readonly refusals: readonly Refusal[] }>(
    actor: Actor,
    useCase: (context: Context, input: Input) => Promise<Result>,
    input: Asked<Input>,
  ): Promise<{ [Name in Exclude<keyof Result, "refusals">]-?: NonNullable<Result[Name]> }>;
  /** The proposal, of all that were ever put for a case, that was put as number `nth` from 1. */
  decisionOf(caseId: string, nth: number): Promise<{ id: string; revision: number }>;
  /** Keeps a record's id under a name for later steps. */
  keep(name: string, id: string): void;
  /** The id that an earlier step kept. Throws where none did. */
  find(name: string): string;
}

/** One change of a story. */
export type Deed = (stage: Stage) => Promise<void>;

/** What happens on one business day, so many before the story is told. */
export interface Day {
  readonly daysAgo: number;
  readonly deeds: readonly Deed[];
}

/** The course of one record or case. Its name is of the keys that make its changes happen once. */
export interface Storyline {
  readonly name: string;
  readonly days: readonly Day[];
}

/** So many business days ago, one after the other. */
export const ago = (daysAgo: number, ...deeds: Deed[]): Day => ({ daysAgo, deeds });

/** Said wherever the demonstration speaks for someone. */
export const madeUp = "Made up for the demonstration.";
