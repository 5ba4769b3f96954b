/** The part of oidc-provider that test/support/issuer.ts uses; the package brings no types. */
declare module "oidc-provider" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>;
    readonly Client: { find(id: string): Promise<object | undefined> };
    readonly IdToken: new (
      claims: Record<string, unknown>,
      options: { client: object },
    ) => {
      scope: string;
      set(name: string, value: unknown): void;
      issue(options: { use: "idtoken" }): Promise<string>;
    };
  }
}
