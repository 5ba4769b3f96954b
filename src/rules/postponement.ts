import type { Measure } from "./directives.ts";

/** A vendor's own postponement of its release; all null where there is none. */
export interface Postponement {
  readonly postponedAt: Date | null;
  /** When it ends by itself; null for until the vendor resumes the release. */
  readonly postponedUntil: Date | null;
}

/** Whether a postponement stands at a moment: its date ends it, whether or not anyone has noted that. */
export function isPostponed({ postponedAt, postponedUntil }: Postponement, now: Date): boolean {
  return postponedAt !== null && (postponedUntil === null || now < postponedUntil);
}

/** What a vendor's own postponement comes to: it counts as a POSTPONE in force on everyone; nothing once it is over. */
export function ownPostponement(release: Postponement, now: Date): readonly Measure[] {
  return isPostponed(release, now) ? [{ effect: "POSTPONE", status: "IN_FORCE", scope: null }] : [];
}
