import type { NodeType } from "../../src/graph/ids.ts";
import type { FreshDatabase } from "./database.ts";
import type { Fact } from "./matrix-facts.ts";
import { sees } from "./matrix-rules.ts";
import type { Role, Viewpoint } from "./matrix-viewpoints.ts";

/** Who may follow what, and which entries of the ledger bring an event about which records. */
export interface SubscriptionRule {
  readonly roles: readonly Role[] | "EVERYONE";
  /** The field of an event that is the record, by its type; null where the event is the ledger's entry itself. */
  readonly record: { readonly field: string; readonly type: NodeType } | null;
  /** The ids of the records that an entry tells of. */
  readonly touched: (entry: Entry, history: History) => readonly string[];
}

/** An entry of the ledger, as the table has it. */
export interface Entry {
  readonly seq: number;
  readonly id: string;
  readonly type: string;
  readonly operation: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly at: Date;
}

interface Measure {
  readonly id: string;
  readonly releaseId: string | null;
  readonly vendorId: string | null;
  readonly scope: Readonly<Record<string, readonly string[] | undefined>> | null;
}

interface Held {
  readonly id: string;
  readonly releaseId: string;
  readonly partnerId: string;
  readonly vendorId: string;
  readonly expiresAt: Date;
  readonly jurisdiction: string;
  readonly kind: string;
  readonly phase: string;
}

/** All that has happened, and what it was about: read from the tables, by none of the code under test. */
export interface History {
  readonly entries: readonly Entry[];
  readonly measures: ReadonlyMap<string, Measure>;
  readonly releases: readonly { readonly id: string; readonly vendorId: string }[];
  readonly authorizations: readonly Held[];
  /** By record, the number of the entry that told of it first, and of the one that ended it for good. */
  readonly begins: ReadonlyMap<string, number>;
  readonly ends: ReadonlyMap<string, number>;
  /** By record, the ids that a subscription may be narrowed to it by: its own, and those of what it is about. */
  readonly about: ReadonlyMap<string, readonly string[]>;
}

/** The types whose ids an argument takes. An argument that isn't here fails the matrix. */
export const narrowedBy: Readonly<Record<string, readonly NodeType[]>> = {
  releaseId: ["Release"],
  vendorId: ["Vendor"],
  partnerId: ["Partner"],
  applicationId: ["Application"],
  authorizationId: ["Authorization"],
  caseId: ["Application", "PhaseAdvance"],
};

/** The states that an authorization doesn't come back from. Its expiry is the clock's, whether or not it was noted. */
const ended = new Set<string | null>(["REVOKED", "SURRENDERED", "SUPERSEDED"]);

export async function readHistory({ asOwner }: Pick<FreshDatabase, "asOwner">): Promise<History> {
  const entries =
    await asOwner<Entry>(`select seq::int4 as seq, id, type, operation_id as operation, subject_type as "subjectType",
    subject_id as "subjectId", payload->>'from' as "from", payload->>'to' as "to", at from ledger_entry order by seq`);
  const measures =
    await asOwner<Measure>(`select id, release_id as "releaseId", vendor_id as "vendorId", scope from directive
    union all select id, null, vendor_id, scope from designation`);
  const releases = await asOwner<{ id: string; vendorId: string }>(`select id, vendor_id as "vendorId" from release`);
  const authorizations = await asOwner<Held>(`select a.id, a.release_id as "releaseId", a.partner_id as "partnerId",
    r.vendor_id as "vendorId", a.expires_at as "expiresAt", p.jurisdiction, p.kind, r.phase
    from "authorization" a join release r on r.id = a.release_id join partner p on p.id = a.partner_id`);
  const about = await asOwner<{ id: string; ids: string[] }>(`select id, array[id, vendor_id] as ids from release
    union all select id, array[id] from partner
    union all select id, array[id, release_id] from application
    union all select d.id, array[c.id, c.release_id] from decision d join review_case c on c.id = d.case_id
    union all select id, array[id, release_id, partner_id] from "authorization"`);
  // In this order, so that the first counts.
  const backwards = [...entries].reverse();
  const first = (of: (entry: Entry) => boolean): Map<string, number> =>
    new Map(backwards.filter(of).map(({ subjectId, seq }) => [subjectId, seq]));
  return {
    entries,
    begins: first(({ from, to }) => from === null && to !== null),
    ends: first(({ to }) => ended.has(to)),
    measures: new Map(measures.map((each) => [each.id, each])),
    releases,
    authorizations,
    about: new Map(about.map(({ id, ids }) => [id, ids])),
  };
}

