import type { Server } from "node:http";
import type { Log } from "./log.ts";

/** How long requests under way may take to finish, ms, before their connections are cut. */
const longestDrain = 10_000;

/** Stops listening, lets what is under way finish, and closes connections as they fall idle; streams have `overMs` more. */
export async function closeWhenIdle(server: Server, log: Log, overMs = 0): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
  const idle = setInterval(() => server.closeIdleConnections(), 50);
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
