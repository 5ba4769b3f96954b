import type DataLoader from "dataloader";
import type { Context } from "../../context.ts";
import { batched } from "../../graph/batched.ts";
import { type Sql, sql } from "../../graph/sql.ts";
import type { Tx } from "../../ledger/tx.ts";
import { type Measure, standingOf } from "../../rules/directives.ts";
import { ownPostponement, type Postponement } from "../../rules/postponement.ts";
import type { ReleasePhase, ReleaseStanding } from "../../rules/vocabulary.ts";
import type { Release } from "./release.ts";

interface ReleaseMeasures extends Postponement {
  readonly releaseId: string;
  readonly phase: ReleasePhase;
  readonly directives: readonly Measure[];
  readonly designations: readonly Measure[];
}

const measure = (alias: Sql): Sql =>
  sql`coalesce(jsonb_agg(jsonb_build_object('id', ${alias}.id, 'effect', ${alias}.effect, 'status', ${alias}.status,
    'scope', ${alias}.scope, 'limits', ${alias}.limits) order by ${alias}.id), '[]')`;

/**
 * Everything in force on the release `r`, by itself or by its vendor, as the columns `directives` and `designations`:
 * each with its id, and what a LIMIT asks of use.
 */
export const measuresInForce: Sql = sql`(select ${measure(sql`d`)} from directive d
    where d.status = 'IN_FORCE' and (d.release_id = r.id or d.vendor_id = r.vendor_id)) as directives,
  (select ${measure(sql`g`)} from designation g where g.status = 'IN_FORCE' and g.vendor_id = r.vendor_id) as designations`;

/** The vendor's own postponement of the release `r`, as the columns of a Postponement. */
export const postponementColumns: Sql = sql`r.postponed_at as "postponedAt", r.postponed_until as "postponedUntil"`;

/** Everything in force on the releases given, in one statement however many they are. */
const measuresOn = (releaseIds: readonly string[]): Sql =>
  sql`select r.id as "releaseId", r.phase, ${postponementColumns}, ${measuresInForce}
      from release r where r.id = any(${[...releaseIds]}::varchar[])`;

/** What stands on a release at a moment: its vendor's own postponement among it. */
export const measuresOf = (
  release: Postponement & Pick<ReleaseMeasures, "directives" | "designations">,
  now: Date,
): readonly Measure[] => [...release.directives, ...release.designations, ...ownPostponement(release, now)];

const standingLoader = (context: Context): DataLoader<string, ReleaseStanding | null> =>
  batched(context, async (releaseIds: readonly string[]) => {
    const now = await context.now();
    const rows = await context.query<ReleaseMeasures>(measuresOn(releaseIds));
    const found = new Map(rows.map((row) => [row.releaseId, standingOf(measuresOf(row, now), row.phase)]));
    return releaseIds.map((id) => found.get(id) ?? null);
  });

/**
 * The standings of releases, in the order given, null where there is no such release. One statement for all that an
 * operation asks for at once. Says nothing of visibility: ask for releases that the actor may see.
 */
export async function standingsOf(
  context: Context,
  releaseIds: readonly string[],
): Promise<(ReleaseStanding | null)[]> {
  const loader = context.loaders(standingLoader);
  return Promise.all(releaseIds.map((id) => loader.load(id)));
}

/** What is in force on a release, read inside a change: lock the vendor and the release first. */
export async function measuresInside(tx: Tx, release: Pick<Release, "id">): Promise<readonly Measure[]> {
  const [row] = await tx.query<ReleaseMeasures>(measuresOn([release.id]));
  if (!row) throw new Error(`Release ${release.id} is gone.`);
  return measuresOf(row, tx.now);
}

/** Where a release stands, read inside a change: lock the vendor and the release first. */
export async function standingInside(tx: Tx, release: Pick<Release, "id" | "phase">): Promise<ReleaseStanding> {
  return standingOf(await measuresInside(tx, release), release.phase);
}