/** Whether the ledger had told of a record up to an entry. */
const begun = (id: string, { seq }: Entry, { begins }: History): boolean => (begins.get(id) ?? 0) <= seq;

/** Whether an authorization had been issued by then, and had not ended. */
const stood = ({ id, expiresAt }: Held, entry: Entry, history: History): boolean =>
  begun(id, entry, history) && expiresAt > entry.at && (history.ends.get(id) ?? Number.POSITIVE_INFINITY) > entry.seq;

const own =
  (type: NodeType) =>
  ({ subjectType, subjectId }: Entry): readonly string[] =>
    subjectType === type ? [subjectId] : [];

/** The measure that an entry puts into force or takes out of it. */
function measureMoved({ subjectType, subjectId, to }: Entry, { measures }: History): Measure | null {
  if (subjectType !== "Directive" && subjectType !== "Designation") return null;
  return to === "IN_FORCE" || to === "LIFTED" ? measures.get(subjectId)! : null;
}

const on = ({ releaseId, vendorId }: Measure, release: { readonly id: string; readonly vendorId: string }): boolean =>
  releaseId === release.id || vendorId === release.vendorId;

const covers = ({ scope }: Measure, held: Held): boolean =>
  Object.entries({
    jurisdictions: held.jurisdiction,
    partnerKinds: held.kind,
    partnerIds: held.partnerId,
    phases: held.phase,
  }).every(([name, value]) => (scope?.[name] ?? []).length === 0 || scope![name]!.includes(value));

const releaseTouched: SubscriptionRule["touched"] = (entry, history) => {
  const measure = measureMoved(entry, history);
  if (!measure) return own("Release")(entry);
  const there = history.releases.filter(({ id }) => begun(id, entry, history));
  return there.filter((release) => on(measure, release)).map(({ id }) => id);
};

const authorizationTouched: SubscriptionRule["touched"] = (entry, history) => {
  const { subjectType, subjectId } = entry;
  if (subjectType === "Authorization") return [subjectId];
  const measure = measureMoved(entry, history);
  return history.authorizations
    .filter((one) => stood(one, entry, history))
    .filter((one) => {
      if (subjectType === "Release") return one.releaseId === subjectId;
      if (subjectType === "Partner") return one.partnerId === subjectId;
      return measure !== null && on(measure, { id: one.releaseId, vendorId: one.vendorId }) && covers(measure, one);
    })
    .map(({ id }) => id);
};

const status = (field: string, type: NodeType, touched: SubscriptionRule["touched"] = own(type)): SubscriptionRule => ({
  roles: "EVERYONE",
  record: { field, type },
  touched,
});

/** Every subscription. One that isn't here fails the matrix. */
export const subscriptionRules: Readonly<Record<string, SubscriptionRule>> = {
  releaseStatusChanged: status("release", "Release", releaseTouched),
  partnerStatusChanged: status("partner", "Partner"),
  applicationStatusChanged: status("application", "Application"),
  decisionRecorded: status("decision", "Decision"),
  authorizationStatusChanged: status("authorization", "Authorization", authorizationTouched),
  changes: { roles: "EVERYONE", record: null, touched: ({ subjectId }) => [subjectId] },
};

/** What one event tells, as far as the matrix compares it. */
export interface Told {
  readonly change: string;
  readonly type: string;
  readonly record: string | null;
}

/** Everything that a subscription tells a viewpoint of what came behind a sequence number. */
export function toldTo(
  viewpoint: Viewpoint,
  { record, touched }: SubscriptionRule,
  history: History,
  facts: ReadonlyMap<string, Fact>,
  behind = 0,
): Told[] {
  const visible = (id: string): boolean => sees(viewpoint, facts.get(id)!);
  const read = history.entries.filter(({ id }) => visible(id));
  if (record === null) {
    return read.filter(({ seq }) => seq > behind).map(({ id, type }) => ({ change: id, type, record: null }));
  }
  const moves = new Set<string>();
  return read.flatMap((entry) => {
    const { seq, id, type, operation, subjectId, from, to } = entry;
    if (to === null) return [];
    // One move that several entries tell is told once: by the first that the reader may see.
    const move = [operation, subjectId, from, to].join();
    const again = moves.has(move);
    moves.add(move);
    if (again || seq <= behind) return [];
    const ids = [...touched(entry, history)].sort().filter(visible);
    return ids.map((each) => ({ change: id, type, record: each }));
  });
}
