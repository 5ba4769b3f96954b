import { ApolloGateway, RemoteGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { countersign } from "../countersign.ts";
import { officialsOnly, settings } from "./contender.ts";
import { supergraphOf, withoutScopes } from "./supergraph.ts";

/**
 * Apollo Gateway in Apollo Server's standalone server, over the five subgraphs by HTTP, as its manual sets it up. It hands
 * on the caller's token and the proof that the subgraphs ask of their gateway.
 */

interface Caller {
  readonly authorization: string | undefined;
}

const given = settings();
const [check, { proofHeader }] = await Promise.all([officialsOnly(given), countersign.proof()]);

class ProvenSource extends RemoteGraphQLDataSource<Caller> {
  override willSendRequest({
    request,
    context,
  }: Parameters<NonNullable<RemoteGraphQLDataSource<Caller>["willSendRequest"]>>[0]) {
    request.http?.headers.set(proofHeader, given.gatewaySecret);
    const { authorization } = context as Caller;
    if (authorization !== undefined) request.http?.headers.set("authorization", authorization);
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: withoutScopes(supergraphOf(given)),
  buildService: ({ url }) => new ProvenSource({ url }),
});

await startStandaloneServer(new ApolloServer<Caller>({ gateway }), {
  listen: { host: "127.0.0.1", port: given.port },
  context: async ({ req }) => {
    await check(req.headers.authorization);
    return { authorization: req.headers.authorization };
  },
});
