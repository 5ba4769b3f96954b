import { DateTime } from "luxon";
import { deadlineAfter } from "./clock.ts";
import type { Problem } from "./document-check.ts";
import type { PolicyDocument } from "./policy.ts";
import { clocksOf } from "./policy-clocks.ts";

type Calendar = Pick<PolicyDocument, "dayCount" | "timeZone" | "cutOff" | "holidays" | "clocks" | "ladder">;

/**
 * What is wrong with the days without work of a policy that counts business days: a week in which they leave no day to
 * count, in which a clock would stand still, and a year that a clock can reach of which they name none. Its cases are
 * taken to begin until the end of the year after it is published: by then a later version says what comes.
 */
export function calendarProblems(policy: Calendar, publishedAt: Date): Problem[] {
  if (policy.dayCount !== "BUSINESS") return [];
  return [...emptyWeeks(policy), ...missingYears(policy, publishedAt)];
}

function emptyWeeks({ holidays }: Calendar): Problem[] {
  const weeks = new Map<string, { days: Set<number>; last: number }>();
  holidays.forEach(({ date }, index) => {
    const day = DateTime.fromISO(date, { zone: "utc" });
    if (day.weekday > 5) return;
    const monday = day.startOf("week").toISODate() as string;
    const week = weeks.get(monday) ?? { days: new Set<number>(), last: index };
    weeks.set(monday, week);
    week.days.add(day.weekday);
    week.last = index;
  });
  return [...weeks]
    .filter(([, { days }]) => days.size === 5)
    .map(([monday, { last }]) => ({
      path: `holidays[${last}].date`,
      message: `leaves no business day in the week of ${monday}: leave out one of its five`,
    }));
}

function missingYears(policy: Calendar, publishedAt: Date): Problem[] {
  const first = DateTime.fromJSDate(publishedAt, { zone: policy.timeZone }).year;
  const last = lastYear(policy, first + 1);
  const named = new Set(policy.holidays.map(({ date }) => Number(date.slice(0, 4))));
  const years = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const missing = years.filter((year) => !named.has(year));
  if (missing.length === 0) return [];
  const until = `what begins under it until the end of ${first + 1} can run into ${last}`;
  return [{ path: "holidays", message: `must name the days without work of ${missing.join(", ")}: ${until}` }];
}

/** The year, in the policy's time zone, in which everything would be over for a case that begins as `year` ends. */
function lastYear(policy: Calendar, year: number): number {
  const zone = policy.timeZone;
  const begins = DateTime.fromObject({ year, month: 12, day: 31, hour: 23 }, { zone }).toJSDate();
  const { total, information, intentToDeny, rebuttal, countersign, appeal, appealDecision } = clocksOf(policy);
  const days = total + information + intentToDeny + rebuttal + countersign + appeal + appealDecision;
  return DateTime.fromJSDate(deadlineAfter(policy, begins, days) as Date, { zone }).year;
}
