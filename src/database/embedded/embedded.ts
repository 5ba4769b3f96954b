import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { Log } from "../log.ts";
import { lockFolder } from "./folder-lock.ts";
import type { WorkerReport, WorkerTask } from "./worker.ts";

/** `pg` names a unix socket by its folder and a port. */
const port = 5432;
const longestPause = 30_000;

/** The embedded database, running in a worker thread and reached by the `pg` driver through a unix socket. */
export interface Embedded {
  /** The socket's folder, as `pg` takes it for a host. */
  readonly host: string;
  readonly port: number;
  /** Stops cleanly: what follows opens without recovery. */
  close(): Promise<void>;
}

/**
 * Opens the database in a folder, made where it is missing. Throws FolderInUseError when another process has it, and
 * an Error with the engine's own words when it doesn't open. An engine that fails later is started again.
 */
export async function openEmbedded(path: string, log: Log): Promise<Embedded> {
  const folder = resolve(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(folder);
  const task: WorkerTask = { folder, socketPath: join(lock.socketFolder, `.s.PGSQL.${port}`) };
  const keeper = new WorkerKeeper(task, log);
  try {
    await keeper.start();
  } catch (error) {
    await lock.release();
    throw error;
  }
  const close = async () => {
    await keeper.stop();
    await lock.release();
  };
  let closing: Promise<void> | null = null;
  return {
    host: lock.socketFolder,
    port,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** Keeps a worker running until it is told to stop. */
class WorkerKeeper {
  readonly #task: WorkerTask;
  readonly #log: Log;
  #worker: Worker | null = null;
  #stopping = false;
  #restart: NodeJS.Timeout | null = null;

  constructor(task: WorkerTask, log: Log) {
    this.#task = task;
    this.#log = log;
  }

  /** Resolves when connections are served; rejects with the reason when the worker ends before that. */
  start(): Promise<void> {
    const worker = startWorker(this.#task);
    this.#worker = worker;
    return new Promise((resolve, reject) => {
      let ready = false;
      let reason: unknown = null;
      worker.on("message", (report: WorkerReport) => {
        if (report.kind === "failed") reason = new Error(report.message);
        else ready = true;
        if (ready) resolve();
      });
      worker.on("error", (error) => {
        reason = error;
      });
      worker.on("exit", () => {
        this.#worker = null;
        if (!ready) reject(reason ?? new Error("The embedded database's thread ended before it was ready."));
        else if (!this.#stopping) this.#startAgain(reason, 0);
      });
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#restart !== null) clearTimeout(this.#restart);
    const worker = this.#worker;
    if (worker === null) return;
    const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    worker.postMessage("stop");
    await ended;
  }

  /** The engine can fail, of a full disk for one: what was committed is on disk, and a new one recovers it. */
  #startAgain(reason: unknown, attempt: number): void {
    const pause = Math.min(longestPause, 100 * 2 ** attempt);
    this.#log.error({ err: reason, pause }, "the embedded database failed and is started again");
    this.#restart = setTimeout(async () => {
      try {
        await this.start();
        this.#log.info({}, "the embedded database is back");
      } catch (error) {
        if (!this.#stopping) this.#startAgain(error, attempt + 1);
      }
    }, pause);
  }
}

/** Sources are run through tsx, which is there whenever they are; a build needs nothing. */
function startWorker(workerData: WorkerTask): Worker {
  // The process's own flags aren't for the thread, and some (--input-type) would break it.
  const options = { workerData, execArgv: [] };
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL("./worker.js", import.meta.url), options);
  // `--import tsx` does nothing in a thread, and what `require` finds of its interface doesn't load (tsx 4.23).
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx/package.json"));
  const api = JSON.stringify(new URL("./dist/esm/api/index.mjs", tsx).href);
  const source = JSON.stringify(new URL("./worker.ts", import.meta.url).href);
  const run = `import(${api}).then(({ register }) => { register(); return import(${source}); })`;
  return new Worker(run, { ...options, eval: true });
}
