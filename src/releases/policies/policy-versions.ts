import type { Context } from "../../context.ts";
import { batched } from "../../graph/batched.ts";
import { wholeRecordById } from "../../graph/records.ts";
import { sql } from "../../graph/sql.ts";
import { ofPolicyFollowed } from "./latest-policy.ts";
import { Policy } from "./policy.ts";

type Version = Pick<Policy, "key" | "version">;

const nameOf = ({ key, version }: Version): string => `${key}@${version}`;

/** Policies found by what else than their id they are known by; each loader gives ids. */
const policyLoaders = (context: Context) => ({
  idByVersion: batched<Version, string | null, string>(
    context,
    async (wanted) => {
      const rows = await context.query<Version & { id: string }>(
        sql`select p.id, p.key, p.version
            from unnest(${wanted.map(({ key }) => key)}::varchar[], ${wanted.map(({ version }) => version)}::int4[]) w(key, version)
            join policy p on p.key = w.key and p.version = w.version`,
      );
      const ids = new Map(rows.map((row) => [nameOf(row), row.id]));
      return wanted.map((version) => ids.get(nameOf(version)) ?? null);
    },
    { cacheKeyFn: nameOf },
  ),
  idFollowed: batched<string, string | null>(context, async (adopted) => {
    const rows = await context.query<{ adopted: string; id: string }>(
      sql`select a.id as adopted, ${ofPolicyFollowed(sql`pol.id`, sql`a.id`)} as id from unnest(${adopted}::varchar[]) a(id)`,
    );
    const ids = new Map(rows.map(({ adopted, id }) => [adopted, id]));
    return adopted.map((id) => ids.get(id) ?? null);
  }),
});

/** The version of the same policy `steps` after this one, or null where there is none. */
export async function versionBeside(
  context: Context,
  { key, version }: Version,
  steps: 1 | -1,
): Promise<Policy | null> {
  return wholeRecordById(
    context,
    Policy,
    await context.loaders(policyLoaders).idByVersion.load({ key, version: version + steps }),
  );
}

/** The newest version of the policy that was adopted in the version with this id. */
export async function policyFollowedBy(context: Context, adoptedId: string): Promise<Policy | null> {
  return wholeRecordById(context, Policy, await context.loaders(policyLoaders).idFollowed.load(adoptedId));
}
