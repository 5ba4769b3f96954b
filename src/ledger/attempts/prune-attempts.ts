/** No younger one can be thrown away: the database refuses it. */
export const leastAttemptDays = 30;

/** How many days they are kept unless told. */
export const defaultAuditLogDays = 400;

/** How many are thrown away at once. */
const atOnce = 10_000;

interface Source {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** Throws away refused attempts that are older than so many days, some at a time; gives how many. */
export async function pruneAttempts(source: Source, days: number): Promise<number> {
  const gone = await source.query(
    `delete from refused_attempt where id in (
       select id from refused_attempt where at < clock_timestamp() - $1::int4 * interval '1 day' order by at limit ${atOnce})
     returning id`,
    [Math.max(days, leastAttemptDays)],
  );
  return gone.length;
}
