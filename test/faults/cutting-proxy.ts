import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** What becomes of a connection when a part of what passes has been looked at. */
type Verdict = "pass" | "cut";

/** What looks at the parts that pass on one connection, in the order they come. */
export interface Looks {
  fromClient?(part: Buffer): Verdict;
  fromServer?(part: Buffer): Verdict;
}

/** Where a proxy hands on to: a host's port, or a unix socket's path. */
export type Target = { readonly host: string; readonly port: number } | { readonly path: string };

/** A way to a server on which connections can be cut, as networks do. */
export interface CuttingProxy {
  readonly port: number;
  /** Hands new connections on to there from now on; null refuses them. */
  aim(target: Target | null): void;
  /** Cuts one of them at random, or all; gives how many that were. */
  cut(which: "one" | "all", random: () => number): number;
  stop(): Promise<void>;
}

/** Listens on any free port of 127.0.0.1 and hands on what comes; `look` is asked once for each new connection. */
export async function cuttingProxy(first: Target | null, look: () => Looks = () => ({})): Promise<CuttingProxy> {
  const connections = new Set<() => void>();
  let target = first;
  const server = createServer((client) => {
    client.on("error", () => {});
    if (target === null) return void client.resetAndDestroy();
    const upstream = "path" in target ? connect(target.path) : connect(target.port, target.host);
    const cut = () => {
      connections.delete(cut);
      client.resetAndDestroy();
      upstream.destroy();
    };
    connections.add(cut);
    const { fromClient, fromServer } = look();
    hand(client, upstream, cut, fromClient);
    hand(upstream, client, cut, fromServer);
    for (const [one, other] of [[client, upstream] as const, [upstream, client] as const]) {
      one.on("close", () => {
        connections.delete(cut);
        other.destroySoon();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    aim: (next) => {
      target = next;
    },
    cut: (which, random) => {
      const all = [...connections];
      const chosen = which === "all" ? all : all.slice(Math.floor(random() * all.length)).slice(0, 1);
      for (const cut of chosen) cut();
      return chosen.length;
    },
    stop: async () => {
      for (const cut of connections) cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function hand(from: Socket, to: Socket, cut: () => void, look: ((part: Buffer) => Verdict) | undefined): void {
  from.on("data", (part) => {
    if ((look?.(part) ?? "pass") === "pass") to.write(part);
    else cut();
  });
  from.on("end", () => to.end());
  from.on("error", cut);
}
