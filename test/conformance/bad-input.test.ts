import { getNamedType, isInputObjectType, isNonNullType } from "graphql";
import { afterAll, beforeAll, expect, it } from "vitest";
import { taken } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Answer, type Graph, startGraph } from "../support/graph.ts";
import { type BadValue, badValuesOf, internals, leftOut, withValue } from "../support/matrix-bad-values.ts";
import { operationFiles, operationText, prepareRun, type Run } from "../support/matrix-operations.ts";
import {
  type Field,
  inputOf,
  inputPlaces,
  mutationDocument,
  mutations,
  queries,
  subscriptions,
} from "../support/matrix-schema.ts";
import { freshCase, type Stage, setStage } from "../support/matrix-stage.ts";
import { everyTable } from "../support/matrix-untouched.ts";
import { posted, rawEvents } from "../support/raw-events.ts";

type Input = Record<string, unknown>;

/** The closed set of codes that a client may meet, as the documentation has it. */
const codes = new Set([
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "BAD_REQUEST",
  "BAD_USER_INPUT",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "OPERATION_TOO_LARGE",
  "COST_EXCEEDED",
  "PAYLOAD_TOO_LARGE",
  "NOT_FOUND",
  "CURSOR_UNKNOWN",
]);

/** The operation that runs a mutation: the first of those published. */
const operationOf = ({ name }: Field): string => {
  const found = operationFiles.find((file) =>
    new RegExp(`^  ${name}\\(input: \\$input\\)`, "m").test(operationText(file)),
  );
  if (!found) throw new Error(`No operation runs ${name}`);
  return found;
};

/** Fields of which an input takes one: what is left out where the other is tried. */
const alternatives: Readonly<Record<string, string>> = {
  "submitApplication.existing": "new",
  "issueDirective.vendorId": "releaseId",
  "attestEnforcement.designationId": "directiveId",
  "recordFinding.findingId": "reviewId",
};

/** The good input of a run, ready for a value at the path. */
function inputAround({ variables }: Run, { name }: Field, path: string): Input {
  const { [alternatives[`${name}.${path.split(".")[0]}`] ?? ""]: _, ...input } = variables.input as Input;
  return input;
}

/** What an answer says of its refusal; null where it did what was asked. */
function refusalIn({ data, errors = [] }: Answer): string | null {
  for (const { extensions } of errors) expect(codes, JSON.stringify(errors)).toContain(extensions.code);
  if (errors.length > 0) return JSON.stringify(errors);
  return data.result.refusals.length > 0 ? JSON.stringify(data.result.refusals) : null;
}

/** A policy's document takes longest, ms. */
const widest = 180_000;

/** A policy's document has more places to spoil than all other inputs together: every tenth of them is tried. */
const someOf = <Place>(places: readonly Place[]): readonly Place[] =>
  places.length > 40 ? places.filter((_, index) => taken(index, 10)) : places;

/** Every tenth value, of each place others: all kinds are tried, each on a tenth of the fields. */
const someValues = <Value>(values: readonly Value[], path: string): readonly Value[] =>
  values.filter((_, index) => taken(index + path.length, 10));

const shownOf = (value: unknown): string => (JSON.stringify(value) ?? "left out").slice(0, 80);

