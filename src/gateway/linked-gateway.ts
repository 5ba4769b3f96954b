import type { GraphQLSchema } from "graphql";
import { type CompiledExecutorOptions, compiledExecutor, type Executor } from "./execute.ts";
import type { GatewayInterface } from "./gateway-interface.ts";
import type { Linked } from "./link.ts";
import type { PreparationOptions } from "./prepare.ts";
import { requiredScopes, type ScopeHolder } from "./scopes.ts";
import { type SubscriberOptions, subscriber } from "./subscribe.ts";

export interface LinkedGatewayOptions
  extends PreparationOptions,
    Pick<SubscriberOptions, "cursorOf" | "isLast" | "isPersonal" | "tellAsked"> {
  /** Whose scopes an operation runs with, from the server's context. */
  readonly holder: (context: never) => ScopeHolder;
}

const enforced = ({ supergraphSdl }: Linked, { holder, ...options }: LinkedGatewayOptions): SubscriberOptions => ({
  ...options,
  scopes: { required: requiredScopes(supergraphSdl), holder },
});

/**
 * What runs every operation on the linked graph, whatever it came over: a scope that the supergraph asks for and the
 * holder lacks refuses the operation. Throws where the supergraph asks for a check that isn't enforced here.
 */
export function linkedExecutor(linked: Linked, options: LinkedGatewayOptions): Executor {
  return compiledExecutor(linked.schema, enforced(linked, options));
}

/** The linked graph as what runs operations. */
export function linkedGateway(linked: Linked, options: LinkedGatewayOptions): GatewayInterface {
  return executedGateway(linked.schema, linked.supergraphSdl, enforced(linked, options));
}

/** A subgraph that runs by itself (its `federated` schema) as what runs operations, its queries compiled too. */
export function subgraphGateway(
  schema: GraphQLSchema,
  options: Pick<SubscriberOptions, "cursorOf" | "isLast" | "isPersonal" | "tellAsked"> = {},
): GatewayInterface {
  return executedGateway(schema, "", options);
}

function executedGateway(
  apiSchema: GraphQLSchema,
  coreSupergraphSdl: string,
  options: SubscriberOptions & CompiledExecutorOptions,
): GatewayInterface {
  const run = compiledExecutor(apiSchema, options);
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
    subscribe: subscriber(apiSchema, run, options),
  };
}
