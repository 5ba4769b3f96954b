import type { ApolloServerOptionsWithGateway, BaseContext } from "@apollo/server";
import type { GraphQLSchema } from "graphql";
import { compiledExecutor, type Executor } from "./execute.ts";
import type { Linked } from "./link.ts";
import type { PreparationOptions } from "./prepare.ts";
import { requiredScopes, type ScopeHolder } from "./scopes.ts";

/** What Apollo Server takes as its `gateway`. */
export type GatewayInterface = ApolloServerOptionsWithGateway<BaseContext>["gateway"];

export interface LinkedGatewayOptions extends PreparationOptions {
  /** Whose scopes an operation runs with, from the server's context. */
  readonly holder: (context: never) => ScopeHolder;
}

/**
 * What runs every operation on the linked graph, whatever it came over: a scope that the supergraph asks for and the
 * holder lacks refuses the operation. Throws where the supergraph asks for a check that isn't enforced here.
 */
export function linkedExecutor(
  { schema, supergraphSdl }: Linked,
  { holder, ...options }: LinkedGatewayOptions,
): Executor {
  return compiledExecutor(schema, { ...options, scopes: { required: requiredScopes(supergraphSdl), holder } });
}

/** The linked graph as Apollo Server's gateway. */
export function linkedGateway(linked: Linked, options: LinkedGatewayOptions): GatewayInterface {
  return executedGateway(linked.schema, linked.supergraphSdl, linkedExecutor(linked, options));
}

/** A subgraph that runs by itself (its `federated` schema) as Apollo Server's gateway, its queries compiled too. */
export function subgraphGateway(schema: GraphQLSchema): GatewayInterface {
  return executedGateway(schema, "", compiledExecutor(schema));
}

function executedGateway(apiSchema: GraphQLSchema, coreSupergraphSdl: string, run: Executor): GatewayInterface {
  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema, coreSupergraphSdl });
      return () => undefined;
    },
    async load() {
      return {
        executor: async ({ document, operationName, request, context }) =>
          run({ document, operationName, variables: request.variables, context }),
      };
    },
    async stop() {},
  };
}
