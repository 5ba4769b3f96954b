import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { DemoError, type Person } from "./public-api.ts";

/** One event of the vendor's subscriptions. */
export interface Heard {
  readonly type: string;
  readonly releaseId: string;
  readonly release: { readonly phase: string; readonly standing: string } | null;
  readonly authorization: {
    readonly status: string;
    readonly effective: boolean;
    readonly partner: { readonly legalName: string };
  } | null;
}

type About = "release" | "authorization";

interface Received {
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: the selection below says what it is
  readonly [about: string]: any;
}

const subscriptions: Readonly<Record<About, string>> = {
  release: `subscription Releases($after: Cursor) {
    event: releaseStatusChanged(after: $after) { type release { id phase standing } } }`,
  authorization: `subscription Authorizations($after: Cursor) {
    event: authorizationStatusChanged(after: $after) {
      type authorization { status effective release { id } partner { legalName } } } }`,
};

const patience = 20_000;

/** What a vendor hears of its releases and of their partners' authorizations, over a WebSocket, from now on. */
export class VendorEar {
  readonly #stop: () => void;
  readonly #heard: Heard[] = [];
  #failure: unknown = null;
  #wake: () => void = () => undefined;
  #count = 0;

  private constructor(url: string, { token }: Person, after: string | null) {
    const client = createClient({
      url: `${url.replace(/^http/, "ws")}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
    });
    const ends = (["release", "authorization"] as const).map((about) =>
      client.subscribe<{ event: Received }>(
        { query: subscriptions[about], variables: { after } },
        {
          next: ({ data, errors }) => (data?.event ? this.#take(about, data.event) : this.#fail(errors)),
          error: (error) => this.#fail(error),
          complete: () => undefined,
        },
      ),
    );
    this.#stop = () => {
      for (const end of ends) end();
      void client.dispose();
    };
  }

  /** Listens as the vendor from the ledger's end on: nothing is missed, however late the subscription begins. */
  static async open(url: string, vendor: Person): Promise<VendorEar> {
    const { changes } = await vendor.ask("{ changes(first: 1, orderBy: SEQUENCE_DESC) { nodes { cursor } } }");
    return new VendorEar(url, vendor, changes.nodes[0]?.cursor ?? null);
  }

  /** How many events have come. */
  get count(): number {
    return this.#count;
  }

  /** The next `count` events of this type about the release, or its authorizations. Throws DemoError where they don't come. */
  async hear(about: About, releaseId: string, type: string, count = 1): Promise<Heard[]> {
    const wanted = (heard: Heard): boolean =>
      heard.releaseId === releaseId && heard.type === type && (heard.authorization === null) === (about === "release");
    const until = performance.now() + patience;
    for (;;) {
      if (this.#failure !== null) throw new DemoError(`The vendor's subscription failed: ${wordsOf(this.#failure)}`);
      const found = this.#heard.filter(wanted).slice(0, count);
      if (found.length === count) {
        for (const each of found) this.#heard.splice(this.#heard.indexOf(each), 1);
        return found;
      }
      const left = until - performance.now();
      if (left <= 0) throw new DemoError(`The vendor's subscription brought ${found.length} of ${count} ${type}.`);
      await this.#next(left);
    }
  }

  close(): void {
    this.#stop();
  }

  /** Resolves with the next event, or after so many milliseconds. */
  #next(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #take(about: About, event: Received): void {
    const { release = null, authorization = null } = event;
    this.#count += 1;
    this.#heard.push({
      type: event.type,
      releaseId: about === "release" ? release?.id : authorization?.release.id,
      release,
      authorization,
    });
    this.#wake();
  }

  #fail(error: unknown): void {
    this.#failure = error;
    this.#wake();
  }
}

const wordsOf = (error: unknown): string =>
  Array.isArray(error)
    ? error.map(({ message }) => message).join("; ")
    : error instanceof Error
      ? error.message
      : `the connection was closed (${(error as { code?: number } | null)?.code ?? "no code"})`;
