import type { Context } from "../context.ts";
import { type Identified, recordById, type Stored } from "./records.ts";
import type { Refusal } from "./refusal.ts";

/** What a change came to: refusals, and the id of what it changed under `<name>Id`, missing when refused. */
type Settled<Name extends string> = { readonly refusals: readonly Refusal[] } & Partial<Record<`${Name}Id`, string>>;

/** Makes payloads of outcomes: the refusals, and under `name` the record that `<name>Id` names, as it stands now. */
export const answer =
  <const Name extends string, Row extends Identified>(name: Name, entity: Stored<Row>) =>
  async (context: Context, outcome: Promise<Settled<Name>>) => {
    const settled = await outcome;
    const id = settled[`${name}Id`] as string | undefined;
    return { refusals: settled.refusals, [name]: await recordById(context, entity, id) };
  };
