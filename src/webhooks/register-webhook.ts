import type { Context } from "../context.ts";
import { Refused, refusal } from "../graph/refusal.ts";
import { sql } from "../graph/sql.ts";
import { authorise } from "../identity/permissions.ts";
import { change } from "../ledger/change.ts";
import type { Tx } from "../ledger/tx.ts";
import { webhooksOf } from "./configured.ts";
import { addressFault } from "./destination.ts";
import { webhookAudience } from "./owner.ts";
import { storeSecret } from "./secrets.ts";
import { ShownOnce } from "./shown-once.ts";
import { Webhook } from "./webhook.ts";
import type { RegisterWebhookInput } from "./webhook-inputs.ts";

/** How many webhooks an owner has at most, deleted ones not counted. */
export const mostWebhooks = 10;

/**
 * Registers a webhook of the actor's organisation, agency or office: it sends from the ledger's end as it stands now. Gives its
 * secret beside the outcome: null where the change repeats an earlier one, for it is shown once.
 */
export async function registerWebhook(context: Context, input: RegisterWebhookInput) {
  authorise(context.actor, "webhook:register");
  const secret = new ShownOnce();
  const outcome = await change(context, "registerWebhook", input, async (tx) => {
    const settings = webhooksOf(context);
    const fault = addressFault(input.url, settings);
    if (fault !== null) {
      throw new Refused(refusal("INVALID_INPUT", fault.message, { field: ["input", "url"], blockers: [fault.code] }));
    }
    tx.onConflict("one_webhook_per_place", registeredAtOnce);
    const webhook = await tx.insert(Webhook, await webhookFrom(tx, input));
    await storeSecret(tx, settings.secrets, webhook.id, secret.make());
    await tx.query(
      sql`insert into webhook_place (webhook_id, seq) select ${webhook.id}::varchar, last_seq from ledger_tail where id = 1`,
    );
    tx.record(Webhook, {
      type: "WebhookRegistered",
      subject: webhook,
      to: webhook.status,
      audience: webhookAudience(webhook),
    });
    return { webhookId: webhook.id, madeIn: secret.call };
  });
  return secret.beside(outcome);
}

async function webhookFrom(tx: Tx, { url, description, types, subjectTypes }: RegisterWebhookInput): Promise<Webhook> {
  const { subject, roles, agency, org, tokenId } = tx.actor;
  return {
    id: tx.newId("Webhook"),
    org,
    agency,
    url: new URL(url).href,
    description: description ?? null,
    types: types ? [...new Set(types)].sort() : null,
    subjectTypes: subjectTypes ? [...new Set(subjectTypes)].sort() : null,
    status: "ACTIVE",
    pauseReason: null,
    statusSince: tx.now,
    registeredBy: subject as string,
    registeredAt: tx.now,
    responsible: subject as string,
    roles: [...roles].sort(),
    tokenId,
    slot: await freeSlot(tx),
  };
}

/** The least number that none of the actor's webhooks has. Refuses where all are taken. */
async function freeSlot(tx: Tx): Promise<number> {
  const { org, agency } = tx.actor;
  const [row] = await tx.query<{ slot: number | null }>(
    sql`select min(n.slot)::int4 as slot from generate_series(1, ${mostWebhooks}::int4) n(slot) where not exists (
          select 1 from webhook w where coalesce(w.org, w.agency, 'AUDITOR') = ${org ?? agency ?? "AUDITOR"} and w.slot = n.slot)`,
  );
  if (row?.slot != null) return row.slot;
  throw new Refused(
    refusal("BLOCKED", `You have ${mostWebhooks} webhooks, and there can't be more. Delete one that you don't need.`, {
      blockers: ["TOO_MANY_WEBHOOKS"],
    }),
  );
}

const registeredAtOnce = refusal(
  "BLOCKED",
  "Another webhook of yours was registered at the same time. Send it again.",
  {
    blockers: ["REGISTERED_AT_ONCE"],
  },
);
