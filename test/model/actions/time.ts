import type { Draw } from "../draft.ts";
import { moment, type Row } from "../look.ts";
import type { Scene } from "../scene.ts";

const hour = 3_600_000;

/** Where time goes on to: by hours, by days, or to just before, at or after something that falls due. */
export function passing(scene: Scene, draw: Draw): Date {
  const now = scene.services.clock.fixed;
  const kind = draw.number() % 4;
  const amount = draw.number();
  if (kind === 0) return new Date(now.getTime() + (1 + (amount % 30)) * hour);
  if (kind === 1) return new Date(now.getTime() + (1 + (amount % 8)) * 24 * hour);
  const due = dueDates(scene).filter((at) => at.getTime() > now.getTime() + 1);
  // The next ones most often; what is due far off at times.
  const next = due[Math.min(due.length - 1, amount % (draw.once(4) ? Math.max(1, due.length) : 3))];
  const beside = draw.of([0, -1, 1, hour]) ?? 0;
  return new Date((next ?? new Date(now.getTime() + 24 * hour)).getTime() + beside);
}

const dueColumns = ["dueAt", "remindAt", "rebuttalDueAt", "reviewAt", "expiresAt"] as const;

/** Everything that falls due about what is open, the nearest first. */
function dueDates({ seen }: Scene): Date[] {
  const dates = Object.values(seen.rows).flatMap((rows) => rows.flatMap(datesOf));
  return [...new Set(dates.map((at) => at.getTime()))].sort((one, other) => one - other).map((at) => new Date(at));
}

const datesOf = (row: Row): Date[] => {
  const own = dueColumns.map((column) => moment(row[column]));
  const asked: readonly Row["predicate"][] = [...(row.predicate ? [row.predicate] : []), ...(row.limits ?? [])];
  const ends = asked.map(({ kind, at }) => (kind === "EXPIRES_AT" ? moment(at) : null));
  return [...own, ...ends].filter((at) => at !== null);
};
