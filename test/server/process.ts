import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A fixture server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  /** Resident memory, in bytes. */
  rss(): Promise<number>;
  /** The most that it has been, in bytes. */
  peak(): Promise<number>;
  /** Sends a signal and waits for nothing. */
  signal(signal: NodeJS.Signals): void;
  /** Sends a signal; resolves to the exit code when the process has ended. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

const program = fileURLToPath(new URL("./stoppable.ts", import.meta.url));

/** Starts test/server/stoppable.ts, which goes on answering for `drainDelay` ms after a signal. */
export async function startProcess(drainDelay = 0): Promise<ServerProcess> {
  const child = fork(program, [String(drainDelay)], { execArgv: ["--import", "tsx"] });
  const url = String(await nextMessage(child));
  return {
    url,
    rss: async () => {
      child.send("rss");
      return Number(await nextMessage(child));
    },
    peak: async () => {
      child.send("peak");
      return Number(await nextMessage(child));
    },
    signal: (signal) => void child.kill(signal),
    end: async (signal) => {
      const ended = once(child, "exit");
      child.kill(signal);
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}

const nextMessage = async (child: ChildProcess): Promise<unknown> => (await once(child, "message"))[0];
