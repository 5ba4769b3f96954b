import { Field, ObjectType } from "type-graphql";
import type { Context } from "../context.ts";
import { batched } from "../graph/batched.ts";
import type { NodeType } from "../graph/ids.ts";
import { sql } from "../graph/sql.ts";
import { rowAccess } from "../identity/visibility.ts";
import { isRestricted } from "../identity/withheld.ts";
import { disclosure } from "./commitment.ts";
import type { EntryActor, EntryPayload, EntryRestricted, EntrySalts, EntrySubject } from "./ledger-entry.ts";
import { type ActorsPart, partOf } from "./readers-part.ts";

@ObjectType({
  simpleResolvers: true,
  description: "A value of an entry with its salt: what proves that the entry's `body` commits to it.",
})
export class Disclosure {
  @Field(() => String, {
    description:
      "Which commitment of `body` it opens: `type`, `subject`, `actor`, `payload`, `restricted` or `audience`.",
  })
  name!: string;

  @Field(() => String, {
    description:
      "The canonical JSON (RFC 8785) of the list of salt, name and value. Its SHA-256 in base64url is the commitment.",
  })
  text!: string;
}

/** What everyone in an entry's audience may have proved; who acted, and what is restricted, are for fewer. */
const forEveryReader = ["type", "subject"] as const;

/** An entry that was written before a value of its payload became restricted is shown without its payload. */
const payloadIsForAll = ({ subject, payload }: Pick<Committed, "subject" | "payload">): boolean =>
  !Object.keys(payload.state).some((property) => isRestricted(subject.type as NodeType, property));

interface Committed extends ActorsPart {
  readonly id: string;
  readonly type: string;
  readonly subject: EntrySubject;
  readonly actor: EntryActor;
  readonly payload: EntryPayload;
  readonly restricted: EntryRestricted;
  readonly audience: readonly string[];
  readonly salts: EntrySalts;
}

const byId = (context: Context) =>
  batched<string, readonly Disclosure[]>(context, async (ids) => {
    const { visible } = rowAccess("Change", "t", context.actor);
    const rows = await context.query<Committed>(
      sql`select t.id, t.type, t.actor, t.payload, t.restricted, t.audience, t.salts, t.actor->>'org' as "actorOrg",
            jsonb_build_object('type', t.subject_type, 'id', t.subject_id, 'revision', t.subject_revision) as subject,
            t.audience @> array['administrators']::varchar[] as "forAdministrators"
          from ledger_entry t where t.id = any(${[...ids]}::varchar[]) and (${visible})`,
    );
    const found = new Map(rows.map((row) => [row.id, disclosuresFor(context, row)]));
    return ids.map((id) => found.get(id) ?? []);
  });

function disclosuresFor({ actor }: Context, row: Committed): Disclosure[] {
  const { everything, whoActed } = partOf(actor, row);
  const names = [
    ...forEveryReader,
    ...(everything || payloadIsForAll(row) ? (["payload"] as const) : []),
    ...(whoActed ? (["actor"] as const) : []),
    ...(everything ? (["restricted", "audience"] as const) : []),
  ];
  return names.map((name) => ({ name, text: disclosure(row.salts[name], name, row[name]) }));
}

/** What the actor may have proved of a change that it may see: batched for the operation. */
export const disclosuresOf = (context: Context, changeId: string): Promise<readonly Disclosure[]> =>
  context.loaders(byId).load(changeId);
