import { randomUUID } from "node:crypto";
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError, graphql, Kind } from "graphql";
import pino from "pino";
import { Context, type Services } from "../../src/context.ts";
import { LedgerTail } from "../../src/feed/tail.ts";
import type { Subgraph } from "../../src/gateway/subgraph.ts";
import { timeOrderedIds } from "../../src/graph/ids.ts";
import type { Actor } from "../../src/identity/actor.ts";
import { presentError } from "../../src/server/masking.ts";
import { OutageLog } from "../../src/server/outage-log.ts";
import { type FreshDatabase, freshDatabase } from "./database.ts";
import type { DatabaseKind } from "./describe-on.ts";

// biome-ignore lint/suspicious/noExplicitAny: what a test asked for by its own document
type Data = Record<string, any>;

/** What an operation gave, its errors as a client sees them. */
export interface Answer {
  readonly data: Data;
  readonly errors: readonly GraphQLFormattedError[];
}

/** What a mutation's refusal shows in these tests. */
export interface ShownRefusal {
  readonly code: string;
  readonly field: readonly string[] | null;
  readonly blockers: readonly string[];
  readonly from: string | null;
  readonly attempted: string | null;
}

/** One subgraph on a database of its own, asked as a client asks, without a transport. */
export interface Room {
  readonly database: FreshDatabase;
  readonly services: Services & { readonly clock: { fixed: Date | null }; screeningMaxAgeDays?: number };
  /** A context of one operation by this actor. */
  context(by: Actor): Context;
  /** Runs a document. */
  ask(by: Actor, document: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** Runs a mutation with a fresh idempotency key unless the input has one; gives its payload, and fails on errors. */
  change(by: Actor, mutation: string, input: object, selection: string): Promise<Data>;
  /** The same, giving the refusals alone. */
  refused(by: Actor, mutation: string, input: object): Promise<ShownRefusal[]>;
  /** Runs a document and gives how many statements it took, reads outside of changes counted. */
  statements(by: Actor, document: string, variables?: Record<string, unknown>): Promise<number>;
  close(): Promise<void>;
}

const log = pino({ enabled: false });
const outages = new OutageLog(log);
const refusals = "refusals { code message field blockers from attempted }";

/** Opens a room on a fresh database. */
export async function openRoom(kind: DatabaseKind, subgraph: Pick<Subgraph, "schema">): Promise<Room> {
  return roomOn(await freshDatabase(kind), subgraph);
}

/** A room on a database that is open already: closing it closes the database. */
export function roomOn(database: FreshDatabase, { schema }: Pick<Subgraph, "schema">): Room {
  let statements = 0;
  const counted = {
    ...database,
    query: <Row>(sql: string, parameters?: readonly unknown[]) => {
      statements += 1;
      return database.query<Row>(sql, parameters);
    },
  };
  const services = {
    database: counted,
    clock: { fixed: null as Date | null },
    ids: timeOrderedIds,
    tail: new LedgerTail(counted, log),
    // A test's clock may stand years from the day on which its list was imported.
    screeningMaxAgeDays: 36_500 as number | undefined,
  };
  const context = (by: Actor): Context => new Context(services, by, `request-${randomUUID()}`);

  const ask = async (by: Actor, source: string, variableValues?: Record<string, unknown>): Promise<Answer> => {
    const contextValue = context(by);
    const { data, errors = [] }: ExecutionResult = await graphql({ schema, source, contextValue, variableValues });
    const { correlationId } = contextValue;
    const shown = errors.map((error) => presentError(asServed(error), { correlationId, log, outages }));
    return { data: data as Data, errors: shown };
  };
  const change = async (by: Actor, mutation: string, input: object, selection: string): Promise<Data> => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} ${refusals} } }`;
    const { data, errors } = await ask(by, document, { input: { idempotencyKey: randomUUID(), ...input } });
    if (errors.length > 0) throw new Error(`${mutation} failed: ${JSON.stringify(errors)}`);
    return data[mutation];
  };
  return {
    database,
    services,
    context,
    ask,
    change,
    refused: async (by, mutation, input) => {
      const payload = await change(by, mutation, input, "");
      return payload.refusals.map(({ message, ...shown }: ShownRefusal & { message: string }) => {
        if (message === "") throw new Error(`${mutation} refused without saying why`);
        return shown;
      });
    },
    statements: async (by, document, variables) => {
      const before = statements;
      const { errors } = await ask(by, document, variables);
      if (errors.length > 0) throw new Error(`The document failed: ${JSON.stringify(errors)}`);
      return statements - before;
    },
    close: () => database.drop(),
  };
}

/** The server's own part: it marks a variable that doesn't fit its type before errors are presented. */
function asServed(error: GraphQLError): GraphQLError {
  const ofVariable = error.nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION && error.extensions.code === undefined;
  return ofVariable ? new GraphQLError(error.message, { extensions: { code: "BAD_USER_INPUT" } }) : error;
}

/** A refusal as the tests compare it. */
export const refusal = (code: string, detail: Partial<ShownRefusal> = {}): ShownRefusal => ({
  code,
  field: null,
  blockers: [],
  from: null,
  attempted: null,
  ...detail,
});

/** The codes of an answer's errors. */
export const codesOf = ({ errors }: Answer): unknown[] => errors.map(({ extensions }) => extensions?.code);
