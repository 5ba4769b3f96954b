import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { countersign } from "../countersign.ts";

/** What the run tells a contender's process, in the environment. */
export interface ContenderSettings {
  readonly port: number;
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly issuer: string;
  readonly audience: string;
  /** Where the five subgraphs are, for a gateway over them. */
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  readonly gatewaySecret: string;
}

/** The environment variable that holds the settings as JSON. */
export const settingsVariable = "BENCH_CONTENDER";

export const settings = (): ContenderSettings => JSON.parse(process.env[settingsVariable] ?? "{}") as ContenderSettings;

/**
 * The check of a token that every contender does: Countersign's own, so that it costs all of them the same. It verifies
 * signature, issuer, audience and times by jose and remembers a verified token until it ends.
 */
export async function tokenCheck({ issuer, audience }: ContenderSettings) {
  const [{ createVerifier }, { issuerKeys }] = await Promise.all([countersign.tokens(), countersign.issuerKeys()]);
  return createVerifier({ issuer, audience, keys: issuerKeys(issuer, { allowLoopbackHttp: true }) });
}

/** The check as a contender without use cases needs it: throws unless the token is an official's or an auditor's. */
export async function officialsOnly(settings: ContenderSettings): Promise<(authorization?: string) => Promise<void>> {
  const verifier = await tokenCheck(settings);
  return async (authorization) => {
    const { agency, roles } = await verifier.verify(authorization);
    if (agency === null && !roles.has("AUDITOR")) throw new Error("For officials and auditors.");
  };
}

/** Answers on the port that the run chose. */
export function listen(listener: RequestListener, { port }: ContenderSettings): void {
  createServer(listener).listen(port, "127.0.0.1");
}

/** The body of a request, as text. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
