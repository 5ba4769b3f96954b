import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** What becomes of a connection when a part of what passes has been looked at. */
export type Verdict = "pass" | "cut" | "pass and cut";

/** What looks at the parts that pass on one connection, in the order they come. */
export interface Looks {
  fromClient?(part: Buffer): Verdict;
  fromServer?(part: Buffer): Verdict;
}

/** A way to a server on which connections can be cut, as networks do. */
export interface CuttingProxy {
  readonly port: number;
  /** Connections that are open through it. */
  open(): number;
  /** Cuts one of them at random, or all; gives how many that were. */
  cut(which: "one" | "all", random?: () => number): number;
  stop(): Promise<void>;
}

/** Listens on any free port of 127.0.0.1 and hands on what comes; `look` is asked once for each new connection. */
export async function cuttingProxy(
  target: { readonly host: string; readonly port: number } | { readonly path: string },
  look: () => Looks = () => ({}),
): Promise<CuttingProxy> {
  const connections = new Set<() => void>();
  const server = createServer((client) => {
    const upstream = "path" in target ? connect(target.path) : connect(target.port, target.host);
    const cut = () => {
      connections.delete(cut);
      client.resetAndDestroy();
      upstream.destroy();
    };
    connections.add(cut);
    const { fromClient, fromServer } = look();
    hand(connections, [client, upstream], cut, fromClient);
    hand(connections, [upstream, client], cut, fromServer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    open: () => connections.size,
    cut: (which, random = Math.random) => {
      const all = [...connections];
      const chosen = which === "all" ? all : all.slice((random() * all.length) | 0).slice(0, 1);
      for (const cut of chosen) cut();
      return chosen.length;
    },
    stop: async () => {
      for (const cut of connections) cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function hand(
  connections: Set<() => void>,
  [from, to]: readonly [Socket, Socket],
  cut: () => void,
  look: ((part: Buffer) => Verdict) | undefined,
): void {
  from.on("data", (part) => {
    const verdict = look?.(part) ?? "pass";
    if (verdict === "pass") to.write(part);
    else if (verdict === "pass and cut") to.write(part, () => cut());
    else cut();
  });
  from.on("end", () => to.end());
  from.on("close", () => {
    connections.delete(cut);
    to.destroySoon();
  });
  from.on("error", cut);
}
