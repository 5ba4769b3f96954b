import { setTimeout as pause } from "node:timers/promises";
import { buildSchema } from "graphql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CompositionError } from "../../src/gateway/compose.ts";
import { proofHeader } from "../../src/gateway/proof.ts";
import { remoteGateway } from "../../src/gateway/remote.ts";
import { type Evaluation, evaluationsSdl, serveEvaluations } from "../support/external-evaluations.ts";
import { type Interference, type SubgraphServer, serveSubgraph } from "../support/subgraph-server.ts";
import { type ApartLibrary, apartLibrary, resetLibrary, visitor } from "./fixtures/library.ts";

/** The evaluations' subgraph speaks of Release; the library's books stand in for releases here. */
const asBooks = (sdl: string): string => sdl.replaceAll(/\bRelease\b/g, "Book").replaceAll(/\brelease\b/g, "book");

const open: { close(): Promise<void> }[] = [];
const opened = async <Closable extends { close(): Promise<void> }>(closable: Promise<Closable>): Promise<Closable> => {
  open.push(await closable);
  return closable;
};
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});
beforeEach(resetLibrary);

const refuseConnection: Interference = (request) => {
  request.socket.destroy();
  return true;
};
const answerWith =
  (body: string, type = "application/json", status = 200): Interference =>
  (_request, response) => {
    response.writeHead(status, { "content-type": type });
    response.end(body);
    return true;
  };

describe("a subgraph that is down", () => {
  const unavailable = { code: "SUBGRAPH_UNAVAILABLE", subgraph: "readers" };

  it.each<[string, Interference, number?]>([
    ["that drops connections", refuseConnection],
    ["that answers no JSON", answerWith("<html>stack trace at /srv/app.js</html>", "text/html", 502)],
    ["that answers broken JSON", answerWith("{")],
    ["that answers something else", answerWith('{"data": [1]}')],
    ["that answers nothing", answerWith('{"data": null}')],
    [
      "that refuses the gateway",
      answerWith(
        '{"errors": [{"message": "secret wrong", "extensions": {"code": "FORBIDDEN"}}]}',
        "application/json",
        403,
      ),
    ],
    [
      "that breaks off",
      (_request, response) => {
        response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
        response.write('{"data":');
        response.socket!.destroySoon();
        return true;
      },
    ],
    [
      "that never stops",
      (_request, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.write('{"data":{"x":"');
        const more = setInterval(() => response.write("x".repeat(100_000)), 1);
        response.on("close", () => clearInterval(more));
        return true;
      },
    ],
    ["that says nothing in time", () => true, 3_000],
  ])(
    "%s gives nulls with path and code, and the rest of the answer",
    async (_what, interference, timeoutMs = 60_000) => {
      const library = await opened(apartLibrary([], { timeoutMs, maxAnswerBytes: 500_000 }));
      library.servers.readers!.interfere = interference;
      const { data, errors } = await library.ask(
        `{ loans(ids: ["l1"]) { days book { title } reader { id nickname } } missing: reader(id: "r1") { nickname } }`,
      );
      expect(data).toEqual({
        loans: [{ days: 14, book: { title: "Middlemarch" }, reader: { id: "r1", nickname: null } }],
        missing: null,
      });
      expect(errors!.map(({ path, extensions }) => ({ path, extensions }))).toEqual(
        expect.arrayContaining([
          { path: ["loans", 0, "reader", "nickname"], extensions: unavailable },
          { path: ["missing"], extensions: unavailable },
        ]),
      );
      expect(errors).toHaveLength(2);
      expect(JSON.stringify(errors)).not.toMatch(/stack|srv|secret|127\.0\.0\.1|query/i);
      expect(
        library.log.filter(({ level, detail }) => level === "warn" && detail.subgraph === "readers").length,
      ).toBeGreaterThan(0);
    },
  );

  it("answers again once it is back", async () => {
    const library = await opened(apartLibrary());
    library.servers.readers!.interfere = refuseConnection;
    expect((await library.ask('{ reader(id: "r1") { name } }')).errors).toMatchObject([{ extensions: unavailable }]);
    library.servers.readers!.interfere = undefined;
    expect((await library.ask('{ reader(id: "r1") { name } }')).data).toEqual({ reader: { name: "Ada" } });
  });

  it("fails its field alone where it answers entities that can't be told apart", async () => {
    const library = await opened(apartLibrary());
    library.servers.readers!.interfere = answerWith('{"data":{"_entities":[]}}');
    const { data, errors } = await library.ask('{ loans(ids: ["l1"]) { days reader { nickname } } }');
    expect(data).toEqual({ loans: [{ days: 14, reader: { nickname: null } }] });
    expect(errors).toMatchObject([{ path: ["loans", 0, "reader", "nickname"], extensions: unavailable }]);
  });

  it("can't put wrong values into the answer", async () => {
    const library = await opened(apartLibrary());
    library.servers.readers!.interfere = answerWith(
      '{"data":{"_entities":[{"nickname":{"deep":1},"initials":"many"}]}}',
    );
    const { data, errors } = await library.ask('{ loans(ids: ["l1"]) { reader { nickname initials } } }');
    expect(data).toEqual({ loans: [{ reader: { nickname: null, initials: null } }] });
    expect(errors).toHaveLength(2);
  });
});

