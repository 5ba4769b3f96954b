import { afterAll, beforeAll, expect, it } from "vitest";
import { soMany, taken } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import { prepareFollowing } from "../support/matrix-following.ts";
import {
  operationFiles as everyOperation,
  operationText,
  prepareRun,
  subscriptionFiles,
} from "../support/matrix-operations.ts";
import { grow, type Stage, setStage } from "../support/matrix-stage.ts";
import { soon } from "../support/soon.ts";
import { countStatements, type StatementCounter } from "../support/statements.ts";
import { follow } from "../support/subscriber.ts";

/** How many of everything there are, small and six times as large, or ten where breadth is taken whole. */
const sizes = { small: 1, large: soMany(10, 6) };

/** How many more of one kind of statement a large graph may take, the fewest of a few times: a batch that fell apart. */
const splits = 1;
const tries = 3;

/** Mutations run one statement after another and read few records: every third is measured, and every query. */
const operationFiles = everyOperation.filter(
  (file, index) => !/^mutation/m.test(operationText(file)) || taken(index, 3),
);

/** Queries whose answer doesn't grow with the graph: one record, or who asks. */
const oneRecord = new Set([
  "agency/explain-deadline",
  "partner/explain-deadline",
  "vendor/explain-deadline",
  "administrator/revocation",
  "agency/condition-change",
  "agency/decision",
  "agency/dispute",
  "agency/hold",
  "agency/referral",
  "auditor/application-as-of",
  "auditor/authorization-as-of",
  "auditor/change",
  "auditor/checkpoint",
  "auditor/consistency-proof",
  "auditor/inclusion-proof",
  "auditor/oversight-report",
  // What was refused is noted whatever there is: the graph's size doesn't show in it.
  "auditor/refused-attempts",
  "auditor/release-as-of",
  "commerce/screening-hit",
  "commerce/screening-list",
  "defense/designation",
  "auditor/enforcement-attestation",
  "oncd/finding",
  "partner/my-enrolment",
  "vendor/enforcement-statement",
  "vendor/nomination",
  "ostp/policy",
  "ostp/policy-changes",
  "partner/appeal",
  "partner/authorization",
  "partner/change",
  "partner/information-request",
  "partner/my-registration",
  "public/checkpoint",
  "public/consistency-proof",
  "public/find-by-id",
  "public/inclusion-proof",
  "public/who-am-i",
  "vendor/change",
  "vendor/check-access",
  "vendor/check-access-batch",
  "vendor/directive",
  "vendor/information-request",
  "vendor/phase-advance",
  "vendor/webhook",
]);

/** What the tail of the ledger asks for all who follow, and by its own clock. */
const ofTheTail =
  /^select last_seq as head from ledger_tail$|from ledger_entry e where e\.seq > \$1::int8 order by e\.seq limit/;

/** The subscriptions that follow the ledger. A replay works off a span, some cases at a time, and ends with it. */
const followingFiles = subscriptionFiles.filter((file) => file !== "ostp/follow-replay");

interface Measured {
  readonly statements: readonly string[];
  readonly rows: number;
}

/**
 * How often each statement was sent, whatever columns it asks for. What runs side by side comes as the database answers,
 * so that two parts of an operation that want the same table share a batch at one time and not at another.
 */
