import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { openGate } from "../docs/examples/vendor-gate/gate.mjs";
import { type Contender, startLinked, startsProgram } from "./contenders.ts";
import { benchDatabase } from "./data.ts";
import { startIssuer } from "./issuer.ts";
import { thisMachine } from "./machine.ts";
import { answerAndStatements, type Measurement, measure } from "./measure.ts";
import type { BenchQuery } from "./queries.ts";
import { withContender } from "./running.ts";
import { refuseDifference } from "./verify.ts";

/**
 * `npm run check-access [-- --seconds 10 --rounds 3 …]`: what a vendor enforces with. `checkAccess` beside node:http with the
 * one statement that it needs, both verifying the same token by the same code; `checkAccessBatch` of 1,000 questions; how
 * long a status list takes; and how long after a directive's commit the gate of docs/examples stops a customer.
 */
const { values } = parseArgs({
  options: {
    applications: { type: "string", default: "10000" },
    seconds: { type: "string", default: "10" },
    "warm-up": { type: "string", default: "5" },
    connections: { type: "string", default: "32" },
    rounds: { type: "string", default: "3" },
    pool: { type: "string", default: "10" },
    batches: { type: "string", default: "50" },
    directives: { type: "string", default: "100" },
    name: { type: "string", default: "check-access" },
    database: {
      type: "string",
      default: process.env.BENCH_DATABASE_URL ?? `postgres://${userInfo().username}@127.0.0.1:5432/postgres`,
    },
  },
});
const vendor = { org: "vendor-0", id: `ven_${"0".repeat(26)}` };
const lines: string[] = [];
const tell = (line: string): void => {
  lines.push(line);
  console.log(line);
};

const issuer = await startIssuer();
const vendorToken = await issuer.vendorToken(vendor.org);
const database = await benchDatabase(values.database, Number(values.applications), "_access");
const around = {
  databaseUrl: database.url,
  poolSize: Number(values.pool),
  issuer: issuer.url,
  audience: issuer.audience,
};
const [held] = await rowsOf(
  `select a.id, a.release_id as "releaseId", a.partner_id as "partnerId", a.end_use as "endUse" from "authorization" a
     join release r on r.id = a.release_id where r.vendor_id = $1 order by a.id limit 1`,
  [vendor.id],
);
const { id: authorizationId, ...pair } = held as { id: string; releaseId: string; partnerId: string; endUse: string };

const query: BenchQuery = {
  name: "check-access",
  title: "checkAccess",
  document: `query Check($releaseId: ID!, $partnerId: ID!, $endUse: EndUse!, $use: UseInput) {
  checkAccess(releaseId: $releaseId, partnerId: $partnerId, endUse: $endUse, use: $use) {
    allowed reasons { code message } conditions { sourceId result }
  }
}`,
  postgraphile: "",
  variables: { ...pair, use: { namedUsers: 5 } },
};
const linked: Contender = {
  name: "linked",
  title: "Countersign, linked",
  path: () => "/graphql",
  document: ({ document }) => document,
  start: (where) => startLinked(where),
};
const raw: Contender = {
  name: "raw",
  title: "node:http, the one statement",
  path: () => "/",
  document: () => null,
  start: startsProgram("check-access-raw"),
};
const everyone = [linked, raw];

await withLinked(async (url) => {
  // So that there is something to judge: a limit on the release, in force while all of it is measured.
  const [{ count } = { count: 0 }] = await rowsOf(
    "select count(*)::int4 as count from directive where status = 'IN_FORCE'",
  );
  if (count === 0) await order(url, { effect: "LIMIT", limits: [{ kind: "NAMED_USERS_AT_MOST", max: 50 }] });
});
await compare();
await withLinked(batches);
await withLinked(lists);
await withLinked(stops);
write();
issuer.stop();

