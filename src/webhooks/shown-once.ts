import { randomUUID } from "node:crypto";
import type { Outcome } from "../ledger/change.ts";
import { newSecret } from "./signature.ts";

/** What a change gives that makes a secret: the webhook, and which call's work it was that was stored. */
type Made = Outcome<{ webhookId: string; madeIn: string }>;

/**
 * A secret of one call of a mutation, which is shown if that call's work was stored. A change may be tried more than once, and in
 * between another call with its key may be first: then what this one made is nobody's secret.
 */
export class ShownOnce {
  /** Names the call in what the change gives. */
  readonly call = randomUUID();
  #secret: string | null = null;

  /** Another secret, in place of one that an attempt made and didn't store. */
  make(): string {
    this.#secret = newSecret();
    return this.#secret;
  }

  /** The outcome with the secret beside it: null where it was refused, or repeats an earlier call. */
  beside({ madeIn, ...outcome }: Made): Outcome<{ webhookId: string }> & { readonly secret: string | null } {
    return { ...outcome, secret: madeIn === this.call ? this.#secret : null };
  }
}
