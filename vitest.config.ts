import { createRequire } from "node:module";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const require = createRequire(import.meta.url);

/** Small files that take long: begun last they would leave one process waiting for the other. */
const begunFirst =
  /test\/(faults\/(killed-nodes|sockets-cut|lost-replies|postgres-restarted)|races\/\w+|model\/model)\./;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isFirst = ({ moduleId }: TestSpecification) => begunFirst.test(moduleId);
    return [...sorted.filter(isFirst), ...sorted.filter((file) => !isFirst(file))];
  }
}

/** The test run: `npm test`. The long suites (`*.long.ts`) have vitest.long.config.ts. */
export default defineConfig({
  // Decorators as tsconfig.json compiles them, said here because test files lie outside that project.
  oxc: {
    decorator: { legacy: true, emitDecoratorMetadata: false },
    assumptions: { setPublicClassFields: true },
    typescript: { removeClassFieldsWithoutInitializer: true },
  },
  resolve: {
    // Vite would take graphql's `module` build and Node, for type-graphql and the rest, its `main`: two copies of every
    // class, and instanceof fails between them. Both take the file that Node takes.
    alias: [{ find: /^graphql$/, replacement: require.resolve("graphql") }],
  },
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2,
    // Files share a worker's modules, not its databases or ports: loading them anew for each took a quarter of the run.
    isolate: false,
    // No test asserts a time; these only end what hangs, on a machine that may have other work.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000, interval: 20 } },
    provide: { breadth: "share" },
    globalSetup: ["test/support/global-setup.ts"],
    // Decorators need it before anything else is loaded, whichever file a worker begins with.
    setupFiles: ["reflect-metadata"],
    reporters: ["default", "./test/support/reporter.ts"],
  },
});
