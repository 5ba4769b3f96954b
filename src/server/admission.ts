import { type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode } from "graphql";
import type { Context } from "../context.ts";
import type { Gateway } from "./gateway.ts";

/** Root fields whose own statement asks whether the actor is revoked: they need no statement before it. */
const admitsItself = new Set(["checkAccess", "checkAccessBatch"]);

/**
 * The gateway with the reading of revocations before every operation and every event of a subscription: a revoked
 * subject, token or organisation gets nothing but UNAUTHENTICATED, whatever it asks for.
 */
export function admitting(gateway: Gateway): Gateway {
  return {
    onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
    stop: () => gateway.stop(),
    load: async (options) => {
      const { executor } = await gateway.load(options);
      if (executor === null) return { executor };
      return {
        executor: async (request) => {
          const context = request.context as unknown as Context;
          if (!admittedByItsFields(request.document, request.operationName)) {
            try {
              await admit(context);
            } catch (error) {
              if (!(error instanceof GraphQLError)) throw error;
              return { errors: [error] };
            }
          }
          return executor(request);
        },
      };
    },
    // What is read for many is read for nobody in particular: each of them is admitted, and ended, by itself.
    subscribe: ({ contexts, ...request }) =>
      gateway.subscribe({
        ...request,
        contexts: async () => {
          const context = (await contexts()) as Context;
          await admit(context);
          return context;
        },
      }),
  };
}

/** Throws UNAUTHENTICATED for a revoked actor. The public can't be revoked. */
async function admit(context: Context): Promise<void> {
  if (context.actor.subject !== null) await context.now();
}

function admittedByItsFields(document: DocumentNode, operationName: string | null | undefined): boolean {
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (operationName == null || definition.name?.value === operationName),
  );
  const selections = operation?.selectionSet.selections ?? [];
  return (
    selections.length > 0 && selections.every((each) => each.kind === Kind.FIELD && admitsItself.has(each.name.value))
  );
}
