import { MaxLength, MinLength, validateOrReject } from "class-validator";
import { buildSchema, execute, GraphQLError, type GraphQLSchema, printSchema } from "graphql";
import { compileQuery, isCompiledQuery } from "graphql-jit";
import { ArgumentValidationError } from "type-graphql";
import type { Actor } from "../../src/identity/actor.ts";
import { developmentIdentities } from "../../src/identity/development.ts";
import { authorise } from "../../src/identity/permissions.ts";
import type { Gateway } from "../../src/server/gateway.ts";
import { createLog } from "../../src/server/log.ts";
import { type RunningServer, type ServerParts, startServer } from "../../src/server/server.ts";

const sdl = `
  type Query {
    viewer: Viewer!
    releases(first: Int = 20, after: String): ReleaseConnection!
    release(id: ID!): Release
    broken: String
    required: String!
    coded(code: String!): String
    slow(milliseconds: Int!): String
    secret: String
  }
  type Viewer { subject: String, roles: [String!]!, sameContext: Boolean! }
  type ReleaseConnection { nodes: [Release!]!, edges: [ReleaseEdge!]!, pageInfo: PageInfo!, totalCount: Int! }
  type ReleaseEdge { cursor: String!, node: Release! }
  type PageInfo { hasNextPage: Boolean! }
  type Release { id: ID!, name: String!, next: Release, conditions: [Condition!]!, releases(first: Int = 20): ReleaseConnection! }
  type Condition { text: String! }
  type Mutation { rename(input: RenameInput!): RenamePayload! }
  type Subscription { renamed: Release! }
  input RenameInput { id: ID!, name: String!, tags: [String!] }
  type RenamePayload { release: Release, calls: Int! }
`;

/** Has a private field, as the real context does: a copy of it throws. */
class FixtureContext {
  readonly actor: Actor;
  readonly correlationId: string;
  readonly #own = true;

  constructor(actor: Actor, correlationId: string) {
    this.actor = actor;
    this.correlationId = correlationId;
  }

  get isOwn(): boolean {
    return this.#own;
  }
}

class RenameInput {
  id!: string;
  name!: string;
}
MinLength(3)(RenameInput.prototype, "name");
MaxLength(10, { message: "name must be at most $constraint1 characters long" })(RenameInput.prototype, "name");

/** The failure of a database, as TypeORM throws one. */
class QueryFailedError extends Error {
  readonly query = "insert into partner (legal_name) values ($1)";
  readonly parameters = ["Confidential Customer"];
  readonly driverError = Object.assign(new Error('violates unique constraint "partner_org_key"'), {
    code: "23505",
    table: "partner",
  });

  constructor() {
    super('duplicate key value violates unique constraint "partner_org_key" in /srv/app/partner.ts');
  }
}

let calls = 0;
/** How often the mutation has run, in all servers of this process. */
export const mutationCalls = (): number => calls;

const release = { id: "1", name: "One", conditions: [], next: null };
const resolvers = {
  viewer: (_: unknown, context: FixtureContext) => ({
    subject: context.actor.subject,
    roles: [...context.actor.roles],
    sameContext: context.isOwn,
  }),
  releases: () => ({ nodes: [release], edges: [], pageInfo: { hasNextPage: false }, totalCount: 1 }),
  release: () => release,
  broken: () => {
    throw new QueryFailedError();
  },
  required: () => null,
  coded: ({ code }: { code: string }) => {
    throw new GraphQLError(`said with ${code}`, { extensions: { code, field: ["input", "id"], internal: "hidden" } });
  },
  slow: ({ milliseconds }: { milliseconds: number }) =>
    new Promise((resolve) => setTimeout(() => resolve("done"), milliseconds)),
  secret: (_: unknown, { actor }: FixtureContext) => {
    authorise(actor, "decision:countersign");
    return "seen";
  },
  rename: async ({ input }: { input: RenameInput }) => {
    await validateOrReject(Object.assign(new RenameInput(), input)).catch((errors) => {
      throw new ArgumentValidationError(errors);
    });
    calls += 1;
    return { release: { ...release, name: input.name }, calls };
  },
};

export const schema: GraphQLSchema = buildSchema(sdl);
for (const type of [schema.getQueryType(), schema.getMutationType()]) {
  for (const [name, field] of Object.entries(type?.getFields() ?? {})) {
    const resolver = resolvers[name as keyof typeof resolvers] as (args: object, context: object) => unknown;
    field.resolve = (_: unknown, args: object, context: object) => resolver(args, context);
  }
}

export type Executor = "graphql-js" | "graphql-jit";

/** The fixture schema behind Apollo Server's gateway interface, run by either executor. */
export function fixtureGateway(executor: Executor = "graphql-js"): Gateway {
  return {
    onSchemaLoadOrUpdate: (callback) => {
      callback({ apiSchema: schema, coreSupergraphSdl: printSchema(schema) });
      return () => {};
    },
    load: async () => {
      return {
        executor: async ({ document, context, operationName, request }) => {
          const variables = request.variables ?? {};
          if (executor === "graphql-js") {
            return execute({ schema, document, contextValue: context, variableValues: variables, operationName });
          }
          const compiled = compileQuery(schema, document, operationName ?? undefined);
          return isCompiledQuery(compiled) ? compiled.query({}, context, variables) : compiled;
        },
      };
    },
    stop: async () => {},
    subscribe: async () => ({ errors: [new GraphQLError("This schema has no subscriptions.")] }),
  };
}

export interface TestServer extends RunningServer {
  /** Every line that the server has logged. */
  readonly lines: Record<string, unknown>[];
  /** Sends one operation as JSON; `status`, `headers` and the parsed body of the answer. */
  ask(query: string, options?: AskOptions): Promise<Answer>;
  /** Sends anything. */
  send(path: string, init?: RequestInit): Promise<Answer>;
}

export interface AskOptions {
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect, and fail where it isn't there
  readonly body: any;
}

type Options = Partial<Omit<ServerParts, "settings">> & {
  readonly settings?: Partial<ServerParts["settings"]>;
  readonly executor?: Executor;
};

/** A server over the fixture schema, on any free port of loopback. */
export async function startFixture({ settings, executor, ...parts }: Options = {}): Promise<TestServer> {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({
    level: "debug",
    destination: { write: (line: string) => void lines.push(JSON.parse(line)) },
  });
  const server = await startServer({
    settings: { host: "127.0.0.1", port: 0, introspection: false, gatewayProof: null, ...settings },
    gateway: fixtureGateway(executor),
    verifier: parts.verifier ?? (await developmentIdentities()).verifier,
    makeContext: (actor, { correlationId }) => new FixtureContext(actor, correlationId),
    log,
    ready: [],
    developmentTokens: null,
    ...parts,
  });
  const send = async (path: string, init?: RequestInit): Promise<Answer> => {
    const response = await fetch(`${server.url}${path}`, init);
    const text = await response.text();
    const isJson = text !== "" && /json/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : null };
  };
  const ask: TestServer["ask"] = (query, { variables, operationName, token, headers } = {}) =>
    send("/graphql", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: JSON.stringify({ query, variables, operationName }),
    });
  return { ...server, lines, ask, send };
}