describe("errors from a subgraph", () => {
  it("keep their code and message where the code is one of ours, and are masked otherwise", async () => {
    const library = await opened(apartLibrary());
    const { errors } = await library.ask('{ fails a: fails(code: "FORBIDDEN") b: fails(code: "ODD") }');
    expect(errors!.map(({ path, message, extensions }) => ({ path, message, extensions }))).toEqual(
      expect.arrayContaining([
        { path: ["fails"], message: "Something went wrong.", extensions: { code: "INTERNAL_SERVER_ERROR" } },
        { path: ["a"], message: "Failed as asked.", extensions: { code: "FORBIDDEN" } },
        { path: ["b"], message: "Something went wrong.", extensions: { code: "INTERNAL_SERVER_ERROR" } },
      ]),
    );
  });

  it("pass on that the caller's token was refused", async () => {
    const library = await opened(apartLibrary());
    const body =
      '{"errors":[{"message":"This token has expired.","extensions":{"code":"UNAUTHENTICATED","http":{"status":401}}}]}';
    library.servers.books!.interfere = answerWith(body, "application/json", 401);
    const { errors } = await library.ask('{ book(id: "b1") { title } }');
    expect(errors).toMatchObject([{ path: ["book"], message: "This token has expired." }]);
    expect(errors![0]!.extensions).toEqual({ code: "UNAUTHENTICATED" });
  });
});

describe("what is sent to a subgraph", () => {
  it("holds the caller's token, the correlation id and the gateway's proof", async () => {
    const library = await opened(apartLibrary());
    await library.ask("{ books { id } }");
    expect(library.servers.books!.headers.at(-1)).toMatchObject({
      authorization: "Bearer of the caller",
      "x-correlation-id": "00000000-0000-4000-8000-000000000000",
      [proofHeader]: "between us",
    });
  });

  it("goes over kept connections", async () => {
    const library = await opened(apartLibrary());
    for (let round = 0; round < 3; round += 1) await library.ask("{ books { id } }");
    expect(library.servers.books!.headers.at(-1)!.connection).toBe("keep-alive");
  });

  it("is each mutation once, identical ones too", async () => {
    const library = await opened(apartLibrary());
    const before = library.servers.books!.asked.length;
    const source =
      'mutation { a: addBook(input: { title: "Twin" }) { book { id } } b: addBook(input: { title: "Twin" }) { book { id } } }';
    const [first, second] = await Promise.all([library.ask(source), library.ask(source)]);
    expect(library.servers.books!.asked.length - before).toBe(4);
    const made = [first, second].flatMap(({ data }) =>
      Object.values(data as Record<string, { book: { id: string } }>).map(({ book }) => book.id),
    );
    expect(made.toSorted()).toEqual(["b6", "b7", "b8", "b9"]);
  });

  it("asks about one entity once, wherever it stands in the answer", async () => {
    const library = await opened(apartLibrary());
    await library.ask('{ loans(ids: ["l1", "l3", "l2"]) { book { title } } }');
    expect(library.servers.books!.asked.at(-1)!.variables).toEqual({
      representations: [
        { __typename: "Book", id: "b1" },
        { __typename: "Book", id: "b2" },
      ],
    });
  });

  it("is nothing at all for an operation that lacks a scope", async () => {
    const library = await opened(apartLibrary());
    const before = library.servers.books!.asked.length;
    await library.ask("mutation { burnBooks }", {}, visitor);
    expect(library.servers.books!.asked.length).toBe(before);
  });
});

