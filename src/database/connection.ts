import pg, { type CustomTypesConfig, type PoolConfig } from "pg";
import { timestamp } from "./timestamp.ts";

/** Where `pg` connects to, and as whom. */
export type Connection =
  | {
      readonly kind: "postgres";
      readonly url: string;
      readonly poolSize: number;
      /** The owner's statements are migrations, which may take their time; the server's are cut off. */
      readonly as: "server" | "owner";
    }
  /** The folder and the number by which `pg` finds the embedded database's unix socket. */
  | { readonly kind: "embedded"; readonly host: string; readonly port: number; readonly poolSize: number };

/**
 * Milliseconds; none of the server's statements or open transactions holds its locks for longer, and none waits for a
 * lock for longer than a person would.
 */
const timeouts = { statement_timeout: 30_000, idle_in_transaction_session_timeout: 60_000, lock_timeout: 4_000 };

/**
 * The server's statements read some hundred rows by an index. On a large register PostgreSQL thinks some of them dear
 * enough to compile first, and takes 240 ms for what then runs in 1.
 */
const uncompiled = "-c jit=off";

/** A connection is replaced now and then: with it goes what was prepared on it and isn't used any more. */
const maxLifetimeSeconds = 1_800;

/** What a pool of `pg` takes to connect, and to read values as `typeParsers` says. */
export function poolSettings(connection: Connection): PoolConfig {
  const shared: PoolConfig = {
    max: connection.poolSize,
    types: typeParsers,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds,
  };
  if (connection.kind === "embedded") {
    const { host, port } = connection;
    return { ...shared, host, port, user: "postgres", database: "postgres", password: "", ssl: false };
  }
  return {
    ...shared,
    ...(connection.as === "server" ? { ...timeouts, options: uncompiled } : {}),
    connectionString: connection.url,
    application_name: `countersign ${connection.as}`,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  };
}

const int8 = pg.types.builtins.INT8;
const date = pg.types.builtins.DATE;
const timestamptz = pg.types.builtins.TIMESTAMPTZ;

/**
 * `int8` comes as a number, for what is counted here stays below 2^53 (it throws above), and `date` as the text it
 * is, for a day has no time zone. The rest is as `pg` has it: `timestamptz` a Date, `numeric` a string.
 */
const typeParsers: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") => {
    if (format === "binary") return pg.types.getTypeParser(oid, "binary");
    if (oid === int8) return safeInteger;
    if (oid === date) return (value: string) => value;
    if (oid === timestamptz) return timestamp;
    return pg.types.getTypeParser(oid, "text");
  }) as CustomTypesConfig["getTypeParser"],
};

function safeInteger(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`The integer ${value} is past what a number holds exactly.`);
  return number;
}

/** An address without its password, for messages. */
export function withoutPassword(url: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^:/?#@]*):[^@]*@/, "$1@").replace(/([?&]password=)[^&]*/, "$1…");
}
