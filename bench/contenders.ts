import { generateKeyPairSync } from "node:crypto";
import { type ContenderSettings, settingsVariable } from "./contenders/contender.ts";
import { countersign, countersignProgram } from "./countersign.ts";
import { freePort, type RunningProcess, startNode } from "./processes.ts";
import type { BenchQuery } from "./queries.ts";

/** Where a contender finds what it needs. */
export interface Surroundings {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly issuer: string;
  readonly audience: string;
}

/** A contender that answers. */
export interface RunningContender {
  readonly port: number;
  /** Every process that works for it; the one that clients reach comes first. */
  readonly processes: readonly RunningProcess[];
}

/** One way to answer the queries. */
export interface Contender {
  readonly name: string;
  readonly title: string;
  /** Where it is asked a query, and with which document; null where the path alone says what is asked. */
  readonly path: (query: BenchQuery) => string;
  readonly document: (query: BenchQuery) => string | null;
  /** Starts its processes; they may not answer yet. */
  readonly start: (around: Surroundings) => Promise<RunningContender>;
}

/** Processes behind one gateway prove by it that a request went through the gateway. */
const gatewaySecret = "only-for-the-bench-0123456789abcdef";

/** What the servers of one run sign authorizations' tokens with. */
const tokenKey = generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" }) as string;

const atGraphql = { path: () => "/graphql", document: ({ document }: BenchQuery) => document };

const serverEnvironment = ({ databaseUrl, poolSize, issuer, audience }: Surroundings, port: number) => ({
  HOST: "127.0.0.1",
  PORT: String(port),
  DATABASE_URL: databaseUrl,
  DATABASE_POOL: String(poolSize),
  OIDC_ISSUER: issuer,
  OIDC_AUDIENCE: audience,
  AUTHORIZATION_ISSUER: `http://127.0.0.1:${port}`,
  AUTHORIZATION_SIGNING_KEY: tokenKey,
  // One line a request is what nobody else writes.
  LOG_LEVEL: "error",
  // What falls due in the data would be done while it is measured.
  SWEEP_SECONDS: "0",
});

/** Countersign as `npm start` runs it; `flags` are Node's. */
export async function startLinked(around: Surroundings, flags: readonly string[] = []): Promise<RunningContender> {
  const port = await freePort();
  return { port, processes: [startNode([...flags, countersignProgram, "start"], serverEnvironment(around, port))] };
}

/** A process of its own for each subgraph, each with a whole pool. */
async function startSubgraphs(around: Surroundings) {
  const { subgraphNames } = await countersign.subgraphNames();
  return Promise.all(
    subgraphNames.map(async (name) => {
      const port = await freePort();
      const env = { ...serverEnvironment(around, port), GATEWAY_SECRET: gatewaySecret };
      return {
        name,
        url: `http://127.0.0.1:${port}/graphql`,
        process: startNode([countersignProgram, "subgraph", name], env),
      };
    }),
  );
}

/** A program of contenders/, told its settings; over the subgraphs where it is a gateway. */
export const startsProgram =
  (program: string, words: readonly string[] = [], overSubgraphs = false): Contender["start"] =>
  async (around) => {
    const port = await freePort();
    const subgraphs = overSubgraphs ? await startSubgraphs(around) : [];
    const addresses = subgraphs.map(({ name, url }) => ({ name, url }));
    const settings: ContenderSettings = { ...around, port, gatewaySecret, subgraphs: addresses };
    const path = new URL(`contenders/${program}.ts`, import.meta.url).pathname;
    const first = startNode([path, ...words], { [settingsVariable]: JSON.stringify(settings) });
    return { port, processes: [first, ...subgraphs.map((subgraph) => subgraph.process)] };
  };

/** Everyone, in the order of the tables: Countersign first, what all are measured against last. */
export const contenders: readonly Contender[] = [
  { name: "linked", title: "Countersign, linked", ...atGraphql, start: (around) => startLinked(around) },
  { name: "plain", title: "Same resolvers, plain Apollo Server", ...atGraphql, start: startsProgram("plain") },
  {
    name: "apollo",
    title: "Apollo Gateway, five subgraphs",
    ...atGraphql,
    start: startsProgram("apollo-gateway", [], true),
  },
  { name: "hive", title: "Hive Gateway, five subgraphs", ...atGraphql, start: startsProgram("hive-gateway", [], true) },
  {
    name: "hive-rust",
    title: "Hive Gateway with its Rust planner",
    ...atGraphql,
    start: startsProgram("hive-gateway", ["rust"], true),
  },
  { name: "mercurius", title: "Mercurius, JIT and loaders", ...atGraphql, start: startsProgram("mercurius") },
  {
    name: "postgraphile",
    title: "PostGraphile 5",
    path: () => "/graphql",
    document: ({ postgraphile }) => postgraphile,
    start: startsProgram("postgraphile"),
  },
  {
    name: "raw",
    title: "node:http, one JSON query",
    path: ({ name }) => `/${name}`,
    document: () => null,
    start: startsProgram("raw"),
  },
];
