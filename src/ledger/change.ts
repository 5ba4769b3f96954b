import { GraphQLError } from "graphql";
import type { EntityManager } from "typeorm";
import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from "typeorm";
import type { Context } from "../context.ts";
import { type Refusal, Refused, refusal } from "../graph/refusal.ts";
import { sql } from "../graph/sql.ts";
import type { Actor } from "../identity/actor.ts";
import { idsNamedIn, isPrivileged } from "./attempts/refused-attempts.ts";
import { fingerprint } from "./commitment.ts";
import { Tx } from "./tx.ts";

/** What every mutation's input carries. */
export interface IdempotentInput {
  readonly idempotencyKey: string;
}

/** The ids of what a change touched, by the payload's field; or why it did nothing. */
export type Outcome<Ids extends Record<string, string | null>> = Partial<Ids> & {
  readonly refusals: readonly Refusal[];
};

/** How often a change is tried when nothing was done and the same change may succeed, by PostgreSQL's error code. */
const attempts: Readonly<Record<string, number>> = {
  "40001": 6, // serialisation failure
  "40P01": 6, // deadlock
  "55P03": 2, // a lock that another change held for too long
};

/**
 * Runs one change: the work, its ledger entries and its idempotency key in one transaction. Refusals roll everything
 * back. A repeat of the same key and input by the same actor returns the first result's ids without doing it again.
 */
export async function change<Ids extends Record<string, string | null>>(
  context: Context,
  mutation: string,
  input: IdempotentInput,
  work: (tx: Tx) => Promise<Ids>,
): Promise<Outcome<Ids>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { changes } = context.services.database;
      const { ids, changedAt } = await changes
        .take(() => attemptChange(context, mutation, input, work))
        .catch(nameLostConnection);
      context.goOnAfter(changedAt);
      context.services.tail.hint();
      return { ...ids, refusals: [] };
    } catch (error) {
      if (error instanceof Refused) {
        await noteRefused(context, mutation, input, error);
        return { refusals: error.refusals } as Outcome<Ids>;
      }
      const code = databaseCode(error);
      if (attempt >= (attempts[code] ?? 1)) throw code === lockNotAvailable ? busy() : error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
    }
  }
}

/**
 * TypeORM takes a connection away that breaks between two statements of a transaction, and the next statement says only
 * that it is gone. While a change is under way that can mean nothing else; nothing of it is done.
 */
function nameLostConnection(error: unknown): never {
  const taken =
    error instanceof QueryRunnerAlreadyReleasedError || error instanceof QueryRunnerProviderAlreadyReleasedError;
  throw taken ? new Error("Connection terminated between two statements of a change", { cause: error }) : error;
}

/** What officials, auditors and administrators are refused goes to the audit log. */
async function noteRefused(
  { services, actor, correlationId }: Context,
  operation: string,
  input: object,
  { refusals }: Refused,
): Promise<void> {
  if (!services.attempts || !isPrivileged(actor)) return;
  for (const { code, blockers } of refusals) {
    await services.attempts.note({ actor, correlationId, operation, code, blockers, targets: idsNamedIn(input) });
  }
}

const lockNotAvailable = "55P03";

const databaseCode = (error: unknown): string =>
  error instanceof QueryFailedError ? ((error.driverError as { code?: string }).code ?? "") : "";

const busy = (): GraphQLError =>
  new GraphQLError("Others are changing the same records. Nothing was done: send it again with the same key.", {
    extensions: { code: "BUSY" },
  });

function attemptChange<Ids extends Record<string, string | null>>(
  context: Context,
  mutation: string,
  input: IdempotentInput,
  work: (tx: Tx) => Promise<Ids>,
): Promise<{ ids: Ids; changedAt: Date | null }> {
  return context.services.database.source.transaction("READ COMMITTED", async (manager) => {
    const operationId = context.services.ids.operation();
    const claim = await claimKey(context, manager, mutation, input, operationId);
    if ("ids" in claim) return { ids: claim.ids as Ids, changedAt: null };
    const tx = new Tx(context, manager, mutation, claim.now);
    let ids: Ids;
    try {
      ids = await work(tx);
    } catch (error) {
      const refused = tx.refusalFor(error);
      throw refused ? new Refused(refused) : error;
    }
    await manager.query("update idempotency set result = $3 where actor = $1 and key = $2", [
      actorKey(context.actor),
      input.idempotencyKey,
      JSON.stringify(ids),
    ]);
    await tx.finish(operationId);
    return { ids, changedAt: tx.now };
  });
}

const actorKey = ({ subject, agency, org }: Actor): string => JSON.stringify([subject, agency, org]);

/**
 * Claims the idempotency key, waiting for a change under way with the same key; gives the time of the change, or the
 * ids of the change that this one repeats. Refuses a key that was used with another input.
 */
async function claimKey(
  context: Context,
  manager: EntityManager,
  mutation: string,
  input: IdempotentInput,
  operationId: string,
): Promise<{ now: Date } | { ids: unknown }> {
  const by = actorKey(context.actor);
  const inputHash = fingerprint({ mutation, input });
  const claim = sql`insert into idempotency (actor, key, input_hash, operation_id, created_at)
    values (${by}, ${input.idempotencyKey}, ${inputHash}, ${operationId},
            coalesce(${context.services.clock.fixed}::timestamptz, date_trunc('milliseconds', clock_timestamp())))
    on conflict do nothing returning created_at as "now"`;
  const claimed = (await manager.query(claim.text, claim.values as unknown[])) as { now: Date }[];
  if (claimed[0]) return { now: claimed[0].now };
  const [kept] = (await manager.query(
    `select input_hash as "inputHash", result from idempotency where actor = $1 and key = $2`,
    [by, input.idempotencyKey],
  )) as { inputHash: string; result: unknown }[];
  if (kept?.inputHash !== inputHash) {
    throw new Refused(
      refusal("IDEMPOTENCY_KEY_REUSED", "This idempotencyKey was used before with another input. Choose a new key.", {
        field: ["input", "idempotencyKey"],
      }),
    );
  }
  return { ids: kept.result };
}
