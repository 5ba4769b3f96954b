import { randomUUID } from "node:crypto";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { processIdentity } from "./process-identity.ts";

/** A unix socket's path has room for 103 bytes on macOS and 107 on Linux. */
const longestSocketPath = 103;
const longestSocketName = ".s.PGSQL.5432";
const temporaryPrefix = "countersign-sockets-";
const lockName = /^lock\.(\d+)$/;

/** Another process has the folder open; the message says which one and what to do. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError";
  readonly pid: number;

  constructor(folder: string, holder: Claim) {
    super(
      `The embedded database in ${folder} is open in process ${holder.pid} (since ${holder.since}), and only one process may hold it. ` +
        `Stop that process, or set DATA_DIR to another folder, or set DATABASE_URL to a PostgreSQL server that several processes can share.`,
    );
    this.pid = holder.pid;
  }
}

/** An exclusive hold on a folder, until `release` or the end of the process. */
export interface FolderLock {
  /** A folder for sockets that only this user may enter, with paths short enough for them. */
  readonly socketFolder: string;
  release(): Promise<void>;
}

/** What a claim file says of the process that wrote it. */
interface Claim {
  readonly pid: number;
  readonly since: string;
  /** Tells the process from a later one with the same number; null where the system doesn't say. */
  readonly process: string | null;
  /** Listening exactly as long as the process holds, or may yet get, the folder. */
  readonly socket: string;
}

/**
 * Takes the folder for this process. Throws FolderInUseError when another live process has it.
 *
 * Node has no file locks. A claim is a file `run/lock.<n>` that names a socket on which its process already listens:
 * the system ends that with the process, however it dies, and a later process with the same number doesn't have it.
 * Claims are made by a link, which only one process can make under one name, one above the highest; the highest counts
 * and its file is never removed, so two processes that find the same dead claim can't both follow it.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const run = join(folder, "run");
  mkdirSync(run, { recursive: true, mode: 0o700 });
  chmodSync(run, 0o700);
  const { socketFolder, socket, server } = await listenNear(run);
  const close = async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()));
    if (socketFolder !== run) rmSync(socketFolder, { recursive: true, force: true });
  };
  const identity = processIdentity(process.pid);
  const claim: Claim = { pid: process.pid, since: new Date().toISOString(), process: identity, socket };
  const draft = join(run, `draft.${randomUUID()}`);
  const write = (content: Claim) => writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
  try {
    write(claim);
    const number = await claimHighest(folder, run, draft);
    const release = async () => {
      try {
        // This process may live on without the folder.
        write({ ...claim, process: null });
        renameSync(draft, join(run, `lock.${number}`));
      } finally {
        await close();
      }
    };
    return { socketFolder, release };
  } catch (error) {
    await close();
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Links the draft as the highest claim and gives its number. Throws FolderInUseError when the highest is held. */
async function claimHighest(folder: string, run: string, draft: string): Promise<number> {
  for (;;) {
    const highest = claimNumbers(run).at(-1) ?? 0;
    const previous = highest === 0 ? "NONE" : readClaim(run, highest);
    if (previous === "REMOVED") continue;
    if (previous !== "NONE" && (await isHeld(previous))) throw new FolderInUseError(folder, previous);
    const mine = highest + 1;
    // Taken by another process meanwhile: look again at who has it.
    if (!linkNew(draft, join(run, `lock.${mine}`))) continue;
    const numbers = claimNumbers(run);
    if (numbers.at(-1) !== mine) {
      // A slow start: others had come and gone since this one looked, and a higher claim counts.
      rmSync(join(run, `lock.${mine}`), { force: true });
      continue;
    }
    for (const number of numbers) if (number < mine) rmSync(join(run, `lock.${number}`), { force: true });
    if (previous !== "NONE") removeLeftovers(run, previous);
    return mine;
  }
}

/** Numbers of the claims there are, ascending. */
function claimNumbers(run: string): number[] {
  return readdirSync(run)
    .map((name) => Number(lockName.exec(name)?.[1] ?? 0))
    .filter((number) => number > 0)
    .sort((a, b) => a - b);
}

/** REMOVED: there is a higher claim by now. NONE: a claim cut short, as only a power loss leaves it, for it is linked whole. */
function readClaim(run: string, number: number): Claim | "REMOVED" | "NONE" {
  try {
    return JSON.parse(readFileSync(join(run, `lock.${number}`), "utf8")) as Claim;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return "REMOVED";
    if (error instanceof SyntaxError) return "NONE";
    throw error;
  }
}

/** Whether the claim's process still lives: nobody listens on a dead process's socket. */
async function isHeld(claim: Claim): Promise<boolean> {
  const answer = await knock(claim.socket);
  if (answer === "REFUSED") return false;
  if (answer === "ANSWERED") return true;
  // The socket's file is gone (a cleaner of temporary folders, perhaps): then the process itself is looked for.
  return claim.process !== null && processIdentity(claim.pid) === claim.process;
}

function knock(path: string): Promise<"ANSWERED" | "REFUSED" | "ABSENT"> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve("ANSWERED");
    });
    socket.once("error", (error) => {
      if (hasCode(error, "ECONNREFUSED")) resolve("REFUSED");
      else resolve(hasCode(error, "ENOENT") ? "ABSENT" : "ANSWERED");
    });
  });
}

/**
 * Listens beside the claims; in a temporary folder where that path is too long for a socket, or its file system has
 * none.
 */
async function listenNear(run: string): Promise<{ socketFolder: string; socket: string; server: Server }> {
  const name = `${randomUUID().slice(0, 8)}.lock`;
  const fits = Buffer.byteLength(join(run, longestSocketName)) <= longestSocketPath;
  for (const near of fits ? [true, false] : [false]) {
    const socketFolder = near ? run : mkdtempSync(join(tmpdir(), temporaryPrefix));
    const socket = join(socketFolder, name);
    try {
      return { socketFolder, socket, server: await listenOn(socket) };
    } catch (error) {
      if (near) continue;
      rmSync(socketFolder, { recursive: true, force: true });
      throw error;
    }
  }
  throw new Error("No folder for sockets.");
}

async function listenOn(path: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  server.unref();
  return server;
}

function linkNew(existing: string, path: string): boolean {
  try {
    linkSync(existing, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

/** Removes the sockets that a killed process left. */
function removeLeftovers(run: string, dead: Claim): void {
  const folder = dirname(dead.socket);
  if (folder === run) rmSync(dead.socket, { force: true });
  else if (basename(folder).startsWith(temporaryPrefix)) rmSync(folder, { recursive: true, force: true });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}
