import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { beginRun, serverRole } from "./test-databases.ts";

/** A PostgreSQL that tests may make databases in. */
export interface FoundPostgres {
  /** Connects as a role that may create databases and roles. */
  readonly url: string;
  /** Ends the server if it was started for the tests; otherwise leaves nothing of theirs on it. */
  stop(): Promise<void>;
}

/** A PostgreSQL of its own, for tests that stop it. */
export interface PrivatePostgres extends FoundPostgres {
  /** Ends it as an operator would ("fast": clients are cut off) and starts it again. */
  restart(): Promise<void>;
  /** Ends it without a chance to write anything more, and starts it again: it recovers from its log. */
  crash(): Promise<void>;
  /** Waits until it answers; starts it again where it has ended of itself. */
  revive(): Promise<void>;
}

/**
 * Finds a PostgreSQL: TEST_DATABASE_URL (which must then work), else a private one started from the programs installed
 * here, which needn't wait for its disk, else one that answers on this machine. Null when there is none.
 */
export async function findPostgres(): Promise<FoundPostgres | null> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== "") {
    const found = await shared(given);
    if (typeof found === "string") throw new Error(`TEST_DATABASE_URL can't be used: ${found}`);
    return found;
  }
  const own = await startPrivatePostgres();
  if (own === null) return answering();
  const found = await shared(own.url);
  if (typeof found === "string") throw new Error(`The private PostgreSQL can't be used: ${found}`);
  return {
    url: own.url,
    stop: async () => {
      await found.stop();
      await own.stop();
    },
  };
}

/** A PostgreSQL that somebody runs on this machine, where it serves for tests. */
async function answering(): Promise<FoundPostgres | null> {
  for (const url of localAddresses()) {
    const found = await shared(url);
    if (typeof found !== "string") return found;
  }
  return null;
}

/**
 * Starts a PostgreSQL in a new folder under `parent`, on a unix socket; `more` are settings of the server. Null where its
 * programs aren't installed.
 */
export async function startPrivatePostgres(
  parent: string = tmpdir(),
  more: readonly string[] = [],
): Promise<PrivatePostgres | null> {
  const programs = programFolder();
  if (programs === null) return null;
  const folder = mkdtempSync(join(parent, "countersign-pg-"));
  const as = unprivileged();
  if (as !== null) chownSync(folder, as.uid, as.gid);
  const data = join(folder, "data");
  const made = spawnSync(
    join(programs, "initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "--wal-segsize=1"],
    {
      ...as,
      cwd: folder,
      encoding: "utf8",
    },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.error ?? ""}`);
  const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;
  const settings = [
    "listen_addresses=",
    `unix_socket_directories=${folder}`,
    "fsync=off",
    "max_connections=200",
    ...more,
  ];
  const args = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
  const start = () => startServer(join(programs, "postgres"), args, { ...as, cwd: folder }, url);
  let server = await start();
  const abandon = () => server.kill("SIGQUIT");
  process.once("exit", abandon);
  return {
    url,
    restart: async () => {
      await ended(server, "SIGINT");
      server = await start();
    },
    crash: async () => {
      await ended(server, "SIGQUIT");
      server = await start();
    },
    revive: async () => {
      for (let waited = 0; waited < 60_000; waited += 100) {
        if (server.exitCode !== null || server.signalCode !== null) server = await start();
        if ((await problemWith(url)) === null) return;
        await pause(100);
      }
      throw new Error("The private PostgreSQL didn't come back within a minute.");
    },
    stop: async () => {
      process.off("exit", abandon);
      await ended(server, "SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes a server ready for a run; a string says why it doesn't serve. */
async function shared(url: string): Promise<FoundPostgres | string> {
  const problem = await problemWith(url);
  if (problem !== null) return problem;
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  const endRun = await beginRun(client);
  const stop = async () => {
    await endRun();
    await client.end();
  };
  // A server may let its users in by name alone (peer), and then not the role that stands for the server.
  const asServer = await connectProblem(databaseUrl(url, client.database ?? "postgres", serverRole));
  if (asServer === null) return { url, stop };
  await stop();
  return `the role ${serverRole.name} can't log in: ${asServer}`;
}

/** The same server's other database. */
export function databaseUrl(url: string, database: string, role?: { name: string; password: string }): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  if (role !== undefined) {
    other.username = role.name;
    other.password = role.password;
  }
  return other.href;
}

async function startServer(
  program: string,
  args: string[],
  options: { uid?: number; gid?: number; cwd: string },
  url: string,
): Promise<ChildProcess> {
  const server = spawn(program, args, { ...options, stdio: ["ignore", "ignore", "pipe"] });
  let printed = "";
  server.stderr?.on("data", (chunk: Buffer) => {
    printed = `${printed}${chunk}`.slice(-4000);
  });
  for (let waited = 0; waited < 20_000; waited += 50) {
    if (server.exitCode !== null) throw new Error(`The private PostgreSQL ended: ${printed}`);
    if ((await problemWith(url)) === null) return server;
    await pause(50);
  }
  server.kill("SIGQUIT");
  throw new Error(`The private PostgreSQL didn't answer within 20 s: ${printed}`);
}

async function ended(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  server.kill(signal);
  await exit;
}

/** Why an address doesn't serve for tests; null when it does. */
function problemWith(url: string): Promise<string | null> {
  return connectProblem(url, async (client) => {
    const { rows } = await client.query(
      `select rolsuper or (rolcreatedb and rolcreaterole) as may, current_setting('server_version_num')::int as version
         from pg_roles where rolname = current_user`,
    );
    if (rows[0].version < 140_000) return `it is older than PostgreSQL 14 (${rows[0].version})`;
    return rows[0].may === true ? null : "its role may not create databases and roles";
  });
}

async function connectProblem(
  url: string,
  look: (client: pg.Client) => Promise<string | null> = async () => null,
): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return await look(client);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await client.end().catch(() => {});
  }
}

function localAddresses(): string[] {
  const users = [...new Set([userInfo().username, "postgres"])];
  const sockets = ["/var/run/postgresql", "/tmp"].filter((folder) => existsSync(join(folder, ".s.PGSQL.5432")));
  return users.flatMap((user) => [
    ...sockets.map((folder) => `postgres://${user}@localhost/postgres?host=${encodeURIComponent(folder)}`),
    `postgres://${user}@127.0.0.1:5432/postgres`,
  ]);
}

/** Where initdb and postgres are: on the PATH, or where Debian and Homebrew put them; the newest first. */
function programFolder(): string | null {
  const versions = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"].flatMap((parent) =>
    existsSync(parent)
      ? readdirSync(parent)
          .filter((name) => /^(postgresql@)?\d+$/.test(name))
          .sort((a, b) => Number(b.replace(/\D/g, "")) - Number(a.replace(/\D/g, "")))
          .map((name) => join(parent, name, "bin"))
      : [],
  );
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...versions];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres"))) ?? null;
}

/** PostgreSQL refuses to run as root: then it runs as an account without rights. Null for everyone else. */
function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("PostgreSQL doesn't run as root, and neither a postgres nor a nobody account is known here.");
}
