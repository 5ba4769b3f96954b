import type { Context } from "../../context.ts";
import { batched } from "../../graph/batched.ts";
import { sql } from "../../graph/sql.ts";
import type { StatedPart } from "../../rules/enforcement.ts";

/** What a vendor last stated about one of its releases. */
export interface StatedOn {
  readonly releaseId: string;
  readonly parts: readonly StatedPart[];
}

/** What a directive is on: one release, or all of a vendor's. */
export interface OnReleases {
  readonly releaseId: string | null;
  readonly vendorId: string | null;
}

interface Row extends StatedOn {
  readonly target: string;
}

/**
 * What the vendor last stated about each of the releases that something is on: those that are registered and not
 * withdrawn, in the order of their ids. Says nothing of visibility: ask for readers who see the statements.
 */
export const statedOn = (context: Context, { releaseId, vendorId }: OnReleases): Promise<readonly StatedOn[]> =>
  context.loaders(statedLoader).load((releaseId ?? vendorId) as string);

const statedLoader = (context: Context) =>
  batched<string, readonly StatedOn[]>(context, async (targets) => {
    const rows = await context.query<Row>(
      sql`select target, r.id as "releaseId", coalesce((select s.parts from enforcement_statement s
            where s.release_id = r.id order by s.revision desc limit 1), '[]') as parts
          from unnest(${[...targets]}::varchar[]) target join release r on target in (r.id, r.vendor_id)
          where r.registered_at is not null and r.phase <> 'WITHDRAWN' order by r.id`,
    );
    return targets.map((target) => rows.filter((row) => row.target === target));
  });
