import { DateTime } from "luxon";
import { deadlineAfter } from "../rules/clock.ts";
import type { PolicyClock } from "../rules/policy.ts";

/** How many business days before it is told the story begins: about 45 days. */
export const firstDay = 32;

const opening = { hour: 9, minute: 0 };
const minutesOfADay = 480;
const lastHour = 60;

/**
 * Gives the moment of the story that lies `daysAgo` business days before it is told, `minute` minutes (0 to 480) into
 * the working day: so that whatever day a demonstration is loaded on, what is due soon, overdue or over stays that. Of
 * the day on which it is told, the last hour stands for all of it.
 */
export function storyCalendar(clock: PolicyClock, toldAt: Date): (daysAgo: number, minute: number) => Date {
  const days: DateTime[] = [DateTime.fromJSDate(toldAt, { zone: clock.timeZone }).startOf("day")];
  while (days.length <= firstDay) {
    let day = (days.at(-1) as DateTime).minus({ days: 1 });
    while (!isBusinessDay(clock, day)) day = day.minus({ days: 1 });
    days.push(day);
  }
  return (daysAgo, minute) => {
    const day = days[daysAgo];
    if (day === undefined || minute < 0 || minute > minutesOfADay) {
      throw new RangeError(`The story has no minute ${minute} ${daysAgo} business days ago`);
    }
    if (daysAgo > 0) return day.set(opening).plus({ minutes: minute }).toJSDate();
    const share = (minutesOfADay - minute) / minutesOfADay;
    return new Date(toldAt.getTime() - Math.round(share * lastHour * 60_000));
  };
}

/** Whether the policy counts the day: one business day after the day before it ends on it. */
function isBusinessDay(clock: PolicyClock, day: DateTime): boolean {
  const business: PolicyClock = { ...clock, dayCount: "BUSINESS" };
  const noonBefore = day.minus({ days: 1 }).set({ hour: 12 }).toJSDate();
  const end = deadlineAfter(business, noonBefore, 1) as Date;
  return DateTime.fromJSDate(end, { zone: clock.timeZone }).hasSame(day, "day");
}
