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
  if (!Number.isInteger(days) || days < 1) throw new RangeError(`A clock counts whole days from 1, not ${days}`);
  if (Number.isNaN(from.getTime())) throw new RangeError("A clock starts at a valid date");
  if (stops.some((stop) => stop.to === null)) return null;

  const holidays = new Set(clock.holidays.map((holiday) => holiday.date));
  let day = dayOfEvent(clock, from);
  for (let counted = 0; counted < days; ) {
    day += oneDay;
    if (clock.dayCount === "BUSINESS" && !isBusinessDay(day, holidays)) continue;
    if (stops.length > 0 && isStopped(stops, cutOffOn(clock, day))) continue;
    counted += 1;
  }
  return cutOffOn(clock, day);
}

/** Whether one of `stops` holds at `at`. */
export function isStopped(stops: readonly Stop[], at: Date): boolean {
  return stops.some((stop) => stop.from <= at && (stop.to === null || at < stop.to));
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

function isBusinessDay(day: Day, holidays: ReadonlySet<string>): boolean {
  const date = new Date(day);
  const isWeekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  return !isWeekend && !holidays.has(date.toISOString().slice(0, 10));
}
