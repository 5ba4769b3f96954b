import type { Stop } from "../../../src/rules/clock.ts";
import { type ProposalEvents, signatureAwaited } from "../../../src/rules/deadlines.ts";
import type { PolicyDocument } from "../../../src/rules/policy.ts";
import type { Entry } from "../look.ts";

interface Proposed extends ProposalEvents {
  readonly id: string;
  readonly source: unknown;
}

/** What one case has proposed, from the ledger's entries about its decisions, in their order. */
export class ProposalsHeard {
  readonly #policy: PolicyDocument;
  #standing: Proposed | null = null;
  /** The last one that ended: by which operation, what it came from, and from when it awaited its signature. */
  #gaveWay: { readonly by: string; readonly source: unknown; readonly since: Date | null } | null = null;

  constructor(policy: PolicyDocument) {
    this.#policy = policy;
  }

  /** What stands proposed; null where nothing does. */
  get standing(): ProposalEvents | null {
    return this.#standing;
  }

  /** Hears of a decision. `awaited` is whether its case awaited a signature just before. */
  hear({ subjectId, operationId, at, to, state }: Entry, awaited: boolean, stops: readonly Stop[]): void {
    if (to === "PROPOSED") {
      const source = state.sourceId;
      const outcome = state.outcome as ProposalEvents["outcome"];
      const awaitedSince = (outcome === "APPROVE" ? this.#renewedSince(operationId, state) : null) ?? at;
      this.#standing = { id: subjectId, source, outcome, awaitedSince, rebuttalRejectedAt: null };
      return;
    }
    if (to === null || this.#standing?.id !== subjectId) return;
    const since = awaited ? signatureAwaited(this.#policy, this.#standing, stops) : null;
    this.#gaveWay = { by: operationId, source: this.#standing.source, since: since?.from ?? null };
    this.#standing = null;
  }

  rejectRebuttal(at: Date): void {
    if (this.#standing) this.#standing = { ...this.#standing, rebuttalRejectedAt: at };
  }

  /** From when an approval was awaited whose place another takes in the same change, unless an appeal gave that. */
  #renewedSince(operationId: string, { basis, sourceId }: Entry["state"]): Date | null {
    if (this.#gaveWay?.by !== operationId) return null;
    return basis === "APPEAL" && this.#gaveWay.source !== sourceId ? null : this.#gaveWay.since;
  }
}
