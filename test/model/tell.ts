import type { Actor } from "../../src/identity/actor.ts";
import { tuesday } from "../decisions/rows.ts";
import { casesOf, type Look } from "./look.ts";
import type { Scene } from "./scene.ts";

const day = 86_400_000;
const clock = new Intl.DateTimeFormat("en-US", {
  timeZone: "America/New_York",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** A moment as the story says it: "Day 2, 14:00", by the time in Washington. */
export function when(at: Date): string {
  const days = Math.floor(at.getTime() / day) - Math.floor(tuesday.getTime() / day) + 1;
  const exact = at.getTime() % 60_000 === 0 ? "" : ` and ${(at.getTime() % 60_000) / 1000} s`;
  return `Day ${days}, ${clock.format(at)}${exact}`;
}

/** Who acts, as the story says it. */
export function who({ agency, org, subject }: Actor): string {
  if (agency === null) return org === "labs" ? "the vendor" : `${org?.charAt(0).toUpperCase()}${org?.slice(1)}`;
  const name = subject === "both" ? "official whom every agency sends" : `official ${subject?.split("|")[1]}`;
  return `${agency}'s ${name}`;
}

/** What changed its status between two looks: "case 1 → IN_DISPUTE". */
export function turns(scene: Scene, before: Look, after: Look): string {
  const then = new Map(casesOf(before).map(({ id, status }) => [id, status]));
  const moved = casesOf(after).filter(({ id, status }) => then.get(id) !== status);
  const told = moved.map(({ id, status }) => `${scene.named(id)} → ${status}`);
  const issued = (after.rows.Authorization?.length ?? 0) - (before.rows.Authorization?.length ?? 0);
  return [...told, ...(issued > 0 ? ["an authorization"] : [])].join(", ");
}
