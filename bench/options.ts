import { userInfo } from "node:os";
import { parseArgs } from "node:util";
import { benchQueries } from "./queries.ts";

/** How one run measures. */
export interface Options {
  /** How many applications the database holds; one part of the run for each number. */
  readonly applications: readonly number[];
  /** How long each contender is measured on each query, after `warmUp` seconds that don't count. */
  readonly seconds: number;
  readonly warmUp: number;
  readonly connections: number;
  /** How often everything is measured; the median by requests/s is reported. */
  readonly rounds: number;
  /** Names of contenders; every one when empty. */
  readonly only: readonly string[];
  readonly queries: readonly string[];
  /** Connections that a contender's process may hold to the database. */
  readonly poolSize: number;
  /** What the result files are called. */
  readonly name: string;
  /** A PostgreSQL database from which others can be made. */
  readonly databaseUrl: string;
}

const list = (text: string | undefined): string[] => (text ?? "").split(",").filter((item) => item !== "");

/** Fewer applications than this don't fill the inbox. */
const fewestApplications = 2_000;

/** Reads the command line. Throws an Error that says what is wrong with it. */
export function readOptions(words: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...words],
    options: {
      applications: { type: "string", default: "10000,1000000" },
      seconds: { type: "string", default: "10" },
      "warm-up": { type: "string", default: "5" },
      connections: { type: "string", default: "32" },
      rounds: { type: "string", default: "1" },
      only: { type: "string" },
      query: { type: "string" },
      pool: { type: "string", default: "10" },
      name: { type: "string" },
      database: { type: "string" },
    },
  });
  const applications = list(values.applications).map((text) => whole("applications", text, fewestApplications));
  const queries = list(values.query);
  const known = benchQueries.map(({ name }) => name as string);
  const unknown = queries.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`No such query: ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
  return {
    applications,
    seconds: whole("seconds", values.seconds, 1),
    warmUp: whole("warm-up", values["warm-up"], 0),
    connections: whole("connections", values.connections, 1),
    rounds: whole("rounds", values.rounds, 1),
    only: list(values.only),
    queries: queries.length > 0 ? queries : known,
    poolSize: whole("pool", values.pool, 1),
    name: values.name ?? `applications-${applications.join("-")}`,
    databaseUrl:
      values.database ?? process.env.BENCH_DATABASE_URL ?? `postgres://${userInfo().username}@127.0.0.1:5432/postgres`,
  };
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${name} is a whole number, at least ${least}: not "${text}".`);
}
