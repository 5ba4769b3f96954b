import pg from "pg";
import { benchDatabase } from "../data.ts";
import type { Match } from "./audience.ts";

/** How many vendors the filled register has. */
export const vendors = 20;
const applicationsEach = 100;
const partnersAside = 200;

/** An application that the run changes. */
export interface Changed {
  readonly id: string;
  readonly releaseId: string;
  readonly partnerId: string;
  readonly partnerOrg: string;
}

const idOf = (prefix: string, number: number): string => `${prefix}_${String(number).padStart(26, "0")}`;

export const releaseOf = (number: number): string => idOf("rel", number);

/** The application that changes in its turn: of the release of that number, or of the first one for everybody. */
export function applicationOf(match: Match, number: number): Changed {
  const all = match === "all";
  const partner = all ? partnersAside + number : number;
  return {
    id: idOf("app", (all ? 9_100_000 : 9_000_000) + number),
    releaseId: releaseOf(all ? 0 : number),
    partnerId: idOf("ptn", partner),
    partnerOrg: `partner-${partner}`,
  };
}

/** The applications that the run changes in turn, a hundred. */
export const applicationsOf = (match: Match): Changed[] =>
  Array.from({ length: applicationsEach }, (_, number) => applicationOf(match, number));

/** The register of the other benches, 10,000 applications in 100 releases, with those that the run changes. */
export async function subscribersDatabase(server: string) {
  const database = await benchDatabase(server, 10_000, "_subscribers");
  const made = [...applicationsOf("one-percent"), ...applicationsOf("all")];
  await rowsOf(
    database.url,
    `insert into application (id, release_id, policy_id, partner_id, revision, status, end_use, end_use_statement, deployment,
        named_users, user_jurisdictions, submitted_at, last_submitted_at)
      select made.id, made.release_id, r.policy_id, made.partner_id, 1, 'SUBMITTED', 'MODEL_EVALUATION',
          'Our evaluators measure what the model can do (fictional).', 'VENDOR_HOSTED', 25, array['US'], now(), now()
        from unnest($1::varchar[], $2::varchar[], $3::varchar[]) made (id, release_id, partner_id)
          join release r on r.id = made.release_id
      on conflict (id) do nothing`,
    [made.map(({ id }) => id), made.map(({ releaseId }) => releaseId), made.map(({ partnerId }) => partnerId)],
  );
  return database;
}

/** Puts the applications back to where every part begins: submitted. */
export async function submitAll(url: string): Promise<void> {
  await rowsOf(
    url,
    "update application set status = 'SUBMITTED', return_reason = null, return_note = null where end_use = 'MODEL_EVALUATION'",
  );
  await rowsOf(url, "vacuum (analyze) application");
}

/** The ledger's last number. */
export async function lastSequence(url: string): Promise<number> {
  const [row] = await rowsOf(url, `select last_seq::float8 as last from ledger_tail`);
  return row?.last as number;
}

/** A ledger entry that the run has made. */
export interface Entry {
  readonly sequence: number;
  /** What its cursor says beside the number. */
  readonly mark: string;
  readonly subjectId: string;
  readonly at: Date;
}

/** The entries behind a number, in the ledger's order. */
export async function entriesAfter(url: string, sequence: number): Promise<Entry[]> {
  const sql = `select seq::float8 as sequence, encode(substring(leaf_hash from 1 for 6), 'hex') as mark, subject_id as "subjectId", at from ledger_entry where seq > $1 order by seq`;
  return (await rowsOf(url, sql, [sequence])) as unknown as Entry[];
}

/** How the writer's connections show in pg_stat_activity: theirs isn't the server's work. */
const writerName = "countersign bench writer";

/** The database as the writer connects to it. */
export function writersUrl(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set("application_name", writerName);
  return url.href;
}

/** PostgreSQL's processes that work for the server that is measured. */
export async function serversBackends(url: string): Promise<number[]> {
  const rows = await rowsOf(
    url,
    `select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend'
       and application_name <> $1 and pid <> pg_backend_pid()`,
    [writerName],
  );
  return rows.map(({ pid }) => pid as number);
}

async function rowsOf(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}
