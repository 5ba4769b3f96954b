import { createGatewayRuntime, type GatewayPlugin } from "@graphql-hive/gateway-runtime";
import { unifiedGraphHandler } from "@graphql-hive/router-runtime";
import { countersign } from "../countersign.ts";
import { listen, officialsOnly, settings } from "./contender.ts";
import { supergraphOf } from "./supergraph.ts";

/**
 * Hive Gateway on node:http, over the five subgraphs by HTTP: with its own planner, or with `rust` as its argument the one
 * of Hive's router. Sharing the answer of identical requests under way is off, as nobody's users ask the same thing at
 * the same instant; all else is as it comes.
 */

const given = settings();
const [check, { proofHeader }] = await Promise.all([officialsOnly(given), countersign.proof()]);

const verified: GatewayPlugin = {
  onRequest: async ({ request }) => check(request.headers.get("authorization") ?? undefined),
};

const runtime = createGatewayRuntime({
  supergraph: supergraphOf(given),
  ...(process.argv[2] === "rust" ? { unifiedGraphHandler } : {}),
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({
      authorization: request.headers.get("authorization"),
      [proofHeader]: given.gatewaySecret,
    }),
  },
  transportEntries: { "*.http": { options: { deduplicateInflightRequests: false } } },
  inboundInflightRequestDeduplication: false,
  plugins: () => [verified],
  logging: "error",
});

listen((request, response) => void runtime.requestListener(request, response), given);
