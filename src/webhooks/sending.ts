import { setTimeout } from "node:timers/promises";
import { Context, type Services } from "../context.ts";
import { Turns } from "../database/turns.ts";
import { systemActor } from "../identity/actor.ts";
import { deliver } from "./deliver.ts";
import { type Lease, takeLeases } from "./lease.ts";
import { passBy } from "./pass-by.ts";
import { pruneWebhookAttempts } from "./prune-attempts.ts";
import type { WebhookSettings } from "./settings.ts";

/** How many webhooks one process delivers to at once. */
const webhooksAtOnce = 32;

/** How many of a sender's statements run at once: all its webhooks together take no more of the connections. */
const statementsAtOnce = 2;

/** How often what has fallen due is looked for while nothing happens, ms. */
const lookEvery = 1_000;

/** How long what is under way may take once the process stops, ms. */
const endWithin = 5_000;

/** How often old attempts are thrown away, ms. */
const pruneEvery = 60 * 60 * 1_000;

interface SendingLog {
  error(detail: Readonly<Record<string, unknown>>, message: string): void;
}

/** Deliveries to webhooks, which go on until they are stopped. */
export interface Sending {
  /** Ends them: what is under way has 5 seconds more. */
  stop(): Promise<void>;
}

/**
 * Delivers to webhooks from now on, beside any number of processes that do the same: each works for a webhook that no other works
 * for. What fails is logged, and tried again.
 */
export function startSending(services: Services, settings: WebhookSettings, log: SendingLog): Sending {
  const stopping = new AbortController();
  const cutting = new AbortController();
  const going = new Sender(inTurns(services), settings, log, stopping.signal, cutting.signal).run();
  return {
    stop: async () => {
      stopping.abort();
      const cut = globalThis.setTimeout(() => cutting.abort(), endWithin);
      await going;
      clearTimeout(cut);
    },
  };
}

/** The services, with a few of the database's connections for reading and recording. */
function inTurns(services: Services): Services {
  const { database } = services;
  const turns = new Turns(statementsAtOnce);
  return {
    ...services,
    database: { ...database, query: (text, values) => turns.take(() => database.query(text, values)) },
  };
}

class Sender {
  readonly #services: Services;
  readonly #settings: WebhookSettings;
  readonly #log: SendingLog;
  readonly #stopping: AbortSignal;
  readonly #cutting: AbortSignal;
  readonly #running = new Set<Promise<void>>();
  /** Whether deliveries to a webhook are over that `#begin` hasn't heard of, and what tells `#wait` of it. */
  #hasRoom = false;
  #wake = (): void => undefined;
  #prunedAt = Number.NEGATIVE_INFINITY;
  #failing = false;

  constructor(
    services: Services,
    settings: WebhookSettings,
    log: SendingLog,
    stopping: AbortSignal,
    cutting: AbortSignal,
  ) {
    this.#services = services;
    this.#settings = settings;
    this.#log = log;
    this.#stopping = stopping;
    this.#cutting = cutting;
  }

  async run(): Promise<void> {
    while (!this.#stopping.aborted) {
      const head = await this.#begin();
      await this.#wait(head);
    }
    await Promise.all(this.#running);
  }

  /** Takes on what is due, as far as there is room; gives the ledger's end as it was before, null where it can't be read. */
  async #begin(): Promise<number | null> {
    this.#hasRoom = false;
    try {
      await this.#prune();
      const head = await this.#services.tail.head();
      const room = webhooksAtOnce - this.#running.size;
      const context = new Context(this.#services, systemActor, "webhooks");
      await passBy(context);
      for (const lease of room > 0 ? await takeLeases(context, room) : []) this.#take(lease);
      this.#failing = false;
      return head;
    } catch (error) {
      if (!this.#failing) this.#log.error({ err: error }, "webhooks can't be read: they wait until they can");
      this.#failing = true;
      return null;
    }
  }

  #take(lease: Lease): void {
    const end = { stopping: this.#stopping, cutting: this.#cutting };
    const work = deliver(this.#services, this.#settings, lease, end)
      .catch((error: unknown) => {
        this.#log.error(
          { err: error, webhookId: lease.webhookId },
          "a webhook's deliveries broke off: they are tried again",
        );
      })
      .finally(() => {
        this.#running.delete(work);
        this.#hasRoom = true;
        this.#wake();
      });
    this.#running.add(work);
  }

  /** Waits until the ledger has grown, a webhook's deliveries are done, or a moment has passed. */
  async #wait(head: number | null): Promise<void> {
    if (this.#hasRoom) return;
    const waiting = new AbortController();
    const signal = AbortSignal.any([waiting.signal, this.#stopping]);
    const full = this.#running.size >= webhooksAtOnce;
    const grown = head === null || full ? [] : [this.#services.tail.next(head, signal)];
    const ended = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    await Promise.race([setTimeout(lookEvery, undefined, { signal }).catch(() => undefined), ended, ...grown]);
    waiting.abort();
  }

  async #prune(): Promise<void> {
    if (performance.now() - this.#prunedAt < pruneEvery) return;
    this.#prunedAt = performance.now();
    await pruneWebhookAttempts(this.#services, this.#settings.logDays);
  }
}
