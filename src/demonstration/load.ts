import { Context, type Services } from "../context.ts";
import { sql } from "../graph/sql.ts";
import { systemActor } from "../identity/actor.ts";
import { change } from "../ledger/change.ts";
import { expeditedPreview } from "../rules/policies/expedited-preview.ts";
import { ofAcme } from "./acme.ts";
import { approved } from "./approved.ts";
import { firstDay, storyCalendar } from "./calendar.ts";
import { measureStories } from "./measures.ts";
import { newcomerStories, partnerStories } from "./partner-stories.ts";
import { releaseStories } from "./releases.ts";
import { confirmDemonstrationList, screeningStories } from "./screening.ts";
import type { Storyline } from "./storyline.ts";
import { tell } from "./tell.ts";
import { underReview } from "./under-review.ts";

/** The whole demonstration. */
export const storylines: readonly Storyline[] = [
  ...screeningStories,
  ...releaseStories,
  ...partnerStories,
  ...ofAcme,
  ...approved,
  ...underReview,
  ...measureStories,
  ...newcomerStories,
];

const beginning = "demonstration-begin";
const end = "demonstration-end";

interface Marks {
  readonly empty: boolean;
  readonly begun: boolean;
  readonly ended: boolean;
}

const asSystem = (services: Services): Context => new Context(services, systemActor, "demonstration");

async function marks(context: Context): Promise<Marks> {
  const [found] = await context.query<Marks>(
    sql`select (select last_seq = 0 from ledger_tail) as empty,
          exists (select 1 from idempotency where key = ${beginning}) as begun,
          exists (select 1 from idempotency where key = ${end}) as ended`,
  );
  return found as Marks;
}

/**
 * Marks an empty database as one of a demonstration, and gives the moment at which its story begins; null for a database
 * that has anything else in it. Whatever the story rests on must be dated no later: a ledger's times never go back.
 */
export async function beginDemonstration(services: Services): Promise<Date | null> {
  const told = await toldAt(asSystem(services));
  return told && storyCalendar(expeditedPreview, told)(firstDay, 0);
}

/** When the story is told, which all its moments are counted from: kept with the mark, so that a load which was cut goes on with the same. */
async function toldAt(context: Context): Promise<Date | null> {
  const { empty, begun } = await marks(context);
  if (!empty && !begun) return null;
  const input = { idempotencyKey: beginning };
  const { told } = await change(context, "beginDemonstration", input, async ({ now }) => ({ told: now.toISOString() }));
  return new Date(told as string);
}

/**
 * Loads the demonstration, or the rest of one that was cut, through the use cases; gives how many changes it told, or
 * null where the database isn't a demonstration's, has it already, or `signal` came first. Throws what a use case throws.
 */
export async function loadDemonstration(services: Services, signal: AbortSignal): Promise<number | null> {
  const context = asSystem(services);
  const { begun, ended } = await marks(context);
  if (ended) await confirmDemonstrationList(services);
  if (!begun || ended) return null;
  const told = await tell(services, storylines, (await toldAt(context)) as Date, signal);
  if (signal.aborted) return null;
  await change(context, "endDemonstration", { idempotencyKey: end }, async () => ({}));
  return told;
}