/** `checkAccess` under load, everyone once a round. */
async function compare(): Promise<void> {
  const options = {
    seconds: Number(values.seconds),
    warmUp: Number(values["warm-up"]),
    connections: Number(values.connections),
  } as Parameters<typeof measure>[3];
  const found = new Map<Contender, Measurement[]>();
  const counted = new Map<Contender, number>();
  let expected: Parameters<typeof refuseDifference>[1] | null = null;
  for (const contender of everyone) {
    const { answer, statements } = await answerAndStatements(contender, around, query, vendorToken);
    expected ??= answer;
    refuseDifference(answer, expected);
    counted.set(contender, statements);
  }
  console.log(expected?.text);
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    for (const contender of everyone) {
      const one = await measure(contender, around, { query, token: vendorToken, expected: expected! }, options);
      found.set(contender, [...(found.get(contender) ?? []), one]);
      console.log(`round ${round}: ${contender.name} ${one.perSecond.toFixed(0)} requests/s`);
    }
  }
  tell("## checkAccess\n");
  tell("| | requests/s | p50 ms | p99 ms | CPU ms | PostgreSQL's CPU ms | memory MB | statements |");
  tell("|---|---:|---:|---:|---:|---:|---:|---:|");
  const median = (contender: Contender): Measurement => {
    const sorted = (found.get(contender) ?? []).toSorted((a, b) => a.perSecond - b.perSecond);
    return sorted[Math.floor((sorted.length - 1) / 2)] as Measurement;
  };
  for (const contender of everyone) {
    const { perSecond, p50, p99, cpuPerRequest, databaseCpuPerRequest, memory } = median(contender);
    const numbers = [
      perSecond.toFixed(0),
      p50.toFixed(1),
      p99.toFixed(1),
      cpuPerRequest.toFixed(2),
      databaseCpuPerRequest?.toFixed(2) ?? "",
      memory.toFixed(0),
      counted.get(contender),
    ];
    tell(`| ${[contender.title, ...numbers].join(" | ")} |`);
  }
  tell(`\nRequests/s of the first to the second: × ${(median(linked).perSecond / median(raw).perSecond).toFixed(2)}.`);
}

/** A thousand questions at once, one batch after the other. */
async function batches(url: string): Promise<void> {
  const questions = await rowsOf(
    `select a.release_id as "releaseId", a.partner_id as "partnerId", a.end_use as "endUse" from "authorization" a
       join release r on r.id = a.release_id where r.vendor_id = $1 order by a.id limit 1000`,
    [vendor.id],
  );
  const some = Array.from({ length: 1_000 }, (_, at) => questions[at % questions.length]);
  const document = `query B($questions: [AccessQuestionInput!]!) { checkAccessBatch(questions: $questions) { allowed reasons { code } } }`;
  const times: number[] = [];
  for (let at = 0; at < Number(values.batches) + 5; at += 1) {
    const begun = performance.now();
    const { checkAccessBatch } = await ask(url, vendorToken, document, { questions: some });
    if (checkAccessBatch.length !== 1_000 || checkAccessBatch.includes(null)) throw new Error("a batch isn't answered");
    if (at >= 5) times.push(performance.now() - begun);
  }
  tell(`\n## checkAccessBatch\n\n1,000 questions (${questions.length} different): ${spread(times)}.`);
}

/** How long a list takes: all of it for a node that has just started, and again where nothing has changed. */
async function lists(url: string): Promise<void> {
  const page = `query T($after: String) { authorizations(first: 100, after: $after, filter: { status: [ACTIVE] }) {
    pageInfo { hasNextPage endCursor } nodes { token } } }`;
  let tokens = 0;
  const begun = performance.now();
  for (let after: string | null = null, more = true; more; ) {
    const { authorizations } = await ask(url, issuer.token, page, { after });
    tokens += authorizations.nodes.length;
    ({ hasNextPage: more, endCursor: after } = authorizations.pageInfo);
  }
  const fetched = performance.now() - begun;
  const list = async (): Promise<number> => {
    const asked = performance.now();
    const response = await fetch(`${url}/status-lists/1`);
    if (response.status !== 200) throw new Error(`the list answered ${response.status}`);
    await response.text();
    return performance.now() - asked;
  };
  const whole = await list();
  const times: number[] = [];
  for (let at = 0; at < 50; at += 1) {
    await pause(150);
    times.push(await list());
  }
  tell(
    `\n## A status list\n\n${tokens} tokens fetched in pages of 100 in ${(fetched / 1000).toFixed(1)} s. Their list read whole by a node that has just started: ${whole.toFixed(0)} ms; looked at anew: ${spread(times)}.`,
  );
}

