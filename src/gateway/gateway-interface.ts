import type { ApolloServerOptionsWithGateway, BaseContext } from "@apollo/server";
import type { Subscriber } from "./subscribe.ts";

/** What Apollo Server takes as its `gateway`. */
export type ApolloGateway = ApolloServerOptionsWithGateway<BaseContext>["gateway"];

/** What runs operations: Apollo Server's gateway interface for queries and mutations, and subscriptions beside it. */
export interface GatewayInterface extends ApolloGateway {
  /** Opens a subscription. Only after `load`. */
  readonly subscribe: Subscriber;
}
