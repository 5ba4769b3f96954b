import type { Context } from "../context.ts";
import type { FeedEntry } from "../feed/feed-entry.ts";
import { sql } from "../graph/sql.ts";
import { audienceTags } from "../identity/visibility.ts";
import { actorOf } from "./owner.ts";
import type { Webhook } from "./webhook.ts";

interface Placed
  extends Pick<Webhook, "id" | "org" | "agency" | "responsible" | "roles" | "tokenId" | "types" | "subjectTypes"> {
  readonly seq: number;
}

/**
 * Moves webhooks on past what can't concern them, by what this process's tail knows of the ledger's last entries: so that a
 * change costs work for those alone that are told of it. A revocation concerns all: theirs may be the one who is revoked.
 */
export async function passBy(context: Context): Promise<void> {
  const placed = await context.query<Placed>(
    sql`select p.webhook_id as id, p.seq, w.org, w.agency, w.responsible, w.roles, w.token_id as "tokenId", w.types,
          w.subject_types as "subjectTypes"
        from webhook_place p join webhook w on w.id = p.webhook_id
        where w.status = 'ACTIVE' and p.lease is null and not p.is_full and p.seq < (select last_seq from ledger_tail)`,
  );
  const { tail } = context.services;
  const passed = placed.flatMap((one) => {
    const entries = tail.entriesAfter(one.seq);
    const last = entries?.at(-1);
    if (!entries || !last || entries.some((entry) => mayConcern(one, entry))) return [];
    return [{ id: one.id, from: one.seq, to: last.sequence }];
  });
  if (passed.length === 0) return;
  await context.query(
    sql`update webhook_place p set seq = moved."to" from (
          select q.webhook_id, g."to" from webhook_place q
          join unnest(${passed.map(({ id }) => id)}::varchar[], ${passed.map(({ from }) => from)}::int8[],
              ${passed.map(({ to }) => to)}::int8[]) as g(id, "from", "to") on g.id = q.webhook_id and g."from" = q.seq
          where q.lease is null for update of q skip locked) moved
        where p.webhook_id = moved.webhook_id`,
  );
}

function mayConcern({ types, subjectTypes, ...owned }: Placed, { type, subjectType, audience }: FeedEntry): boolean {
  if (subjectType === "Revocation") return true;
  if (types?.includes(type) === false || subjectTypes?.includes(subjectType) === false) return false;
  const tags = audienceTags(actorOf(owned));
  return tags === null || audience.some((tag) => tags.includes(tag));
}
