import { firstOutside } from "./clock.ts";
import { type HeardSeat, seatsFor } from "./panel.ts";
import type { PolicyDocument } from "./policy.ts";
import { clocksOf } from "./policy-clocks.ts";
import type { CaseRecord, RecordedPosition, SeatReplay } from "./replay-record.ts";
import type { Agency, ObjectionReason } from "./vocabulary.ts";

/** Counts days as the case's clock does; null while that is stopped. */
export type After = (from: Date, days: number) => Date | null;

/** The seats of a policy on one case: what is heard of them, and until when they had to answer. */
export class ReplaySeats {
  readonly #record: CaseRecord;
  readonly #policy: PolicyDocument;
  readonly #after: After;
  readonly #heard = new Map<Agency, Pick<RecordedPosition, "kind" | "reason" | "at">>();
  #revision: number;
  #referredAt: Date | null = null;

  constructor(record: CaseRecord, policy: PolicyDocument, after: After) {
    this.#record = record;
    this.#policy = policy;
    this.#after = after;
    this.#revision = record.acceptedRevision;
  }

  /** Refers the case, in a later revision anew: what was said of the one before is gone. */
  refer(at: Date, revision = this.#revision): void {
    this.#revision = revision;
    this.#referredAt = at;
    this.#heard.clear();
  }

  /** Takes a position on the revision that stands, and says whether it has a seat. */
  hear({ agency, revision, kind, reason, at }: RecordedPosition): boolean {
    if (revision !== this.#revision || !this.#policy.panel.some((seat) => seat.agency === agency)) return false;
    this.#heard.set(agency, { kind, reason, at });
    return true;
  }

  /** Takes an agency's silence for no objection. */
  deem(agency: Agency, at: Date): void {
    this.#heard.set(agency, { kind: "DEEMED_NO_OBJECTION", reason: null, at });
  }

  /** The agencies that aren't heard, in the policy's order. */
  silent(): Agency[] {
    return seatsFor(this.#policy).flatMap(({ agency }) => (this.#heard.has(agency) ? [] : [agency]));
  }

  /** What the panel's rule is asked with. */
  heard(): HeardSeat[] {
    return seatsFor(this.#policy).map((seat) => ({ ...seat, position: this.#heard.get(seat.agency)?.kind ?? null }));
  }

  /** The reasons of the objections that count, each once. */
  reasons(): ObjectionReason[] {
    const objections = [...this.#heard.values()].filter(({ kind }) => kind === "OBJECT");
    return [...new Set(objections.flatMap(({ reason }) => reason ?? []))].sort();
  }

  /** How each seat fares; none before the case is referred. */
  fates(): SeatReplay[] {
    const referredAt = this.#referredAt;
    if (referredAt === null) return [];
    return seatsFor(this.#policy).map(({ agency, seat }) => {
      const dueAt = this.#dueAt(agency, referredAt);
      const heard = this.#heard.get(agency);
      const late = heard !== undefined && heard.kind !== "DEEMED_NO_OBJECTION" && dueAt !== null && heard.at > dueAt;
      return { agency, seat, referredAt, dueAt, position: heard?.kind ?? null, heardAt: heard?.at ?? null, late };
    });
  }

  /** The agencies that spoke until then, and have no seat. */
  unheard(asOf: Date): Agency[] {
    const seated = this.#policy.panel.map(({ agency }) => agency);
    const spoke = this.#record.positions.filter(({ at }) => at <= asOf).map(({ agency }) => agency);
    return [...new Set(spoke)].filter((agency) => !seated.includes(agency)).sort();
  }

  /** When whose silence counts, if nobody speaks before: with the reminder sent on its day, past every open match. */
  silences(): { agency: Agency; at: Date }[] {
    const referredAt = this.#referredAt;
    if (referredAt === null) return [];
    return seatsFor(this.#policy).flatMap(({ agency, seat }) => {
      if (seat !== "DEEMABLE" || this.#heard.has(agency)) return [];
      const dueAt = this.#dueAt(agency, referredAt);
      const remindAt = this.#after(referredAt, clocksOf(this.#policy).remind + this.#longer(agency, referredAt));
      const heardOut = remindAt && this.#after(remindAt, 1);
      if (dueAt === null || heardOut === null) return [];
      const at = firstOutside(this.#record.hits, heardOut > dueAt ? heardOut : dueAt);
      return at === null ? [] : [{ agency, at }];
    });
  }

  #dueAt(agency: Agency, referredAt: Date): Date | null {
    return this.#after(referredAt, clocksOf(this.#policy).position + this.#longer(agency, referredAt));
  }

  /** The days by which the seat's time was extended in this revision, as this policy extends it. */
  #longer(agency: Agency, referredAt: Date): number {
    const { extensions, amendments } = this.#record;
    const until = amendments.find(({ at }) => at > referredAt)?.at ?? null;
    const extended = extensions.some(
      (each) => each.agency === agency && each.at >= referredAt && (until === null || each.at < until),
    );
    return extended ? clocksOf(this.#policy).extension : 0;
  }
}
