import { rmSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { dataFolder } from "./base.ts";
import { openEngine } from "./engine.ts";
import { SessionServer } from "./session.ts";

/** What the worker is told when it starts. */
export interface WorkerTask {
  /** Holds the data folder; this process has its lock. */
  readonly folder: string;
  readonly socketPath: string;
}

/** What the worker says. */
export type WorkerReport = { readonly kind: "ready" } | { readonly kind: "failed"; readonly message: string };

/** Milliseconds between checkpoints while there is work, and how many of them between two vacuums. */
const checkpointInterval = 60_000;
const checkpointsPerVacuum = 15;

const port = parentPort;
if (port === null) throw new Error("The embedded database runs in a worker thread.");
const report = (message: WorkerReport) => port.postMessage(message);
const fail = (error: unknown) => {
  report({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  // Only this thread ends; the report is delivered first.
  setImmediate(() => process.exit(1));
};

serve(workerData as WorkerTask).catch(fail);

async function serve({ folder, socketPath }: WorkerTask): Promise<void> {
  const engine = await openEngine(await dataFolder(folder));
  const server = new SessionServer(engine, fail);
  // What a killed process left; the lock says that nobody listens on it.
  rmSync(socketPath, { force: true });
  await server.listen(socketPath);
  const maintenance = maintain(server);
  port?.once("message", async () => {
    clearInterval(maintenance);
    await server.close();
    await engine.close();
    process.exit(0);
  });
  report({ kind: "ready" });
}

/**
 * A single session has no background processes: without checkpoints its log would grow, and be replayed after a
 * kill, for as long as the server runs; without vacuums its tables would.
 */
function maintain(server: SessionServer): NodeJS.Timeout {
  let seen = server.ran;
  let checkpoints = 0;
  return setInterval(() => {
    if (server.ran === seen) return;
    server.run("CHECKPOINT");
    checkpoints++;
    if (checkpoints % checkpointsPerVacuum === 0) server.run("VACUUM (ANALYZE)");
    seen = server.ran;
  }, checkpointInterval);
}
