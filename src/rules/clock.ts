import { DateTime } from "luxon";
import type { PolicyClock } from "./policy.ts";

/** A span in which a clock didn't run: from its first moment up to, and without, its last; null while it lasts. */
export interface Stop {
  readonly from: Date;
  readonly to: Date | null;
}

/**
 * When `days` days after the event at `from` are over: the cut-off on the n-th day after the event's local date. An
 * event after the cut-off counts as the next day's. Of days, those count that the policy counts, and on whose cut-off
 * the clock runs: so overlapping stops count once, and a stop never brings a deadline nearer. Null while a stop lasts.
 * Throws a RangeError unless `days` is a whole number from 1 and `from` a valid date.
 */
export function deadlineAfter(clock: PolicyClock, from: Date, days: number, stops: readonly Stop[] = []): Date | null {
  if (stops.some((stop) => stop.to === null)) return null;
  return countDays(clock, from, days, stops).at;
}

/** Why a day isn't counted. */
export const passedOverReasons = ["WEEKEND", "HOLIDAY", "CLOCK_STOPPED"] as const;
export type PassedOverReason = (typeof passedOverReasons)[number];

/** A day that a deadline doesn't count. */
export interface PassedOver {
  /** "YYYY-MM-DD", in the policy's time zone. */
  readonly date: string;
  readonly because: PassedOverReason;
}

/**
 * The deadline as `deadlineAfter` counts it, with the days that it passed over on the way; a stop that lasts counts as
 * one without an end, so there must be none. Throws a RangeError as `deadlineAfter` does.
 */
export function countDays(
  clock: PolicyClock,
  from: Date,
  days: number,
  stops: readonly Stop[],
): { readonly at: Date; readonly passedOver: PassedOver[] } {
  if (!Number.isInteger(days) || days < 1) throw new RangeError(`A clock counts whole days from 1, not ${days}`);
  if (Number.isNaN(from.getTime())) throw new RangeError("A clock starts at a valid date");
  if (stops.some((stop) => stop.to === null)) throw new RangeError("A stop that lasts has no deadline behind it");
  const holidays = new Set(clock.holidays.map((holiday) => holiday.date));
  const passedOver: PassedOver[] = [];
  let day = dayOfEvent(clock, from);
  for (let counted = 0; counted < days; ) {
    day += oneDay;
    const because = whyNotCounted(clock, day, holidays, stops);
    if (because === null) counted += 1;
    else passedOver.push({ date: dateOf(day), because });
  }
  return { at: cutOffOn(clock, day), passedOver };
}

function whyNotCounted(
  clock: PolicyClock,
  day: Day,
  holidays: ReadonlySet<string>,
  stops: readonly Stop[],
): PassedOverReason | null {
  if (clock.dayCount === "BUSINESS") {
    if (isWeekend(day)) return "WEEKEND";
    if (holidays.has(dateOf(day))) return "HOLIDAY";
  }
  return stops.length > 0 && isStopped(stops, cutOffOn(clock, day)) ? "CLOCK_STOPPED" : null;
}

/** Whether one of `stops` holds at `at`. */
export function isStopped(stops: readonly Stop[], at: Date): boolean {
  return stops.some((stop) => stop.from <= at && (stop.to === null || at < stop.to));
}

/** The first moment from `at` on in which none of `stops` holds; null where one lasts. */
export function firstOutside(stops: readonly Stop[], at: Date): Date | null {
  const holding = stops.find((stop) => isStopped([stop], at));
  if (holding === undefined) return at;
  return holding.to && firstOutside(stops, holding.to);
}

/** A date without a zone, to count from: its midnight in UTC, in milliseconds. */
type Day = number;
const oneDay = 86_400_000;

/** The day that an event counts for. */
function dayOfEvent(clock: PolicyClock, event: Date): Day {
  const { year, month, day } = DateTime.fromJSDate(event, { zone: clock.timeZone });
  const date = Date.UTC(year, month - 1, day);
  return event > cutOffOn(clock, date) ? date + oneDay : date;
}

function cutOffOn(clock: PolicyClock, day: Day): Date {
  const [hour, minute] = clock.cutOff.split(":").map(Number);
  const date = new Date(day);
  const local = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), hour, minute };
  return DateTime.fromObject(local, { zone: clock.timeZone }).toJSDate();
}

function isWeekend(day: Day): boolean {
  const weekday = new Date(day).getUTCDay();
  return weekday === 0 || weekday === 6;
}

const dateOf = (day: Day): string => new Date(day).toISOString().slice(0, 10);
