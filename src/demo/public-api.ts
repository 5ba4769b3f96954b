import { randomUUID } from "node:crypto";

/** The demo can't go on; the message says why, and what to do. */
export class DemoError extends Error {
  override readonly name = "DemoError";
}

// biome-ignore lint/suspicious/noExplicitAny: answers are as various as the operations
type Data = any;

/** A payload's refusal, as the graph tells it. */
export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly blockers: readonly string[];
}

/** One person's way to the graph, with a development token. */
export interface Person {
  readonly name: string;
  readonly token: string;
  /** Gives an operation's data. Throws DemoError where it has errors. */
  ask(document: string, variables?: Record<string, unknown>): Promise<Data>;
  /** Runs a mutation and gives its payload, refused or not. */
  attempt(mutation: string, input: Record<string, unknown>, selection?: string): Promise<Data>;
  /** Runs a mutation that must be done. Throws DemoError with the refusals where it isn't. */
  do(mutation: string, input: Record<string, unknown>, selection?: string): Promise<Data>;
}

/** Gives the people of the development server at `url`, with so many partners' people. Throws DemoError where there is no such server. */
export async function peopleAt(url: string, partners: number): Promise<(name: string) => Person> {
  const tokens = await tokensAt(url, partners);
  return (name) => {
    const token = tokens[name];
    if (token === undefined) throw new DemoError(`The server at ${url} has no development person named ${name}.`);
    return personAt(url, name, token);
  };
}

async function tokensAt(url: string, partners: number): Promise<Record<string, string>> {
  const response = await request(`${url}/dev/tokens?partners=${partners}`, {});
  if (response.ok) return (await response.json()) as Record<string, string>;
  if (response.status === 403)
    throw new DemoError(
      `The server at ${url} hands out development tokens under its local name alone: use http://127.0.0.1 and its port.`,
    );
  throw new DemoError(
    `The server at ${url} has no development identities, so nobody can play their part there. The demo is for a server as \`npm start\` starts it: on the embedded database, without an issuer.`,
  );
}

async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch {
    throw new DemoError(
      `Nothing answers at ${new URL(url).origin}. Start the server with \`npm start\`, or name another with --url.`,
    );
  }
}

function personAt(url: string, name: string, token: string): Person {
  const ask: Person["ask"] = async (query, variables = {}) => {
    const response = await request(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
    if (errors)
      throw new DemoError(`${name} was answered with an error: ${errors.map((each) => each.message).join("; ")}`);
    return data;
  };
  const attempt: Person["attempt"] = async (mutation, input, selection = "") => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const document = `mutation Demo($input: ${type}!) { done: ${mutation}(input: $input) { ${selection} refusals { code message blockers } } }`;
    return (await ask(document, { input: { idempotencyKey: randomUUID(), ...input } })).done;
  };
  return {
    name,
    token,
    ask,
    attempt,
    do: async (mutation, input, selection) => {
      const payload = await attempt(mutation, input, selection);
      const refusals = payload.refusals as Refused[];
      if (refusals.length === 0) return payload;
      throw new DemoError(
        `${mutation} of ${name} was refused: ${refusals.map(({ code, message }) => `${code}: ${message}`).join("; ")}`,
      );
    },
  };
}
