import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { Log } from "./log.ts";

/** How long requests under way may take to finish, ms, before their connections are cut. */
const longestDrain = 10_000;

/**
 * What closes a server: it listens no more, what is under way finishes, and connections close as they fall idle; streams
 * have `overMs` more. To be had before the server listens.
 */
export function closer(server: Server, log: Log): (overMs: number) => Promise<void> {
  const unused = new Set<Socket>();
  server.on("connection", (socket) => {
    unused.add(socket);
    socket.once("close", () => unused.delete(socket));
  });
  for (const event of ["request", "upgrade"]) server.on(event, ({ socket }) => void unused.delete(socket));
  const closeIdle = (): void => {
    server.closeIdleConnections();
    // Node takes for busy what has been opened ahead of its first request, as browsers and pools of connections do.
    for (const socket of unused) if (socket.bytesRead === 0) socket.destroy();
  };
  return async (overMs) => {
    const closed = new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
    const idle = setInterval(closeIdle, 50);
    const cut = setTimeout(() => {
      log.warn("requests did not finish in time: their connections are cut");
      server.closeAllConnections();
    }, longestDrain + overMs);
    try {
      await closed;
    } finally {
      clearInterval(idle);
      clearTimeout(cut);
    }
  };
}

/**
 * Runs `stop` once at SIGTERM or SIGINT and ends the process when it is done: 0, or 1 where stopping failed. A second
 * signal ends it at once.
 */
export function stopOnSignals(stop: () => Promise<void>, log: Log): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, "stopping");
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "stopping failed");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
}
