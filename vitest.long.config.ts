import { mergeConfig } from "vitest/config";
import short from "./vitest.config.ts";

/** The long suites: `npm run test:long`. One at a time, so that what they measure under load is their own. */
export default mergeConfig(
  { ...short, test: { ...short.test, include: [] } },
  { test: { include: ["test/**/*.long.ts"], maxWorkers: 1, testTimeout: 1_800_000, hookTimeout: 120_000 } },
);
