import type pg from "pg";

/**
 * The role that the server has in tests: as in production not the tables' owner. It has rights in test databases alone,
 * so its password is no secret.
 */
export const serverRole = { name: "countersign_test_server", password: "countersign-test" };

const testPrefix = "countersign_test_";
const templatePrefix = "countersign_template_";
const day = 24 * 60 * 60 * 1000;
let made = 0;

/** Locks of this project's test runs on a shared server: one while the template is made, one while a run lasts. */
export const locks = { template: 7_165_074_649, run: 7_165_074_650 } as const;

/** A name that no other process or run gives, with the second of its making in it. */
export const newTestName = (): string => `${testPrefix}${Math.floor(Date.now() / 1000)}_${process.pid}_${made++}`;

/** The template's name for a state of the migrations. */
export const templateName = (hash: string): string => `${templatePrefix}${hash}`;

/** Drops the test databases that killed runs left more than a day ago. */
export async function sweepTestDatabases(client: pg.Client): Promise<void> {
  for (const name of await databasesNamed(client, testPrefix)) {
    const seconds = Number(name.slice(testPrefix.length).split("_")[0]);
    if (Date.now() - seconds * 1000 > day) await dropDatabase(client, name);
  }
}

/**
 * Marks that a run uses the server, for as long as the client is connected, and makes the server's role. Gives what
 * ends it: when no other run is left, the templates and the role go too.
 */
export async function beginRun(client: pg.Client): Promise<() => Promise<void>> {
  await client.query("select pg_advisory_lock_shared($1)", [locks.run]);
  await client.query("select pg_advisory_lock($1)", [locks.template]);
  const { rowCount } = await client.query("select from pg_roles where rolname = $1", [serverRole.name]);
  if (rowCount === 0) await client.query(`create role ${serverRole.name} login password '${serverRole.password}'`);
  // A test's database needn't outlive the machine: a commit doesn't wait for the disk.
  await client.query(`alter role ${serverRole.name} set synchronous_commit = off`);
  await client.query("select pg_advisory_unlock($1)", [locks.template]);
  return async () => {
    await client.query("select pg_advisory_unlock_shared($1)", [locks.run]);
    const { rows } = await client.query("select pg_try_advisory_lock($1) as alone", [locks.run]);
    if (rows[0].alone !== true) return;
    await sweepTestDatabases(client);
    for (const name of await databasesNamed(client, templatePrefix)) await dropDatabase(client, name);
    const others = await databasesNamed(client, testPrefix);
    if (others.length === 0) await client.query(`drop role if exists ${serverRole.name}`);
  };
}

export async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  await client.query(`drop database if exists "${name}" with (force)`);
}

async function databasesNamed(client: pg.Client, prefix: string): Promise<string[]> {
  const { rows } = await client.query("select datname as name from pg_database where starts_with(datname, $1)", [
    prefix,
  ]);
  return rows.map((row) => row.name);
}
