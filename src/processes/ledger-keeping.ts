import { setTimeout } from "node:timers/promises";
import type { Services } from "../context.ts";
import { defaultAuditLogDays, pruneAttempts } from "../ledger/attempts/prune-attempts.ts";
import { appendTiles } from "../ledger/tree/append-tiles.ts";
import { keepCheckpoint, LedgerMismatch } from "../ledger/tree/checkpoints.ts";
import { verifyLedger } from "../ledger/tree/verify-ledger.ts";
import type { ReadinessCheck } from "../server/health.ts";
import type { Log } from "../server/log.ts";

/** The keeping of the ledger, which goes on until it is stopped. */
export interface LedgerKeeping {
  /** Waits for the first verification; throws while the ledger isn't verified, or isn't what it was. */
  readonly ready: ReadinessCheck;
  /** Ends it, once the round under way has come to its next step. */
  stop(): Promise<void>;
}

/** How often a long verification is heard of, ms. */
const progressEvery = 5_000;

/**
 * One round: the tree above what was appended is stored, the entries are verified, and the whole is signed where keys
 * are set; refused attempts that are old enough are thrown away. Any number of nodes may do it at once. Throws LedgerMismatch where the ledger isn't what it was.
 */
export async function keepLedger(
  { database, clock, ledgerKeys, auditLogDays }: Services,
  log: Log,
  stopping?: AbortSignal,
): Promise<void> {
  await appendTiles(database, stopping);
  let heard = performance.now();
  const onProgress = (verified: number, size: number): void => {
    if (performance.now() - heard < progressEvery) return;
    heard = performance.now();
    log.info({ verified, size }, "the ledger is being verified");
  };
  const keys = ledgerKeys ?? null;
  await verifyLedger(database, { keys, fixedNow: clock.fixed, stopping, onProgress });
  if (keys !== null && !stopping?.aborted) await keepCheckpoint(database, keys, clock.fixed);
  await pruneAttempts(database, auditLogDays ?? defaultAuditLogDays);
}

/**
 * Keeps the ledger from now on: verifies it at once, and then every `seconds`, with 0 never again. What can't be done
 * is logged and tried again; a ledger that isn't what it was takes the readiness away.
 */
export function startLedgerKeeping(services: Services, seconds: number, log: Log): LedgerKeeping {
  const stopping = new AbortController();
  const { signal } = stopping;
  const state: { mismatch: LedgerMismatch | null; verified: boolean } = { mismatch: null, verified: false };
  const round = async (): Promise<void> => {
    try {
      await keepLedger(services, log, signal);
      if (state.mismatch !== null) log.info({}, "the ledger verifies again");
      Object.assign(state, { mismatch: null, verified: true });
    } catch (error) {
      if (error instanceof LedgerMismatch && state.mismatch?.message !== error.message) {
        log.error({ err: error }, "the ledger isn't what it was: this process isn't ready");
      } else if (!(error instanceof LedgerMismatch)) {
        log.error({ err: error }, "the ledger can't be kept: the next round tries again");
      }
      if (error instanceof LedgerMismatch) state.mismatch = error;
    }
  };
  const first = round();
  const going = (async () => {
    await first;
    while (!signal.aborted && (seconds > 0 || !state.verified)) {
      // Nodes that were started together take their turns apart.
      const pause = (seconds || 5) * 1_000 * (0.75 + Math.random() / 2);
      await setTimeout(pause, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await round();
    }
  })();
  return {
    ready: {
      name: "ledger",
      check: async () => {
        await first;
        if (state.mismatch !== null) throw state.mismatch;
        if (!state.verified) throw new Error("The ledger isn't verified yet.");
      },
    },
    stop: async () => {
      stopping.abort();
      await going;
    },
  };
}
