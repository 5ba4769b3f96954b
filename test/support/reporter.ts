import type { Reporter, SerializedError, TestCase, TestModule, TestSuite, Vitest } from "vitest/node";
import type { DatabaseKind } from "./describe-on.ts";

const databaseKinds: readonly DatabaseKind[] = ["embedded", "postgres"];

type Suite = TestSuite | TestModule;

interface DatabaseSuite {
  readonly database: DatabaseKind;
  readonly ran: number;
}

interface Skipped {
  readonly name: string;
  readonly because: string;
  readonly tests: number;
}

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Closes a run: how much ran on which database, what was skipped and why, what failed with the first line of its error,
 * and the tally as the very last line. Failures stand last because a log that is cut keeps its end.
 */
export default class ClosingLines implements Reporter {
  private filtered = false;

  onInit(vitest: Vitest): void {
    this.filtered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tally = tallyOf(modules, unhandled);
    // Nothing ran: no file matched, everything was skipped, or the setup before the tests broke.
    if (tally.passed + tally.failed === 0) tally.failed = 1;
    // With `-t` every test that wasn't asked for counts as skipped: naming them all would hide the answer.
    const skipped = this.filtered ? [] : skippedLines(modules);
    const lines = [...databaseLines(modules), ...skipped, ...failedLines(modules, unhandled), tallyLine(tally)];
    process.stdout.write(`\n${lines.join("\n")}\n`);
    if (tally.failed > 0) process.exitCode = 1;
  }
}

/** Counts tests; a file or suite that itself breaks (its imports, a hook) and an unhandled error count as failures. */
function tallyOf(modules: readonly TestModule[], unhandled: readonly SerializedError[]): Tally {
  const tally: Tally = { passed: 0, failed: unhandled.length, skipped: 0 };
  for (const module of modules) {
    for (const suite of [module, ...module.children.allSuites()]) if (suite.errors().length > 0) tally.failed += 1;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === "passed") tally.passed += 1;
      else if (state === "skipped") tally.skipped += 1;
      else tally.failed += 1;
    }
  }
  return tally;
}

function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function databaseLines(modules: readonly TestModule[]): string[] {
  const suites = modules.flatMap(databaseSuitesOf).filter((suite) => suite.ran > 0);
  const lines = databaseKinds.flatMap((kind) => {
    const here = suites.filter((suite) => suite.database === kind);
    if (here.length === 0) return [];
    const tests = testsOf(here.reduce((sum, { ran }) => sum + ran, 0));
    return [`Ran on ${kind}: ${here.length === 1 ? "1 suite" : `${here.length} suites`}, ${tests}`];
  });
  return lines.length > 0 ? [...lines, ""] : [];
}

function databaseSuitesOf(module: TestModule): DatabaseSuite[] {
  return [...module.children.allSuites()].flatMap((suite) => {
    const { database } = suite.meta();
    // A nested suite inherits its parent's meta and is counted there.
    if (database === undefined || suite.parent.meta().database !== undefined) return [];
    const ran = [...suite.children.allTests()].filter((test) => test.result().state !== "skipped").length;
    return [{ database, ran }];
  });
}

function skippedLines(modules: readonly TestModule[]): string[] {
  const skipped = modules.flatMap(skippedOf);
  if (skipped.length === 0) return [];
  return ["Skipped:", ...skipped.map(({ name, because, tests }) => `  ${name}: ${because} (${testsOf(tests)})`), ""];
}

/** What was skipped in a file: a whole suite where the suite is the reason, otherwise test by test. */
function skippedOf(module: TestModule): Skipped[] {
  const bySuite = new Map<Suite, Skipped>();
  const alone: Skipped[] = [];
  for (const test of module.children.allTests("skipped")) {
    const suite = suiteThatExplains(test);
    if (!suite) {
      alone.push({ name: nameOf(test), because: noteOf(test), tests: 1 });
      continue;
    }
    const because = suite.meta().skippedBecause ?? "its setup failed";
    bySuite.set(suite, { name: nameOf(suite), because, tests: (bySuite.get(suite)?.tests ?? 0) + 1 });
  }
  return [...bySuite.values(), ...alone];
}

/** The outermost suite around a test that says why it is skipped, or that broke before its tests ran. */
function suiteThatExplains(test: TestCase): Suite | undefined {
  let found: Suite | undefined;
  let suite: Suite = test.parent;
  for (;;) {
    if (suite.meta().skippedBecause !== undefined || suite.errors().length > 0) found = suite;
    if (suite.type === "module") return found;
    suite = suite.parent;
  }
}

function noteOf(test: TestCase): string {
  const result = test.result();
  return (result.state === "skipped" && result.note) || "no reason given";
}

function failedLines(modules: readonly TestModule[], unhandled: readonly SerializedError[]): string[] {
  const failed = modules.flatMap((module) => [
    ...[module, ...module.children.allSuites()].map((suite) => ({ name: nameOf(suite), errors: suite.errors() })),
    ...[...module.children.allTests("failed")].map((test) => ({
      name: nameOf(test),
      errors: test.result().errors ?? [],
    })),
  ]);
  const all = [...failed, { name: "outside of any test", errors: unhandled }].filter(({ errors }) => errors.length > 0);
  if (all.length === 0) return [];
  return [
    "Failed:",
    ...all.flatMap(({ name, errors }) => errors.map((error) => `  ${name}: ${firstLineOf(error)}`)),
    "",
  ];
}

function firstLineOf({ message }: { readonly message?: string }): string {
  return message?.split("\n", 1)[0] || "an error without a message";
}

function nameOf(task: Suite | TestCase): string {
  return task.type === "module" ? task.relativeModuleId : `${task.module.relativeModuleId} > ${task.fullName}`;
}

function testsOf(count: number): string {
  return count === 1 ? "1 test" : `${count} tests`;
}
