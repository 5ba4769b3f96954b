import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type ExecutionResult, parse } from "graphql";
import { afterEach, describe, expect, it } from "vitest";
import { type RemoteGatewayOptions, remoteGateway } from "../../src/gateway/remote.ts";
import { isStream } from "../../src/gateway/subscribe.ts";

const federation = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"])';
const ticks = `${federation}
  type Query { tick: Tick } type Subscription { ticks(after: String): Tick }
  type Tick { number: Int! label: Label } type Label @key(fields: "id") { id: ID! }`;
const labels = `${federation} type Label @key(fields: "id") { id: ID! text: String } type Query { label: Label }`;

type Handle = (request: IncomingMessage, response: ServerResponse) => void;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(handle: Handle): Promise<string> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

interface Apart {
  open(query: string): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult, void>>;
  /** What the gateway has logged. */
  readonly log: string[];
  /** What the stream was asked for. */
  readonly asked: { path: string; headers: IncomingMessage["headers"] }[];
}

/** A gateway over a subgraph whose stream is the test's, and one that says how often it was asked for a label. */
async function apart(stream: Handle, options: Partial<RemoteGatewayOptions> = {}): Promise<Apart> {
  const log: string[] = [];
  const asked: Apart["asked"] = [];
  const note = (detail: unknown, message: string) => void log.push(`${message} ${JSON.stringify(detail)}`);
  let labelled = 0;
  const urls = {
    ticks: await serve((request, response) => {
      asked.push({ path: request.url!, headers: request.headers });
      request.resume();
      stream(request, response);
    }),
    labels: await serve((request, response) => {
      request.resume();
      labelled += 1;
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({ data: { _entities: [{ __typename: "Label", id: "1", text: `text ${labelled}` }] } }),
      );
    }),
  };
  const gateway = remoteGateway({
    subgraphs: [
      { name: "ticks", url: urls.ticks, sdl: ticks },
      { name: "labels", url: urls.labels, sdl: labels },
    ],
    secret: "between us",
    holder: () => ({ signedIn: true, scopes: new Set() }),
    caller: () => ({ authorization: "Bearer of the caller", correlationId: "the request" }),
    isKnownCode: (code) => ["UNAUTHENTICATED", "NOT_FOUND"].includes(String(code)),
    log: { info: note, warn: note, error: note },
    ...options,
  });
  await gateway.load({ apollo: {} });
  closing.push(() => gateway.stop());
  return { open: (query) => gateway.subscribe({ document: parse(query), contexts: async () => ({}) }), log, asked };
}

const begun = (response: ServerResponse): ServerResponse => {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  return response;
};
const next = (result: object): string => `event: next\nid: c\ndata: ${JSON.stringify(result)}\n\n`;
const tick = (number: number): string =>
  next({ data: { ticks: { number, label: { __typename: "Label", id: "1" } } }, extensions: { cursor: `c${number}` } });
const complete = "event: complete\ndata:\n\n";

/** Everything that a subscription brings until it is over; null where it was refused at once. */
async function brought({ open }: Apart, query: string): Promise<{ refused: boolean; results: ExecutionResult[] }> {
  const opened = await open(query);
  if (!isStream(opened)) return { refused: true, results: [opened] };
  const results: ExecutionResult[] = [];
  for await (const result of opened) results.push(result);
  return { refused: false, results };
}
const shown = ({ data, errors, extensions }: ExecutionResult) => ({
  ...(data === undefined ? {} : { data: JSON.parse(JSON.stringify(data)) }),
  ...(errors ? { errors: errors.map(({ message, path, extensions }) => ({ message, path, extensions })) } : {}),
  ...(extensions ? { extensions } : {}),
});
const unavailable = {
  errors: [
    {
      message: 'The subgraph "ticks" can\'t be reached now. Try again shortly.',
      path: undefined,
      extensions: { code: "SUBGRAPH_UNAVAILABLE", subgraph: "ticks" },
    },
  ],
};

