import { hash } from "node:crypto";
import { commitment } from "../commitment.ts";
import type { EntrySalts } from "../ledger-entry.ts";

/** The values that an entry's body commits to. */
export const committedNames = ["type", "subject", "actor", "payload", "restricted", "audience"] as const;
export type CommittedName = (typeof committedNames)[number];

/** An entry's place, as its row says it. */
export interface EntryPlace {
  readonly seq: number;
  readonly id: string;
  readonly at: string;
  readonly operationId: string;
}

/** The hash of what opens a commitment. */
export const openedHash = (text: string): string => hash("sha256", text, "base64url");

/** The form of a body, in its order: another one would be another version's. */
const bodyNames = [
  "actor",
  "at",
  "audience",
  "id",
  "operationId",
  "payload",
  "restricted",
  "seq",
  "subject",
  "type",
  "version",
];

/** A body that is one, or what is wrong with it. */
export function bodyOf(text: string): Readonly<Record<string, unknown>> | string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return "its body is no JSON";
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) return "its body is no JSON object";
  const found = body as Record<string, unknown>;
  if (found.version !== 1) return `its body is of version ${JSON.stringify(found.version)}, which isn't known here`;
  const names = Object.keys(found);
  if (names.length !== bodyNames.length || bodyNames.some((name, at) => names[at] !== name)) {
    return `its body holds ${names.join(", ")}, and not ${bodyNames.join(", ")}`;
  }
  // Texts and numbers under names in order: their JSON is canonical in one spelling alone.
  return JSON.stringify(found) === text ? found : "its body isn't in canonical form";
}

/** What of an entry's place its body says otherwise. */
export function misplaced(body: Readonly<Record<string, unknown>>, place: EntryPlace): string[] {
  return (["seq", "id", "at", "operationId"] as const)
    .filter((name) => body[name] !== place[name])
    .map((name) => `its ${name} is ${JSON.stringify(place[name])}, and its body says ${JSON.stringify(body[name])}`);
}

/** Which of an entry's values aren't those that its body commits to. */
export function uncommitted(
  body: Readonly<Record<string, unknown>>,
  salts: EntrySalts,
  values: Readonly<Record<CommittedName, unknown>>,
): string[] {
  return committedNames
    .filter((name) => body[name] !== commitment(salts[name], name, values[name]))
    .map((name) => `its ${name} isn't the one that its body commits to`);
}