describeOn(["postgres"], "bad input", (kind) => {
  let graph: Graph;
  let stage: Stage;
  beforeAll(async () => {
    graph = await startGraph(kind);
    stage = await setStage(graph, 1);
    const { policies } = await stage.tell.people.auditor.ask("{ policies { nodes { id } } }");
    const span = { from: "2026-06-01T00:00:00.000Z", to: "2026-07-01T00:00:00.000Z" };
    Object.assign(replayed, { versionId: policies.nodes[0].id, ...span });
  });
  afterAll(() => graph?.stop());

  /** What a replay is of, which must be told. */
  const replayed: Input = {};

  const send = async ({ as }: Run, mutation: Field, input: unknown): Promise<Answer> => {
    const answer = await as.send(mutationDocument(mutation), { input });
    expect(JSON.stringify(answer), shownOf(input)).not.toMatch(internals);
    return answer;
  };
  /** The id of a record of another type than any that the input is about. */
  const elsewhere = (input: Input): string =>
    JSON.stringify(input).includes('"aut_') ? stage.partnerId : stage.authorizationId;
  const inputOfRun = ({ variables }: Run): Input => variables.input as Input;

  it.each(mutations)(
    "is refused by $name in every field, and nothing is written",
    async (mutation) => {
      const run = await prepareRun(stage, operationOf(mutation));
      const type = inputOf(mutation);
      const before = await everyTable(graph.database);
      for (const { path, field } of someOf(inputPlaces(type))) {
        const required = isNonNullType(field.type) && field.defaultValue === undefined;
        const values: readonly BadValue[] = badValuesOf(field.type, elsewhere(inputOfRun(run)));
        const tried = [...(required ? [{ what: "nothing", value: leftOut }] : []), ...someValues(values, path)];
        const around = inputAround(run, mutation, path);
        const answers = await Promise.all(
          tried.map(({ value }) => send(run, mutation, withValue(type, around, path.split("."), value))),
        );
        for (const [place, { what, value }] of tried.entries()) {
          const refusal = refusalIn(answers[place]!);
          expect(refusal, `${path} is ${what}: ${shownOf(value)}`).not.toBeNull();
          if (!/is too large|values in its variables/.test(String(refusal))) {
            // A record that isn't there is all that is said, whatever else is wrong.
            const said = path.split(".").filter((name) => refusal?.includes(name));
            expect(said, `${path} is ${what}: ${refusal}`).not.toEqual([]);
          }
        }
      }
      for (const input of [null, "x", 1, [], [[]], {}, { ...inputOfRun(run), unknown: 1 }]) {
        expect(refusalIn(await send(run, mutation, input)), shownOf(input)).not.toBeNull();
      }
      expect(await everyTable(graph.database)).toEqual(before);
      // What was refused so often was refused for the one bad field: the input itself is good.
      expect(refusalIn(await send(run, mutation, inputOfRun(run)))).toBeNull();
    },
    widest,
  );

  // Every change keeps its key in the same way, in the ledger: every second mutation shows it.
  it.each(mutations.filter((_, index) => taken(index, 2)))(
    "that repeats a key of $name gives the first result, and with another input or key is refused by name or done",
    async (mutation) => {
      const run = await prepareRun(stage, operationOf(mutation));
      const other = await prepareRun(stage, operationOf(mutation));
      const first = await send(run, mutation, inputOfRun(run));
      expect(refusalIn(first)).toBeNull();
      const before = await everyTable(graph.database);
      expect(await send(run, mutation, inputOfRun(run))).toEqual(first);
      const { idempotencyKey } = inputOfRun(run);
      const another = { ...inputOfRun(other), idempotencyKey };
      const differs = JSON.stringify(another) !== JSON.stringify(inputOfRun(run));
      const { data } = await send(run, mutation, differs ? another : different(inputOf(mutation), another));
      expect(data.result.refusals).toMatchObject([
        { code: "IDEMPOTENCY_KEY_REUSED", field: ["input", "idempotencyKey"] },
      ]);
      expect(await everyTable(graph.database)).toEqual(before);
      const onceMore = { ...inputOfRun(run), idempotencyKey: `once-more-${mutation.name}` };
      const again = await send(run, mutation, onceMore);
      expect(again.errors).toBeUndefined();
      if (again.data.result.refusals.length === 0) return;
      for (const { code, message } of again.data.result.refusals) {
        expect(code).toMatch(
          /^(ILLEGAL_TRANSITION|STALE_REVISION|BLOCKED|DUPLICATE|ALREADY_DONE|NOT_FOUND|INVALID_INPUT)$/,
        );
        expect(message).toMatch(/\.$/);
      }
      expect(await everyTable(graph.database)).toEqual(before);
    },
  );

  const argumentsOf = ({ args }: Field) =>
    args.flatMap((arg) => {
      const inner = getNamedType(arg.type);
      const within = isInputObjectType(inner)
        ? inputPlaces(inner).map(({ path, field }) => ({ arg, path, type: field.type }))
        : [];
      return [{ arg, path: null, type: arg.type }, ...within];
    });

  // Of each argument every fifth value, of its neighbour others.
  it.each(queries.filter(({ args }) => args.length > 0))(
    "is answered by $name with null, nothing, or a coded error",
    async (query) => {
      const { auditor } = stage.tell.people;
      const known: Input = {
        id: stage.caseId,
        releaseId: stage.releaseId,
        partnerId: stage.partnerId,
        endUse: "OTHER",
        applicationId: stage.caseId,
        webhookId: (await auditor.ask("{ webhooks(first: 1) { nodes { id } } }")).webhooks.nodes[0].id,
        ...replayed,
        input: { releaseId: stage.releaseId, effect: "SUSPEND", force: "ORDER", reason: "DIVERSION", legalBasis: "A." },
      };
      const given = Object.fromEntries(
        query.args.filter(({ name }) => name in known).map(({ name }) => [name, known[name]]),
      );
      const declared = query.args.map((arg) => `$${arg.name}: ${arg.type}`).join(", ");
      const passed = query.args.map((arg) => `${arg.name}: $${arg.name}`).join(", ");
      const defaults = Object.fromEntries(
        query.args.flatMap((arg) => (arg.defaultValue === undefined ? [] : [[arg.name, arg.defaultValue]])),
      );
      for (const [place, { arg, path, type }] of argumentsOf(query).entries()) {
        const values = [...badValuesOf(type, stage.authorizationId), ...badCursors];
        for (const { what, value } of values.filter((_, index) => taken(index + place, 5))) {
          const inner = getNamedType(arg.type);
          const bad = path !== null && isInputObjectType(inner) ? withValue(inner, {}, path.split("."), value) : value;
          const variables = { ...defaults, ...given, [arg.name]: bad };
          const { data, errors = [] } = await auditor.send(
            `query Bad(${declared}) { result: ${query.name}(${passed}) { __typename } }`,
            variables,
          );
          const shown = JSON.stringify({ data, errors });
          expect(shown, `${arg.name} ${path} is ${what}`).not.toMatch(internals);
          for (const { extensions } of errors) expect(codes, shown).toContain(extensions.code);
        }
      }
    },
  );

  it.each(subscriptions)("is answered by $name with a coded error before it follows anything", async (subscription) => {
    const token = await graph.people.tokenFor({ roles: ["auditor"] });
    const headers = { accept: "text/event-stream, application/json", authorization: `Bearer ${token}` };
    const { args, name } = subscription;
    const declared = args.map((arg) => `$${arg.name}: ${arg.type}`).join(", ");
    const passed = args.map((arg) => `${arg.name}: $${arg.name}`).join(", ");
    const query = `subscription Bad(${declared}) { result: ${name}(${passed}) { __typename } }`;
    const given = Object.fromEntries(
      args.filter(({ name }) => name in replayed).map(({ name }) => [name, replayed[name]]),
    );
    const follow = async (variables: Input) =>
      rawEvents(`${graph.url}/graphql/stream`, posted(query, { variables: { ...given, ...variables } }, headers));
    for (const { arg, path, type } of argumentsOf(subscription)) {
      const cursors = getNamedType(type).name === "Cursor" ? [...badCursors, ...cursorsAhead] : [];
      const another = arg.name === "authorizationId" ? stage.partnerId : stage.authorizationId;
      for (const { what, value } of [...badValuesOf(type, another), ...cursors]) {
        // A filter finds what there is of what it names: nothing, of what isn't.
        if (path !== null && getNamedType(type).name === "ID") continue;
        const inner = getNamedType(arg.type);
        const bad = path !== null && isInputObjectType(inner) ? withValue(inner, {}, path.split("."), value) : value;
        const said = `${arg.name} ${path} is ${what}`;
        const answer = await follow({ [arg.name]: bad });
        expect(answer.headers.get("content-type"), said).toMatch(/^application\/json/);
        const text = await answer.text();
        expect(text, said).not.toMatch(internals);
        const { errors, ...rest } = JSON.parse(text);
        expect(rest, said).toEqual({});
        for (const { extensions } of errors) expect(codes, text).toContain(extensions.code);
        expect(answer.status, said).toBeGreaterThanOrEqual(400);
        expect(answer.status, said).toBeLessThan(500);
      }
    }
    const good = await follow({});
    expect(good.headers.get("content-type")).toMatch(/^text\/event-stream/);
    await good.leave();
  });

  it("whose moments are out of order is refused, or finds nothing", async () => {
    const { oncd, auditor } = stage.tell.people;
    const { caseId } = await freshCase(stage);
    const over = { kind: "EXPIRES_AT", at: "2020-01-01T00:00:00.000Z" };
    const position = {
      caseId,
      revision: 1,
      kind: "CONCUR_WITH_CONDITIONS",
      conditions: [{ text: "T", predicate: over }],
    };
    const recorded = await oncd.mutate("recordPosition", position);
    expect(recorded.refusals).toMatchObject([
      { code: "INVALID_INPUT", field: ["input", "conditions", "0", "predicate", "at"] },
    ]);
    const directive = {
      releaseId: stage.releaseId,
      effect: "LIMIT",
      force: "ORDER",
      reason: "DIVERSION",
      legalBasis: "A test.",
    };
    const issued = await oncd.mutate("issueDirective", { ...directive, limits: [over] });
    expect(issued.refusals).toMatchObject([{ code: "INVALID_INPUT", field: ["input", "limits", "0", "at"] }]);
    const between = `{ submittedAfter: "2030-01-01T00:00:00.000Z", submittedBefore: "2020-01-01T00:00:00.000Z" }`;
    const { list } = await auditor.ask(`{ list: applications(filter: ${between}) { totalCount } }`);
    expect(list.totalCount).toBe(0);
  });

  it.each(["-1", "-2147483648", '"5"', "1.5", "2147483648"])("gives no list for first: %s", async (first) => {
    for (const { name } of lists) {
      const { data, errors } = await stage.tell.people.auditor.send(
        `{ list: ${name}(first: ${first}) { totalCount } }`,
      );
      expect(data?.list ?? null, name).toBeNull();
      expect(
        errors?.map(({ extensions }) => extensions.code),
        name,
      ).toEqual([expect.stringMatching(/^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/)]);
    }
  });

  it("gives at most 100 rows, however many are asked for", async () => {
    for (const { name } of lists) {
      const { list } = await stage.tell.people.auditor.ask(`{ list: ${name}(first: 2147483647) { nodes { id } } }`);
      expect(list.nodes.length, name).toBeLessThanOrEqual(100);
    }
  });

  it("gives a page for no cursor but the list's own", async () => {
    for (const { name } of lists) {
      for (const { value } of badCursors) {
        const { errors } = await stage.tell.people.auditor.send(
          `query C($after: ${name === "changes" ? "Cursor" : "String"}) { ${name}(after: $after) { totalCount } }`,
          { after: value },
        );
        expect(
          errors?.map(({ extensions }) => extensions.code),
          `${name} ${value}`,
        ).toEqual(["BAD_USER_INPUT"]);
      }
    }
  });
});

