import { afterEach, describe, expect, it } from "vitest";
import { posted, rawEvents } from "../support/raw-events.ts";
import { rawSocket } from "../support/raw-socket.ts";
import { type FeedServer, startFeed } from "./feed-fixture.ts";

type Transport = "socket" | "events";
const transports = ["socket", "events"] as const;

interface Shown {
  readonly message: string;
  readonly path?: readonly string[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

let server: FeedServer;
afterEach(async () => {
  await server.stop();
  expect([server.sockets.count, server.subscriptions.count, server.following]).toEqual([0, 0, 0]);
});

/** The errors that a subscription is refused with, over a connection that stays as it is. */
async function refused(transport: Transport, query: string, more: object = {}): Promise<readonly Shown[]> {
  if (transport === "events") {
    const events = await rawEvents(`${server.url}/graphql/stream`, posted(query, more));
    const { errors, ...rest } = (await events.next())!.data;
    expect(rest).toEqual({});
    expect((await events.next())?.event).toBe("complete");
    return errors;
  }
  const socket = await (await rawSocket(server.url)).introduced();
  socket.subscribe("a", query, more);
  const { type, id, payload } = await socket.hear();
  expect([type, id]).toEqual(["error", "a"]);
  socket.say({ type: "ping" });
  expect(await socket.hear()).toEqual({ type: "pong" });
  socket.socket.close();
  await socket.closed;
  return payload;
}

/** Everything that a subscription brings until it is over. */
async function brought(transport: Transport, query: string): Promise<unknown[]> {
  const results: unknown[] = [];
  if (transport === "events") {
    const events = await rawEvents(`${server.url}/graphql/stream`, posted(query));
    for (let next = await events.next(); next?.event === "next"; next = await events.next()) results.push(next.data);
    return results;
  }
  const socket = await (await rawSocket(server.url)).introduced();
  socket.subscribe("a", query);
  for (let heard = await socket.hear(); heard.type === "next"; heard = await socket.hear()) results.push(heard.payload);
  return results;
}

const deep = (levels: number): string => `{ ${"again { ".repeat(levels)} number ${"} ".repeat(levels)} }`;
const many = (count: number, what: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => what(index)).join(" ");

describe.each(transports)("a subscription over %s", (transport) => {
  it.each([
    ["a query", "{ tick { number } }", "BAD_REQUEST"],
    ["a mutation", "mutation { push }", "BAD_REQUEST"],
    ["what is no GraphQL", "subscription { ", "GRAPHQL_PARSE_FAILED"],
    ["no operation", "fragment F on Tick { number }", "GRAPHQL_VALIDATION_FAILED"],
    ["two root fields", "subscription { ticks { number } other: ticks { number } }", "GRAPHQL_VALIDATION_FAILED"],
    ["__typename for its one field", "subscription { __typename }", "GRAPHQL_VALIDATION_FAILED"],
    ["1,001 tokens", `subscription { ticks { ${"number ".repeat(1_001)} } }`, "OPERATION_TOO_LARGE"],
    ["more levels than may be", `subscription { ticks ${deep(12)} }`, "OPERATION_TOO_LARGE"],
    [
      "16 aliases of one field",
      `subscription { ticks { ${many(16, (index) => `a${index}: number`)} } }`,
      "OPERATION_TOO_LARGE",
    ],
    [
      "eleven root fields",
      `subscription { ${many(11, (index) => `a${index}: ticks { number }`)} }`,
      "OPERATION_TOO_LARGE",
    ],
    [
      "fragments that spread each other",
      "subscription { ticks { ...A } } fragment A on Tick { ...B } fragment B on Tick { ...A }",
      "GRAPHQL_VALIDATION_FAILED",
    ],
    ["51 directives", `subscription { ticks { number ${"@skip(if: false) ".repeat(51)} } }`, "OPERATION_TOO_LARGE"],
    ["introspection", "subscription { __schema { types { name } } }", "GRAPHQL_VALIDATION_FAILED"],
  ])("is refused for %s", async (_, query, code) => {
    server = await startFeed();
    const errors = await refused(transport, query);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(errors.map(() => code));
    expect(errors.length).toBeGreaterThan(0);
  });

  it("is refused for what it would cost", async () => {
    server = await startFeed({ costBudget: 3 });
    expect(await refused(transport, "subscription { ticks { again { again { again { number } } } } }")).toMatchObject([
      { extensions: { code: "COST_EXCEEDED", budget: 3, requested: 4 } },
    ]);
  });

  it("is refused for variables that are none, too many or of the wrong type", async () => {
    server = await startFeed();
    const query = "subscription ($off: Boolean!) { ticks { number @skip(if: $off) context } }";
    expect(await refused(transport, query, { variables: { off: Array(25_000).fill(1) } })).toMatchObject([
      { extensions: { code: "OPERATION_TOO_LARGE" } },
    ]);
    for (const variables of [{}, { off: 1 }]) {
      expect(await refused(transport, query, { variables })).toMatchObject([
        { extensions: { code: "BAD_USER_INPUT" } },
      ]);
    }
  });

  it("is refused for the name of no operation, and for several operations without one", async () => {
    server = await startFeed();
    const two = "subscription A { ticks { number } } subscription B { ticks { number } }";
    for (const more of [{ operationName: "C" }, {}]) {
      expect(await refused(transport, two, more)).toMatchObject([
        { extensions: { code: "OPERATION_RESOLUTION_FAILURE" } },
      ]);
    }
  });

  it.each([
    ["its one field", "subscription ($off: Boolean!) { ticks @skip(if: $off) { number } }"],
    [
      "the fragment around it",
      "subscription ($off: Boolean!) { ...F @skip(if: $off) } fragment F on Subscription { ticks { number } }",
    ],
    [
      "the field within a fragment",
      "subscription ($off: Boolean!) { ...F } fragment F on Subscription { ticks @skip(if: $off) { number } }",
    ],
    [
      "the field within an inline fragment",
      "subscription ($off: Boolean!) { ... { ticks @skip(if: $off) { number } } }",
    ],
  ])("is refused where @skip leaves out %s", async (_, query) => {
    server = await startFeed();
    const [error, ...more] = await refused(transport, query, { variables: { off: true } });
    expect(more).toEqual([]);
    expect(error).toEqual({
      message: "A subscription follows one field. Leave @skip and @include off it.",
      extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
    });
  });

  it("says that introspection is off, as over HTTP", async () => {
    server = await startFeed();
    const [error] = await refused(transport, "subscription { __schema { types { name } } }");
    expect(error?.message).toBe("Introspection is off here. Read the published schema.");
  });

  it("is looked at once for each fragment, however often they spread each other", async () => {
    server = await startFeed();
    const fragments = many(60, (index) => `fragment F${index} on Subscription { ...F${index + 1} ...F${index + 1} }`);
    const errors = await refused(transport, `subscription { ...F0 } ${fragments}`);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(errors.map(() => "GRAPHQL_VALIDATION_FAILED"));
  });

  it("tells nothing of a schema that is hidden, and suggests nothing", async () => {
    server = await startFeed({ schemaHidden: true });
    for (const query of [
      "subscription { tickz { number } }",
      "subscription { ticks { numbre } }",
      "subscription { ticks }",
      "subscription { ticks { again } }",
    ]) {
      const errors = await refused(transport, query);
      const said = errors.map(({ message }) => message.replace(query, "")).join();
      expect(said, query).not.toMatch(/Tick|Subscription|"number"|Did you mean|Int!/);
    }
    await server.stop();
    server = await startFeed({ schemaHidden: false });
    const [error] = await refused(transport, "subscription { ticks { numbre } }");
    expect(error?.message).toBe('Cannot query field "numbre" on type "Tick".');
  });

  it("tells a deliberate error as it is, with nothing internal", async () => {
    server = await startFeed();
    expect(await refused(transport, "subscription { mine: refused { number } }")).toEqual([
      {
        message: "There is no such thing.",
        path: ["mine"],
        locations: expect.any(Array),
        extensions: { code: "NOT_FOUND" },
      },
    ]);
  });

  it("masks what fails beneath an event, and what ends it, under the id that the log has it by", async () => {
    server = await startFeed();
    const results = await brought(transport, "subscription { faulty { number hidden refused } }");
    const [event, end, ...more] = results as { data?: unknown; errors: Shown[] }[];
    expect(more).toEqual([]);
    expect(event?.data).toEqual({ faulty: { number: 1, hidden: null, refused: null } });
    expect(event?.errors.map(({ path, extensions }) => [path?.[1], extensions.code]).sort()).toEqual([
      ["hidden", "INTERNAL_SERVER_ERROR"],
      ["refused", "FORBIDDEN"],
    ]);
    expect(end?.data).toBeUndefined();
    expect(end?.errors.map(({ extensions }) => extensions.code)).toEqual(["INTERNAL_SERVER_ERROR"]);
    expect(JSON.stringify(results)).not.toMatch(/10\.0\.0\.7|srv|ledger/);
    const id = end?.errors[0]?.extensions.correlationId;
    const logged = server.lines.filter(
      ({ correlationId, msg }) => correlationId === id && msg === "an operation failed",
    );
    expect(JSON.stringify(logged)).toMatch(/10\.0\.0\.7.*srv/s);
  });
});
