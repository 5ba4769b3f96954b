import { Context, type Services } from "../context.ts";
import { Decision } from "../decisions/outcomes/decision.ts";
import type { Refusal } from "../graph/refusal.ts";
import { expeditedPreview } from "../rules/policies/expedited-preview.ts";
import { storyCalendar } from "./calendar.ts";
import type { Deed, Stage, Storyline } from "./storyline.ts";

/** One deed at its moment, with the key that makes it happen once. */
interface Scheduled {
  readonly at: Date;
  readonly key: string;
  readonly deed: Deed;
}

/** Tells storylines in the order of their moments, and lets others have the database after each change; ends early once `signal` is aborted. Gives how many changes it told. */
export async function tell(
  services: Services,
  storylines: readonly Storyline[],
  toldAt: Date,
  signal: AbortSignal,
): Promise<number> {
  const kept = new Map<string, string>();
  let told = 0;
  for (const { at, key, deed } of schedule(storylines, toldAt)) {
    if (signal.aborted) break;
    await deed(stageOf({ ...services, clock: { fixed: at } }, key, kept));
    told += 1;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return told;
}

/** Minutes between the storylines' beginnings of a day, and between the deeds of one; all fit into a working day. */
const betweenStorylines = 5;
const betweenDeeds = 13;

/** All deeds by their moments: a ledger's times never go back. */
export function schedule(storylines: readonly Storyline[], toldAt: Date): Scheduled[] {
  const moment = storyCalendar(expeditedPreview, toldAt);
  const deeds = storylines.flatMap(({ name, days }, place) => {
    let count = 0;
    return days.flatMap(({ daysAgo, deeds: ofTheDay }) =>
      ofTheDay.map((deed, index) => {
        count += 1;
        const at = moment(daysAgo, place * betweenStorylines + index * betweenDeeds);
        return { at, key: `demonstration-${name}-${count}`, deed };
      }),
    );
  });
  return deeds.sort((one, other) => one.at.getTime() - other.at.getTime());
}

function stageOf(services: Services, key: string, kept: Map<string, string>): Stage {
  return {
    act: async (actor, useCase, input) => {
      const context = new Context(services, actor, key);
      const { refusals, ...ids } = await useCase(context, { ...input, idempotencyKey: key } as never);
      if (refusals.length > 0) throw new Error(`The demonstration's ${key} was refused: ${wordsOf(refusals)}`);
      return ids as never;
    },
    decisionOf: async (caseId, nth) => {
      const put = await services.database.source.manager.find(Decision, {
        where: { caseId },
        order: { proposedAt: "ASC", id: "ASC" },
      });
      const decision = put[nth - 1];
      if (!decision) throw new Error(`The demonstration's ${key} waits for proposal ${nth} of ${caseId}: not put.`);
      return { id: decision.id, revision: decision.caseRevision };
    },
    keep: (name, id) => void kept.set(name, id),
    find: (name) => {
      const id = kept.get(name);
      if (id === undefined) throw new Error(`The demonstration's ${key} needs ${name}, which nobody has made yet.`);
      return id;
    },
  };
}

const wordsOf = (refusals: readonly Refusal[]): string =>
  refusals.map(({ code, message }) => `${code} (${message})`).join("; ");
