import type { ProposedConditionInput } from "../decisions/outcomes/decision-inputs.ts";
import type { Agency } from "../rules/vocabulary.ts";
import { application, type Wanted } from "./application-deeds.ts";
import { concurrence, review } from "./review.ts";
import { ago, type Day, type Storyline } from "./storyline.ts";

type Applied = ReturnType<typeof application> & ReturnType<typeof review>;

/** The course of one application. */
export function course(name: string, wanted: Wanted, days: (deeds: Applied) => readonly Day[]): Storyline {
  return { name, days: days({ ...application(name, wanted), ...review(name) }) };
}

/** An application that is approved over five days, and what comes after. */
export function approval(
  name: string,
  wanted: Wanted,
  { from, signer = "ONCD", conditions = [] }: { from: number; signer?: Agency; conditions?: ProposedConditionInput[] },
  after: (deeds: Applied) => readonly Day[] = () => [],
): Storyline {
  return course(name, wanted, (deeds) => [
    ago(from, deeds.submit),
    ago(from - 1, deeds.accept),
    ...concurrence(name, from - 2, signer, conditions),
    ...after(deeds),
  ]);
}

/** A condition on who may use it. */
export const fewUsers = {
  text: "At most 40 named users.",
  predicate: { kind: "NAMED_USERS_AT_MOST", max: 40 },
} as const;
/** A condition on what is kept. */
export const longLogs = {
  text: "Logs are kept for 90 days.",
  predicate: { kind: "LOG_RETENTION_DAYS", days: 90 },
} as const;
/** A condition on what is told. */
export const monthlyReport = {
  text: "A report every month on what was found, to ONCD.",
  predicate: { kind: "REPORT_EVERY_DAYS", days: 30 },
} as const;
/** A limit on where it is run. */
export const hostedByVendor = { kind: "DEPLOYMENTS" as const, allowed: ["VENDOR_HOSTED"] };
