import "reflect-metadata";

/**
 * Countersign's own modules as they ship: the build in `../dist`, so that what is measured is what runs. Their types come
 * from the sources. `npm ci` in the folder above makes the build.
 */
const built = <Module>(path: string): Promise<Module> =>
  import(new URL(`../dist/src/${path}.js`, import.meta.url).href) as Promise<Module>;

export const countersign = {
  context: () => built<typeof import("../src/context.ts")>("context"),
  services: () => built<typeof import("../src/processes/services.ts")>("processes/services"),
  subgraphs: () => built<typeof import("../src/processes/subgraphs.ts")>("processes/subgraphs"),
  subgraphNames: () => built<typeof import("../src/processes/subgraph-names.ts")>("processes/subgraph-names"),
  link: () => built<typeof import("../src/gateway/link.ts")>("gateway/link"),
  compose: () => built<typeof import("../src/gateway/compose.ts")>("gateway/compose"),
  print: () => built<typeof import("../src/gateway/print.ts")>("gateway/print"),
  proof: () => built<typeof import("../src/gateway/proof.ts")>("gateway/proof"),
  tokens: () => built<typeof import("../src/identity/tokens.ts")>("identity/tokens"),
  issuerKeys: () => built<typeof import("../src/identity/issuer-keys.ts")>("identity/issuer-keys"),
  access: () => built<typeof import("../src/rules/access.ts")>("rules/access"),
  policy: () => built<typeof import("../src/rules/policy.ts")>("rules/policy"),
  log: () => built<typeof import("../src/server/log.ts")>("server/log"),
  cursor: () => built<typeof import("../src/ledger/cursor.ts")>("ledger/cursor"),
  returnApplication: () =>
    built<typeof import("../src/applications/return-application.ts")>("applications/return-application"),
  submitApplication: () =>
    built<typeof import("../src/applications/submit-application.ts")>("applications/submit-application"),
} as const;

/** The program that `npm start` runs. */
export const countersignProgram = new URL("../dist/src/main.js", import.meta.url).pathname;
