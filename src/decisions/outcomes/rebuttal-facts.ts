import { type Sql, sql } from "../../graph/sql.ts";
import type { Actor } from "../../identity/actor.ts";
import type { RebuttalFacts } from "../../rules/rebuttals.ts";
import { clockStopped } from "../stops/stops.ts";
import { participants } from "./signing-facts.ts";

/** What decides who may decide a rebuttal, as one row of SQL gives it. */
export type RebuttalState = Omit<RebuttalFacts, "official" | "now"> & {
  readonly id: string;
  /** Whether the case's release is withdrawn: nothing but the case's end is left. */
  readonly withdrawn: boolean;
};

/** The state of any number of rebuttals. Inside a change, under their cases' locks, it holds until it commits. */
export const rebuttalStates = (ids: readonly string[]): Sql =>
  sql`select t.id, t.status, t.due_at as "dueAt", ${clockStopped(sql`c.id`)} as stopped,
        array(select seat->>'agency' from jsonb_array_elements(pol.document->'panel') seat) as seats,
        array(${participants}
          union select s.refused_by from decision s where s.case_id = c.id and s.refused_by is not null) as participants,
        r.phase = 'WITHDRAWN' as withdrawn
      from rebuttal t
      join review_case c on c.id = t.case_id
      join policy pol on pol.id = c.policy_id
      join release r on r.id = c.release_id
      where t.id = any(${[...ids]}::varchar[])`;

/** What the rules ask about an official's decision of a rebuttal. */
export const rebuttalFacts = (state: RebuttalState, { subject, agency }: Actor, now: Date): RebuttalFacts => ({
  ...state,
  official: { subject: subject as string, agency },
  now,
});
