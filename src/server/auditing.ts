import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
} from "graphql";
import type { Context } from "../context.ts";
import type { Gateway } from "./gateway.ts";

/**
 * The gateway with every refusal for want of a right noted in the audit log: FORBIDDEN, and what a revoked actor asks for.
 * What a mutation refuses as data is noted by the change itself.
 */
export function auditing(gateway: Gateway): Gateway {
  return {
    onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
    stop: () => gateway.stop(),
    load: async (options) => {
      const { executor } = await gateway.load(options);
      if (executor === null) return { executor };
      return {
        executor: async (request) => {
          const result = await executor(request);
          const context = request.context as unknown as Context;
          await noteRefused(context, result.errors, request.document, request.operationName);
          return result;
        },
      };
    },
    subscribe: async (request) => {
      let context: Context | null = null;
      let opening = true;
      const contexts = async () => {
        const made = await request.contexts();
        if (opening) context ??= made as Context;
        return made;
      };
      const opened = await gateway.subscribe({ ...request, contexts });
      opening = false;
      const { errors } = opened as ExecutionResult;
      if (context !== null) await noteRefused(context, errors, request.document, request.operationName);
      // As long as the subscription, nothing of its opening is held.
      context = null;
      return opened;
    },
  };
}

async function noteRefused(
  { services, actor, correlationId }: Context,
  errors: readonly GraphQLError[] | undefined,
  document: DocumentNode,
  operationName: string | null | undefined,
): Promise<void> {
  const { attempts } = services;
  if (!attempts || errors === undefined || actor.subject === null) return;
  const fields = rootFields(document, operationName);
  for (const { extensions, path } of errors) {
    const code = codeOf(extensions);
    if (code === null) continue;
    const asked = path === undefined ? [...new Set(fields.values())] : [fields.get(String(path[0])) ?? String(path[0])];
    for (const operation of asked)
      await attempts.note({ actor, correlationId, operation, code, blockers: [], targets: [] });
  }
}

function codeOf(extensions: GraphQLError["extensions"] | undefined): string | null {
  if (extensions?.code === "FORBIDDEN") return "FORBIDDEN";
  return extensions?.code === "UNAUTHENTICATED" && extensions.reason === "TOKEN_REVOKED" ? "TOKEN_REVOKED" : null;
}

/** The operation's root fields by the names under which they are answered. Those within fragments go by that name. */
function rootFields(document: DocumentNode, operationName: string | null | undefined): Map<string, string> {
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      (operationName == null || definition.name?.value === operationName),
  );
  const fields = operation?.selectionSet.selections ?? [];
  return new Map(
    fields.flatMap((field) =>
      field.kind === Kind.FIELD ? [[(field.alias ?? field.name).value, field.name.value] as const] : [],
    ),
  );
}
