import { mergeConfig } from "vitest/config";
import short from "./vitest.config.ts";

/**
 * The long suites, and with their breadth whole those that `npm test` takes by a share: `npm run test:long`. One at a
 * time, so that what they measure under load is their own.
 */
export default mergeConfig(
  { ...short, test: { ...short.test, include: [] } },
  {
    test: {
      include: [
        "test/**/*.long.ts",
        "test/rules/screening/measured.test.ts",
        "test/{conformance,gateway}/**/*.test.ts",
        "test/{applications,decisions,journeys,ledger,partners,releases,webhooks}/**/*.test.ts",
      ],
      provide: { breadth: "whole" },
      maxWorkers: 1,
      testTimeout: 1_800_000,
      hookTimeout: 240_000,
    },
  },
);