describe("a subscription over subgraphs elsewhere", () => {
  it("follows the one that owns it, on the caller's behalf, and joins the others anew for each event", async () => {
    const graph = await apart((_, response) => void begun(response).end(`:\n\n${tick(1)}:\n\n${tick(2)}${complete}`));
    const { results } = await brought(graph, "subscription { mine: ticks { number label { id text } } }");
    // The alias is the client's; the subgraph was asked by its own.
    expect(results.slice(0, 2).map(({ extensions }) => extensions)).toEqual([{ cursor: "c1" }, { cursor: "c2" }]);
    expect(graph.asked).toEqual([
      {
        path: "/graphql/stream",
        headers: expect.objectContaining({
          authorization: "Bearer of the caller",
          "x-correlation-id": "the request",
          "x-countersign-gateway": "between us",
        }),
      },
    ]);
  });

  it("joins what is so when the event comes", async () => {
    const graph = await apart((_, response) => void begun(response).end(tick(1) + tick(2) + complete));
    const { results } = await brought(graph, "subscription { ticks { number label { id text } } }");
    expect(results.slice(0, 2).map(shown)).toEqual([
      { data: { ticks: { number: 1, label: { id: "1", text: "text 1" } } }, extensions: { cursor: "c1" } },
      { data: { ticks: { number: 2, label: { id: "1", text: "text 2" } } }, extensions: { cursor: "c2" } },
    ]);
  });

  it.each<[string, Handle]>([
    ["breaks off", (_, response) => void begun(response).write(tick(1), () => response.destroy())],
    ["ends without a word", (_, response) => void begun(response).end(tick(1))],
    ["ends as complete, as one does that is stopped", (_, response) => void begun(response).end(tick(1) + complete)],
    ["sends what is no JSON", (_, response) => void begun(response).end(`${tick(1)}event: next\ndata: nope\n\n`)],
    ["sends what is no result", (_, response) => void begun(response).end(`${tick(1)}event: next\ndata: [1]\n\n`)],
    ["falls silent", (_, response) => void begun(response).write(tick(1))],
    [
      "sends an event without end",
      (_, response) => {
        begun(response).write(`${tick(1)}event: next\ndata: `);
        const more = setInterval(() => response.write("x".repeat(50_000)), 1);
        response.on("close", () => clearInterval(more));
      },
    ],
  ])("ends with SUBGRAPH_UNAVAILABLE where the stream %s, after what came before", async (_, stream) => {
    const graph = await apart(stream, { silenceMs: 3_000, maxAnswerBytes: 200_000 });
    const { refused, results } = await brought(graph, "subscription { ticks { number } }");
    expect(refused).toBe(false);
    expect(results.map(shown)).toEqual([{ data: { ticks: { number: 1 } }, extensions: { cursor: "c1" } }, unavailable]);
    expect(graph.log.join("\n")).toMatch(/a subgraph gave no answer.*"subgraph":"ticks"/);
  });

  it.each<[string, Handle]>([
    ["drops connections", (request) => void request.socket.destroy()],
    ["says nothing", () => undefined],
    [
      "answers a page",
      (_, response) => void response.writeHead(502, { "content-type": "text/html" }).end("at /srv/app.js"),
    ],
    [
      "answers broken JSON",
      (_, response) => void response.writeHead(200, { "content-type": "application/json" }).end("{"),
    ],
    [
      "answers without end",
      (_, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const more = setInterval(() => response.write("x".repeat(50_000)), 1);
        response.on("close", () => clearInterval(more));
      },
    ],
  ])("is refused with SUBGRAPH_UNAVAILABLE where the subgraph %s", async (_, stream) => {
    const graph = await apart(stream, { silenceMs: 3_000, maxAnswerBytes: 200_000 });
    const { refused, results } = await brought(graph, "subscription { ticks { number } }");
    expect(refused).toBe(true);
    expect(results.map(shown)).toEqual([unavailable]);
  });

  it("is refused with the subgraph's own reason, at the client's own name for the field, with nothing internal", async () => {
    const errors = [
      {
        message: "No such thing.",
        path: ["ticks"],
        extensions: { code: "NOT_FOUND", field: ["after"], stacktrace: ["at x"] },
      },
      { message: "duplicate key in /srv/app.ts", extensions: { code: "23505" } },
    ];
    const graph = await apart((_, response) => {
      response.writeHead(404, { "content-type": "application/json" });
      response.end(JSON.stringify({ errors }));
    });
    const { results } = await brought(graph, "subscription { mine: ticks { number } }");
    expect(results.map(shown)).toEqual([
      {
        errors: [
          { message: "No such thing.", path: ["mine"], extensions: { code: "NOT_FOUND", field: ["after"] } },
          { message: "Something went wrong.", path: undefined, extensions: { code: "INTERNAL_SERVER_ERROR" } },
        ],
      },
    ]);
  });

  it("ends with the subgraph's reason where that concerns the reader", async () => {
    const ended = {
      errors: [{ message: "Revoked.", extensions: { code: "UNAUTHENTICATED", reason: "TOKEN_REVOKED" } }],
    };
    const graph = await apart((_, response) => void begun(response).end(tick(1) + next(ended) + complete));
    const { results } = await brought(graph, "subscription { ticks { number } }");
    expect(results.map(shown)).toEqual([
      { data: { ticks: { number: 1 } }, extensions: { cursor: "c1" } },
      {
        errors: [
          { message: "Revoked.", path: undefined, extensions: { code: "UNAUTHENTICATED", reason: "TOKEN_REVOKED" } },
        ],
      },
    ]);
  });

  it("keeps an event whose fields failed, and goes on", async () => {
    const failed = {
      data: { ticks: null },
      errors: [{ message: "at /srv/app.ts", path: ["ticks"], extensions: { code: "INTERNAL_SERVER_ERROR" } }],
      extensions: { cursor: "c1" },
    };
    const graph = await apart((_, response) => void begun(response).end(next(failed) + tick(2) + complete));
    const { results } = await brought(graph, "subscription { ticks { number } }");
    expect(results.slice(0, 2).map(shown)).toEqual([
      {
        data: { ticks: null },
        errors: [{ message: "Something went wrong.", path: ["ticks"], extensions: { code: "INTERNAL_SERVER_ERROR" } }],
        extensions: { cursor: "c1" },
      },
      { data: { ticks: { number: 2 } }, extensions: { cursor: "c2" } },
    ]);
  });

  it("lets go of the subgraph when its reader leaves, also while nothing happens", async () => {
    let left = false;
    const graph = await apart((request, response) => {
      begun(response).write(tick(1));
      request.socket.on("close", () => {
        left = true;
      });
    });
    const opened = await graph.open("subscription { ticks { number } }");
    if (!isStream(opened)) throw new Error("It was refused.");
    await opened.next();
    const waiting = opened.next();
    await opened.return?.();
    expect((await waiting).done).toBe(true);
    await expect.poll(() => left).toBe(true);
  });
});
