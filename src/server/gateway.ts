import type { GraphQLError } from "graphql";
import type { ApolloGateway, GatewayInterface } from "../gateway/gateway-interface.ts";

/** What runs operations: a linked schema, or subgraphs elsewhere. */
export type Gateway = GatewayInterface;

/**
 * The gateway with errors as Apollo Server reads them: it takes an error's `extensions` for granted, and graphql-jit's
 * errors have none where nothing was said. Without this it fails while formatting, and the error is neither masked by
 * our rules nor logged.
 */
export function withReadableErrors(gateway: Gateway): ApolloGateway {
  return {
    onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
    stop: () => gateway.stop(),
    load: async (options) => {
      const { executor } = await gateway.load(options);
      if (executor === null) return { executor };
      return {
        executor: async (request) => {
          const result = await executor(request);
          return result.errors === undefined ? result : { ...result, errors: result.errors.map(readable) };
        },
      };
    },
  };
}

/** Their `extensions` can't be set, so this stands in front of the error and shows everything else of it. */
const readable = (error: GraphQLError): GraphQLError =>
  error.extensions === undefined ? Object.create(error, { extensions: { value: {}, enumerable: true } }) : error;