/** From the answer to the mutation, so from after the commit, until the gate lets the customer in no more. */
async function stops(url: string): Promise<void> {
  const { authorization } = await ask(url, vendorToken, "query T($id: ID!) { authorization(id: $id) { token } }", {
    id: authorizationId,
  });
  const gate = openGate({ issuer: url, vendorId: vendor.id });
  await gate.hold(authorization.token);
  const use = { endUse: pair.endUse, namedUsers: 5 };
  const allowed = () =>
    gate.check(authorizationId, { releaseId: pair.releaseId, partnerId: pair.partnerId, use }).allowed;
  const until = async (wanted: boolean): Promise<number> => {
    const begun = performance.now();
    while (allowed() !== wanted) {
      if (performance.now() - begun > 30_000) throw new Error(`the gate doesn't ${wanted ? "open" : "close"}`);
      await pause(1);
    }
    return performance.now() - begun;
  };
  const times: number[] = [];
  for (let at = 0; at < Number(values.directives); at += 1) {
    await until(true);
    // At any moment between two of the gate's questions.
    await pause(Math.random() * 250);
    const directiveId = await order(url, { effect: "SUSPEND" });
    times.push(await until(false));
    await lift(url, directiveId);
  }
  await gate.close();
  tell(
    `\n## From a directive to the gate\n\n${times.length} directives, the gate asking four times a second: ${spread(times)}.`,
  );
}

async function order(url: string, more: object): Promise<string> {
  const input = {
    ...{ idempotencyKey: randomUUID(), releaseId: pair.releaseId, force: "ORDER", reason: "NATIONAL_SECURITY" },
    ...{ legalBasis: "A measurement.", ...more },
  };
  const document = `mutation D($input: IssueDirectiveInput!) { issueDirective(input: $input) { directive { id } refusals { message } } }`;
  const { issueDirective } = await ask(url, issuer.token, document, { input });
  if (issueDirective.refusals.length > 0) throw new Error(JSON.stringify(issueDirective.refusals));
  return issueDirective.directive.id;
}

async function lift(url: string, directiveId: string): Promise<void> {
  const input = { idempotencyKey: randomUUID(), directiveId, reason: "Measured." };
  const document = `mutation L($input: LiftDirectiveInput!) { liftDirective(input: $input) { refusals { message } } }`;
  await ask(url, issuer.token, document, { input });
}

/** Runs a linked server for `work`. */
async function withLinked(work: (url: string) => Promise<void>): Promise<void> {
  const asked = { query, token: vendorToken };
  await withContender(linked, around, asked, ({ port }) => work(`http://127.0.0.1:${port}`));
}

// biome-ignore lint/suspicious/noExplicitAny: answers are as various as the operations
async function ask(url: string, token: string, document: string, variables: object): Promise<any> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: document, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors).slice(0, 1_000));
  return data;
}

async function rowsOf(sql: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql, parameters)).rows;
  } finally {
    await client.end();
  }
}

/** The middle, the 99th percentile and the longest, in ms. */
function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, at most ${at(1)} ms`;
}

function write(): void {
  const { date, processor, cores, node, postgresql } = thisMachine(database.version);
  const title = `# What a vendor enforces with

${date}, ${cores} cores (${processor}), Node ${node}, PostgreSQL ${postgresql} on the same machine, ${values.connections} connections,
${values.applications} applications; the median of ${values.rounds} rounds of ${values.seconds} s. \`npm run check-access\`.
`;
  const folder = new URL("results/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${values.name}.md`, folder), `${title}\n${lines.join("\n")}\n`);
}
