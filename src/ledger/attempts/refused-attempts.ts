import { typeid } from "typeid-js";
import { typeOfId } from "../../graph/ids.ts";
import { sql } from "../../graph/sql.ts";
import type { Actor } from "../../identity/actor.ts";

/** What was attempted and refused: codes, names and ids alone, never what was written in an input. */
export interface RefusedAttempt {
  readonly actor: Actor;
  readonly correlationId: string;
  /** The root field. */
  readonly operation: string;
  /** Why, in closed codes. */
  readonly code: string;
  readonly blockers: readonly string[];
  /** The ids of the records that it was about, as far as its input named any. */
  readonly targets: readonly string[];
}

interface Source {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

interface AttemptsLog {
  warn(detail: Readonly<Record<string, unknown>>, message: string): void;
}

export interface AttemptOptions {
  readonly fixedNow?: () => Date | null;
  /** How long the same attempt is counted and not written again, ms; a minute unless told. */
  readonly windowMs?: number;
  /** How many different attempts of one person, and of everybody, are written in that time; 10 and 100 unless told. */
  readonly ofOne?: number;
  readonly ofAll?: number;
}

/** What is counted in a window: an attempt as it was first made, and how often it came again. */
interface Counted {
  readonly attempt: RefusedAttempt;
  again: number;
}

const mostTargets = 5;
const longestText = 200;

/**
 * The audit log of refused attempts. Each is written before its refusal is answered; the same one again within a minute is
 * counted, and written once more with its count. What one person, and everybody together, can make it write in a minute is
 * bounded: what goes beyond is counted too, under no name. A log that can't be written never changes an answer.
 */
export class RefusedAttempts {
  readonly #source: Source;
  readonly #log: AttemptsLog;
  readonly #options: Required<AttemptOptions>;
  #counted = new Map<string, Counted>();
  #byPerson = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;

  constructor(source: Source, log: AttemptsLog, options: AttemptOptions = {}) {
    this.#source = source;
    this.#log = log;
    this.#options = { fixedNow: () => null, windowMs: 60_000, ofOne: 10, ofAll: 100, ...options };
  }

  /** Writes an attempt, or counts it. */
  async note(attempt: RefusedAttempt): Promise<void> {
    const { actor, operation, code, blockers, targets } = attempt;
    const { subject, agency, org, tokenId } = actor;
    const key = JSON.stringify([subject, agency, org, tokenId, operation, code, blockers, targets]);
    const known = this.#counted.get(key);
    if (known) {
      known.again += 1;
      return;
    }
    this.#timer ??= setTimeout(() => void this.flush(), this.#options.windowMs).unref();
    const person = JSON.stringify([actor.subject, actor.agency, actor.org]);
    const ofPerson = (this.#byPerson.get(person) ?? 0) + 1;
    if (ofPerson > this.#options.ofOne || this.#counted.size >= this.#options.ofAll) {
      this.#countBeyond(attempt);
      return;
    }
    this.#byPerson.set(person, ofPerson);
    this.#counted.set(key, { attempt, again: 0 });
    await this.#write(attempt, 1);
  }

  /** Writes what came again since it was first written, and begins to count anew. */
  async flush(): Promise<void> {
    const counted = [...this.#counted.values()];
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#counted = new Map();
    this.#byPerson = new Map();
    for (const { attempt, again } of counted) if (again > 0) await this.#write(attempt, again);
  }

  #countBeyond(attempt: RefusedAttempt): void {
    const beyond = this.#counted.get("beyond");
    if (beyond) beyond.again += 1;
    else this.#counted.set("beyond", { attempt: { ...attempt, ...nobody }, again: 1 });
  }

  async #write(
    { actor, correlationId, operation, code, blockers, targets }: RefusedAttempt,
    repeats: number,
  ): Promise<void> {
    const { subject, agency, org, tokenId, roles } = actor;
    const cut = (text: string): string => text.slice(0, longestText);
    const { text, values } = sql`
      insert into refused_attempt (id, at, subject, agency, org, roles, token_id, correlation_id, operation, code, blockers,
        targets, repeats)
      values (${typeid("att").toString()},
        coalesce(${this.#options.fixedNow()}::timestamptz, date_trunc('milliseconds', clock_timestamp())),
        ${subject}, ${agency}, ${org}, ${[...roles].sort()}::varchar[], ${tokenId}, ${correlationId}, ${cut(operation)},
        ${cut(code)}, ${[...blockers]}::varchar[], ${targets.slice(0, mostTargets)}::varchar[], ${repeats}) on conflict do nothing`;
    try {
      await this.#source.query(text, values);
    } catch (error) {
      this.#log.warn(
        { err: error, subject, operation, code, correlationId },
        "a refused attempt isn't in the audit log",
      );
    }
  }
}

/** Of what is beyond the bound only the number is kept. */
const nobody = {
  actor: { subject: null, roles: new Set<never>(), agency: null, org: null, tokenId: null, expiresAt: null },
  operation: "*",
  code: "TOO_MANY_ATTEMPTS",
  blockers: [],
  targets: [],
} as const;

/** Whether what an actor attempts is privileged: that of officials, auditors and administrators. */
export const isPrivileged = ({ agency, roles }: Actor): boolean =>
  agency !== null || roles.has("AUDITOR") || roles.has("ADMINISTRATOR");

/** The ids of records among an input's own values. */
export const idsNamedIn = (input: object): string[] =>
  Object.values(input).filter((value): value is string => typeof value === "string" && typeOfId(value) !== null);
