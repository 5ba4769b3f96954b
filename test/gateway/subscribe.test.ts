import { buildSchema, type ExecutionResult, execute, type GraphQLObjectType, parse } from "graphql";
import { describe, expect, it } from "vitest";
import { SharedResult } from "../../src/gateway/shared-result.ts";
import { isStream, subscriber } from "../../src/gateway/subscribe.ts";
import { cursorOf, type LedgerPosition } from "../../src/ledger/cursor.ts";

interface Event {
  readonly cursor: LedgerPosition;
  readonly number: number;
}

/** A feed of two events, which ends behind them, under a field that says how often it was resolved. */
function feed() {
  let resolved = 0;
  const schema = buildSchema(`type Query { none: Int }
    type Subscription { told(after: String, id: ID): Told }
    type Told { number: Int, time(of: Int): Int, viewerTime: Int }`);
  const { told } = schema.getSubscriptionType()!.getFields();
  told!.resolve = (event: unknown) => event;
  told!.subscribe = () => {
    const left: Event[] = [1, 2].map((number) => ({ cursor: { sequence: number, id: null }, number }));
    let place: LedgerPosition = { sequence: 0, id: null };
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: async () => {
        const event = left.shift();
        if (event) place = event.cursor;
        return event ? { done: false, value: event } : { done: true, value: undefined };
      },
      return: async () => ({ done: true, value: undefined }),
      endAt: () => undefined,
      get place() {
        return place;
      },
    };
  };
  const fields = (schema.getType("Told") as GraphQLObjectType).getFields();
  const time = () => {
    resolved += 1;
    return resolved;
  };
  fields.time!.resolve = time;
  fields.viewerTime!.resolve = time;
  const subscribe = subscriber(
    schema,
    async ({ document, variables, context, rootValue }) =>
      execute({ schema, document, variableValues: variables ?? {}, contextValue: context, rootValue }),
    { cursorOf, isPersonal: (field) => field.startsWith("viewer") },
  );
  return async (text: string, variables: Record<string, unknown>, rights = "all"): Promise<ExecutionResult[]> => {
    const contexts = async () => ({});
    const results = await subscribe({
      ...{ document: parse(text), operationName: null, variables, contexts },
      company: () => ({ rights, contexts: async () => ({}) }),
    });
    if (!isStream(results)) throw new Error(JSON.stringify(results));
    const all: ExecutionResult[] = [];
    for await (const result of results) all.push(result);
    return all;
  };
}

const text = "subscription ($id: ID, $of: Int) { told(id: $id) { number time(of: $of) } }";
const times = (results: readonly ExecutionResult[], field = "time") =>
  results.map(({ data }) => (data?.told as Record<string, number> | undefined)?.[field]);

describe("what a subscription's readers are given", () => {
  it("is one result with one text for all who are shown the same, whatever they narrow it to", async () => {
    const follow = feed();
    const [one, other] = [await follow(text, { id: "a" }), await follow(text, { id: "b" })];
    expect(times(one)).toEqual([1, 2]);
    expect(other.map((result, index) => result === one[index])).toEqual([true, true]);
    for (const result of one) expect(result).toBeInstanceOf(SharedResult);
  });

  it("is each one's own for other rights, another text, and other variables beneath", async () => {
    const follow = feed();
    const own = [
      await follow(text, { of: 1 }),
      await follow(text, { of: 1 }, "others"),
      await follow(text, { of: 2 }),
      await follow(text.replace("number ", ""), { of: 1 }),
    ];
    expect(own.flatMap((results) => times(results))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("is each one's own where it says something of who asks", async () => {
    const follow = feed();
    const personal = "subscription { told { viewerTime } }";
    const own = [await follow(personal, {}), await follow(personal, {})];
    expect(own.flatMap((results) => times(results, "viewerTime"))).toEqual([1, 2, 3, 4]);
  });
});
