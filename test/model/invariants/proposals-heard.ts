import type { Stop } from "../../../src/rules/clock.ts";
import type { ProposalEvents } from "../../../src/rules/deadlines.ts";
import type { PolicyDocument } from "../../../src/rules/policy.ts";
import type { Entry } from "../look.ts";
import { awaitedSince } from "./dates.ts";

interface Proposed extends ProposalEvents {
  readonly id: string;
  readonly source: unknown;
}

/** A proposal that fell while it awaited its signature: of which revision, what it came from, and since when it did. */
interface Fallen {
  readonly revision: unknown;
  readonly source: unknown;
  readonly since: Date;
}

/** What one case has proposed, from the ledger's entries about its decisions, in their order. */
export class ProposalsHeard {
  readonly #policy: PolicyDocument;
  #standing: Proposed | null = null;
  /** Those that fell while they awaited their signature since one was refused, the last one last. */
  #fallen: Fallen[] = [];

  constructor(policy: PolicyDocument) {
    this.#policy = policy;
  }

  /** What stands proposed; null where nothing does. */
  get standing(): ProposalEvents | null {
    return this.#standing;
  }

  /** Hears of a decision. `awaited` is whether its case awaited a signature just before. */
  hear({ subjectId, at, to, state }: Entry, awaited: boolean, stops: readonly Stop[]): void {
    if (to === "PROPOSED") {
      const source = state.sourceId;
      const outcome = state.outcome as ProposalEvents["outcome"];
      const since = (outcome === "APPROVE" ? this.#renewedSince(state) : null) ?? at;
      const awaited = { proposedAt: at, awaitedSince: since, rebuttalRejectedAt: null };
      this.#standing = { id: subjectId, source, outcome, ...awaited };
      return;
    }
    if (to === null || this.#standing?.id !== subjectId) return;
    const { source } = this.#standing;
    const since = awaited && to === "VOID" ? awaitedSince(this.#policy, this.#standing, stops) : null;
    if (since) this.#fallen.push({ revision: state.caseRevision, source, since });
    if (to === "REFUSED") this.#fallen = [];
    this.#standing = null;
  }

  rejectRebuttal(at: Date): void {
    if (this.#standing) this.#standing = { ...this.#standing, rebuttalRejectedAt: at };
  }

  /**
   * From when an approval was awaited before another took its place: the panel's takes that of whatever fell last, another
   * that of what came from where it does.
   */
  #renewedSince({ basis, sourceId, caseRevision }: Entry["state"]): Date | null {
    const before = this.#fallen.filter(
      ({ revision, source }) => revision === caseRevision && (basis === "PANEL" || source === sourceId),
    );
    return before.at(-1)?.since ?? null;
  }
}
