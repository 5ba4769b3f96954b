import type { ApolloServerPlugin } from "@apollo/server";
import { countersign } from "../countersign.ts";
import { settings, tokenCheck } from "./contender.ts";

/**
 * The same resolvers in one plain Apollo Server: its standalone server, its plugins and graphql-js, all as they come.
 * Only the schema needs help: two rooms declare a type of the same name, so it is the linked one.
 */

// Countersign's copies: a schema and its server must share one copy of graphql.
const packages = new URL("../../node_modules/@apollo/server/dist/esm/", import.meta.url).href;
type Server = typeof import("@apollo/server");
type Standalone = typeof import("@apollo/server/standalone");
const [{ ApolloServer }, { startStandaloneServer }, { link }, { allSubgraphs }, { Context }, services, log] =
  await Promise.all([
    import(`${packages}index.js`) as Promise<Server>,
    import(`${packages}standalone/index.js`) as Promise<Standalone>,
    countersign.link(),
    countersign.subgraphs(),
    countersign.context(),
    countersign.services(),
    countersign.log(),
  ]);

const given = settings();
const { databaseUrl: url, poolSize, port } = given;
const opened = await services.openServices(
  { database: { kind: "postgres", url, migrationUrl: null, poolSize } },
  log.createLog({ level: "error" }),
);
const verifier = await tokenCheck(given);

interface Carrier {
  readonly context: object;
}

// Apollo Server gives resolvers a copy of the context, and a copy of a class with private fields is none.
const uncopied: ApolloServerPlugin<Carrier> = {
  requestDidStart: async (started) => {
    (started as { contextValue: object }).contextValue = started.contextValue.context;
  },
};

const server = new ApolloServer<Carrier>({ schema: link(allSubgraphs()).schema, plugins: [uncopied] });
await startStandaloneServer(server, {
  listen: { host: "127.0.0.1", port },
  context: async ({ req }) => {
    const actor = await verifier.verify(req.headers.authorization);
    return { context: new Context(opened, actor, crypto.randomUUID()) };
  },
});
