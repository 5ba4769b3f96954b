import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  parse,
  validate,
} from "graphql";

export interface SubgraphServerOptions {
  readonly schema: GraphQLSchema;
  readonly context?: (request: IncomingMessage) => unknown;
  /** Runs a valid operation; graphql-js unless told. */
  readonly run?: (operation: RunOperation) => ExecutionResult | Promise<ExecutionResult>;
}

export interface RunOperation {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly context: unknown;
}

/** Answers in the subgraph's place where it gives true. */
export type Interference = (request: IncomingMessage, response: ServerResponse, body: SentOperation) => boolean;

export interface SentOperation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A subgraph's server as the tests run it, with what it was asked. */
export interface SubgraphServer {
  readonly url: string;
  readonly asked: SentOperation[];
  readonly headers: IncomingMessage["headers"][];
  interfere: Interference | undefined;
  close(): Promise<void>;
}

/** Serves a schema over plain HTTP; errors without a code are masked, as our servers do. */
export async function serveSubgraph(options: SubgraphServerOptions): Promise<SubgraphServer> {
  const documents = new Map<string, DocumentNode>();
  const asked: SentOperation[] = [];
  const headers: IncomingMessage["headers"][] = [];
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  const run =
    options.run ??
    (({ document, variables, context }) =>
      execute({ schema: options.schema, document, variableValues: variables, contextValue: context }));
  const served = { asked, headers, interfere: undefined as Interference | undefined };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as SentOperation;
    asked.push(body);
    headers.push(request.headers);
    if (served.interfere?.(request, response, body)) return;
    const document = documents.get(body.query) ?? parse(body.query);
    documents.set(body.query, document);
    const invalid = validate(options.schema, document);
    const result: ExecutionResult =
      invalid.length > 0
        ? { errors: invalid }
        : await run({ document, variables: body.variables, context: options.context?.(request) });
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ ...result, errors: result.errors?.map(presented) }));
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(served, {
    url: `http://127.0.0.1:${port}/graphql`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

function presented(error: GraphQLError): object {
  const { message, path, extensions, originalError } = error;
  const coerced = path === undefined && originalError === undefined && message.startsWith('Variable "$');
  const code = extensions?.code ?? (coerced ? "BAD_USER_INPUT" : undefined);
  if (code !== undefined) return { message, path, extensions: { ...extensions, code } };
  return { message: "Masked.", path, extensions: { code: "INTERNAL_SERVER_ERROR" } };
}