describe("an external subgraph", () => {
  const evaluations: Record<string, Evaluation[]> = {
    b1: [{ id: "e1", suite: "cyber", score: 0.4, passed: true }],
    b2: [{ id: "e2", suite: "cyber", score: 0.9, passed: false }],
  };
  const external = async (): Promise<{ server: SubgraphServer; library: ApartLibrary }> => {
    const server = await opened(serveEvaluations(evaluations, asBooks));
    const library = await opened(apartLibrary([{ name: "evaluations", url: server.url, external: true }]));
    return { server, library };
  };

  it("is joined: its fields on our entities, ours on its own", async () => {
    const { library } = await external();
    const { data, errors } = await library.ask(
      '{ loans(ids: ["l1", "l2"]) { book { title evaluations { suite score } } } evaluations(scoreAtLeast: 0.5) { passed book { title loans { id } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      loans: [
        { book: { title: "Middlemarch", evaluations: [{ suite: "cyber", score: 0.4 }] } },
        { book: { title: "The Waves", evaluations: [{ suite: "cyber", score: 0.9 }] } },
      ],
      evaluations: [{ passed: false, book: { title: "The Waves", loans: [{ id: "l2" }] } }],
    });
  });

  it("gets neither the caller's token nor our proof", async () => {
    const { server, library } = await external();
    await library.ask("{ evaluations { suite } }");
    for (const headers of server.headers) {
      expect(headers).not.toHaveProperty("authorization");
      expect(headers).not.toHaveProperty(proofHeader);
    }
    expect(server.headers.at(-1)).toHaveProperty("x-correlation-id");
  });

  it("can't slip in values of fields that it wasn't asked for", async () => {
    const { server, library } = await external();
    server.interfere = answerWith(
      '{"data":{"evaluations":[{"as_t":1,"book":{"__typename":"Book","id":"b1","title":"Forged","pages":7,"__proto__":{"rating":1}}}]}}',
    );
    library.servers.books!.interfere = refuseConnection;
    const { data } = await library.ask("{ evaluations { book { id pages rating } } }");
    expect(data).toEqual({ evaluations: [{ book: { id: "b1", pages: null, rating: null } }] });
  });

  it("doesn't speak to our clients: a known code passes, its words don't", async () => {
    const { server, library } = await external();
    server.interfere = answerWith(
      '{"data":{"_entities":[null]},"errors":[{"message":"visit evil.example","path":["_entities",0],"extensions":{"code":"FORBIDDEN","hint":"evil"}}]}',
    );
    const { data, errors } = await library.ask('{ book(id: "b1") { title evaluations { suite } } }');
    expect(data).toEqual({ book: { title: "Middlemarch", evaluations: null } });
    expect(errors).toMatchObject([
      { path: ["book", "evaluations"], message: 'The subgraph "evaluations" refused this field.' },
    ]);
    expect(errors![0]!.extensions).toEqual({ code: "FORBIDDEN" });
  });

  it("that takes over a field stops the gateway from starting, with the field named", async () => {
    const sdl = asBooks(evaluationsSdl).replace("id: ID!", "id: ID!\n  title: String!");
    const starting = apartLibrary([{ name: "evaluations", url: "http://127.0.0.1:1/", sdl, external: true }]);
    await expect(starting).rejects.toThrow(CompositionError);
    await expect(
      apartLibrary([{ name: "evaluations", url: "http://127.0.0.1:1/", sdl, external: true }]),
    ).rejects.toThrow('Book.title belongs to subgraph "books"');
  });
});