/** The input with another text in its first text but the key. */
function different(type: ReturnType<typeof inputOf>, input: Input): Input {
  const texts = inputPlaces(type).filter(
    ({ path, field }) => getNamedType(field.type).name === "String" && path !== "idempotencyKey",
  );
  const place = texts.find(({ path }) => typeof valueAt(input, path) === "string");
  return place ? withValue(type, input, place.path.split("."), `${valueAt(input, place.path)} again`) : input;
}

const valueAt = (input: unknown, path: string): unknown =>
  path.split(".").reduce((value, name) => (value as Input | undefined)?.[name], input);

/** Every list but those that begin from one record. */
const lists = queries.filter(
  ({ type, args }) => getNamedType(type).name.endsWith("Connection") && !args.some((arg) => isNonNullType(arg.type)),
);
const encoded = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const badCursors: readonly BadValue[] = [
  "nope",
  "",
  encoded("ledger:-1"),
  encoded("ledger:9007199254740993"),
  encoded(["x:asc", "1", "2"]),
  encoded(["registered_at:desc", "2026-02-30T00:00:00.000000Z", "rel_1"]),
  encoded(["registered_at:desc", "'; drop table release", "rel_1"]),
  encoded(["submitted_at:desc", "2026-06-09T14:00:00.000000Z", "a\u0000"]),
  encoded(["submitted_at:desc", { a: 1 }, 2]),
].map((value) => ({ what: `the cursor ${value}`, value }));
/** Where this ledger isn't yet. */
const cursorsAhead: readonly BadValue[] = [
  "ledger:999999",
  "ledger:999999999999999:rel_00000000000000000000000000",
].map((place) => ({ what: `the cursor ${place}`, value: encoded(place) }));