function sentFor(measured: Measured | undefined): Map<string, number> {
  const times = new Map<string, number>();
  for (const statement of measured?.statements ?? []) {
    const shape = statement.replace(/^\s*select t\.[\s\S]*? from "/, 'select … from "').trim();
    times.set(shape, (times.get(shape) ?? 0) + 1);
  }
  return times;
}

describeOn(["postgres"], "the statements of the published operations", (kind) => {
  let graph: Graph;
  let stage: Stage;
  let counter: StatementCounter;
  const small = new Map<string, Measured>();
  const large = new Map<string, Measured>();

  async function measure(file: string): Promise<Measured> {
    const { as, variables } = await prepareRun(stage, file);
    let rows = 0;
    const statements = await counter.during(async () => {
      const { data, errors } = await as.send(operationText(file), variables);
      expect(errors, file).toBeUndefined();
      for (const answer of Object.values(data) as { refusals?: unknown[] }[]) expect(answer.refusals ?? []).toEqual([]);
      rows = JSON.stringify(data).split('"id":').length - 1;
    });
    return { statements, rows };
  }

  /** What one event costs, and what it takes to begin just before it. */
  async function measureEvent(file: string): Promise<Measured> {
    const { person, variables, cause } = await prepareFollowing(stage, file);
    const token = person && (await graph.people.tokenFor(person));
    const { changes } = await stage.tell.people.auditor.ask(
      "{ changes(first: 1, orderBy: SEQUENCE_DESC) { pageInfo { endCursor } } }",
    );
    await cause();
    let rows = 0;
    const statements = await counter.during(async () => {
      const after = changes.pageInfo.endCursor;
      const reader = follow("events", graph.url, token, operationText(file), { ...variables, after });
      const event = (await reader.next())!;
      expect(event.errors, file).toBeUndefined();
      rows = JSON.stringify(event.data).split('"id":').length - 1;
      // A replay follows no feed: it brings what there is.
      const following = file.endsWith("/follow-replay") ? 0 : 1;
      await soon(() => expect(graph.services.tail.following).toBe(following));
      await reader.stop();
    });
    return { statements: statements.filter((statement) => !ofTheTail.test(statement.trim())), rows };
  }

  const grown = (file: string) => {
    const few = sentFor(small.get(file));
    return [...sentFor(large.get(file))].filter(([shape, times]) => times > (few.get(shape) ?? 0) + splits);
  };
  const grewIn = (file: string) => grown(file).length > 0;

  beforeAll(async () => {
    counter = countStatements();
    graph = await startGraph(kind);
    // From here on the process keeps what comes: no event is read from far back.
    await graph.services.tail.head();
    stage = await setStage(graph, sizes.small);
    for (const file of operationFiles) small.set(file, await measure(file));
    for (const file of followingFiles) small.set(file, await measureEvent(file));
    await grow(stage, sizes.large - sizes.small);
    for (const file of operationFiles) large.set(file, await measure(file));
    for (const file of followingFiles) large.set(file, await measureEvent(file));
    for (let again = 1; again < tries; again += 1) {
      for (const file of operationFiles.filter(grewIn)) large.set(file, await measure(file));
      for (const file of followingFiles.filter(grewIn)) large.set(file, await measureEvent(file));
    }
  }, 240_000);
  afterAll(async () => {
    counter?.remove();
    await graph?.stop();
  });

  it.each([...operationFiles, ...followingFiles])("are as many on a large graph as on a small one: %s", (file) => {
    const [few, many] = [sentFor(small.get(file)), sentFor(large.get(file))];
    expect([...many.keys()].sort()).toEqual([...few.keys()].sort());
    expect(grown(file)).toEqual([]);
  });

  it.each(operationFiles.filter((file) => !oneRecord.has(file)))("brought more rows from the large one: %s", (file) => {
    if (/^mutation/m.test(operationText(file))) return;
    expect(large.get(file)?.rows).toBeGreaterThan(2 * (small.get(file)?.rows ?? 0));
  });

  it("are few", () => {
    const files = [...operationFiles, ...followingFiles];
    const lines = files.map((file) => {
      const [one, other] = [small.get(file), large.get(file)];
      return `${String(one?.statements.length).padStart(3)} ${file} (${one?.rows} and ${other?.rows} rows)`;
    });
    console.info(`Statements (on ${kind}):\n${lines.join("\n")}`);
    const many = files.filter((file) => (large.get(file)?.statements.length ?? 0) > 60);
    expect(many).toEqual([]);
  });
});