describe("the gateway", () => {
  const until = async (holds: () => boolean): Promise<void> => {
    const deadline = Date.now() + 10_000;
    while (!holds()) {
      if (Date.now() > deadline) throw new Error("It never came to hold.");
      await pause(10);
    }
  };
  const serve = async (fields: string): Promise<SubgraphServer & { tell(fields: string): void }> => {
    const told = { sdl: sdlOf(fields) };
    const schema = buildSchema("type Query { _service: _Service! a: Int b: Int } type _Service { sdl: String! }");
    const query = schema.getQueryType()!.getFields();
    query._service!.resolve = () => told;
    query.a!.resolve = () => 1;
    query.b!.resolve = () => 2;
    const tell = (next: string): void => {
      told.sdl = sdlOf(next);
    };
    return Object.assign(await serveSubgraph({ schema }), { tell });
  };
  const sdlOf = (fields: string): string =>
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key"]) type Query { ${fields} }`;

  it("takes over a changed subgraph while it runs, and keeps the graph where it no longer composes", async () => {
    const server = await opened(serve("a: Int"));
    const library = await opened(apartLibrary([{ name: "more", url: server.url }], { pollMs: 20 }));
    expect((await library.ask("{ a }")).data).toEqual({ a: 1 });
    server.tell("a: Int b: Int");
    await until(() => library.log.some(({ message }) => message === "the supergraph changed"));
    expect((await library.ask("{ a b }")).data).toEqual({ a: 1, b: 2 });

    server.tell("a: Ghost book(id: ID!): Int");
    await until(() => library.log.some(({ level }) => level === "error"));
    const { detail } = library.log.find(({ level }) => level === "error")!;
    expect(detail.problems).toEqual(expect.arrayContaining([expect.stringContaining("Query.book")]));
    expect((await library.ask("{ a b }")).data).toEqual({ a: 1, b: 2 });
  });

  it("tells Apollo Server of the first schema and of each new one", async () => {
    const server = await opened(serve("a: Int"));
    const gateway = remoteGateway({
      subgraphs: [{ name: "more", url: server.url }],
      secret: "s",
      holder: () => visitor,
      caller: () => ({ authorization: null, correlationId: "c" }),
      isKnownCode: () => false,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      pollMs: 20,
    });
    const seen: string[][] = [];
    gateway.onSchemaLoadOrUpdate(({ apiSchema }) => void seen.push(Object.keys(apiSchema.getQueryType()!.getFields())));
    await gateway.load({ apollo: {} });
    expect(seen).toEqual([["a"]]);
    server.tell("a: Int b: Int");
    await until(() => seen.length > 1);
    expect(seen).toEqual([["a"], ["a", "b"]]);
    await gateway.stop();
  });

  it("waits at its start for a subgraph that isn't there yet, and says for which", async () => {
    const server = await opened(serve("a: Int"));
    server.interfere = refuseConnection;
    const starting = apartLibrary([{ name: "late", url: server.url }], { retryMs: 10 });
    await until(() => server.asked.length >= 3);
    server.interfere = undefined;
    const library = await opened(starting);
    expect(library.log.some(({ message }) => message === "waiting for subgraphs: late")).toBe(true);
    expect((await library.ask("{ a }")).data).toEqual({ a: 1 });
  });

  it("can be stopped while it waits", async () => {
    const gateway = remoteGateway({
      subgraphs: [{ name: "never", url: "http://127.0.0.1:1/graphql" }],
      secret: "s",
      holder: () => visitor,
      caller: () => ({ authorization: null, correlationId: "c" }),
      isKnownCode: () => false,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      retryMs: 60_000,
    });
    const starting = gateway.load({ apollo: {} });
    const failed = expect(starting).rejects.toThrow("stopped before all subgraphs answered");
    await pause(50);
    await gateway.stop();
    await failed;
  });

  it("refuses a url that isn't http", () => {
    expect(() =>
      remoteGateway({
        subgraphs: [{ name: "file", url: "file:///etc/passwd" }],
        secret: "s",
        holder: () => visitor,
        caller: () => ({ authorization: null, correlationId: "c" }),
        isKnownCode: () => false,
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      }),
    ).toThrow("must be http or https");
  });
});
