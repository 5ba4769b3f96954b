import { type WebhookOutcome, webhookOutcomes } from "../rules/webhook-retries.ts";

/** How many attempts to deliver a process has made, by what came of them. */
export class WebhookCounts {
  readonly #counts = new Map<WebhookOutcome, number>(webhookOutcomes.map((outcome) => [outcome, 0]));

  note(outcome: WebhookOutcome): void {
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + 1);
  }

  /** The numbers by outcome, every outcome among them. */
  byOutcome(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
