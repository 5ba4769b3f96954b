import { readFileSync } from "node:fs";
import fastify from "fastify";
import { GraphQLScalarType } from "graphql";
import mercurius from "mercurius";
import pg from "pg";
import { officialsOnly, settings } from "./contender.ts";

/**
 * Mercurius with its JIT and its loaders over the same tables, by plain pg: one statement for each loader, as its manual
 * shows them. The schema is the part of Countersign's that the queries ask for.
 */

const given = settings();
const check = await officialsOnly(given);
const pool = new pg.Pool({ connectionString: given.databaseUrl, max: given.poolSize });

interface Row {
  readonly id: string;
}
type Asked = { readonly obj: Row; readonly params: Readonly<Record<string, unknown>> };

const rows = async <R>(text: string, values: readonly unknown[]): Promise<R[]> =>
  (await pool.query(text, [...values])).rows as R[];

/** A loader of one row for each object, found by one of its columns; one statement for all that are asked for. */
const oneBy =
  (column: string, text: string) =>
  async (asked: readonly Asked[]): Promise<unknown[]> => {
    const keys = asked.map(({ obj }) => (obj as unknown as Record<string, unknown>)[column]);
    const found = new Map((await rows<{ key: unknown }>(text, [keys])).map((row) => [row.key, row]));
    return keys.map((key) => found.get(key) ?? null);
  };

/** A loader of a page for each object; all that ask the same way share one statement. */
const pagesBy =
  (text: string, more: (params: Asked["params"]) => readonly unknown[]) =>
  async (asked: readonly Asked[]): Promise<unknown[]> => {
    const ids = asked.map(({ obj }) => obj.id);
    const params = asked[0]?.params ?? {};
    const pages = new Map<string, unknown[]>(ids.map((id) => [id, []]));
    for (const row of await rows<{ key: string }>(text, [ids, params.first, ...more(params)]))
      pages.get(row.key)?.push(row);
    return ids.map((id) => ({ nodes: pages.get(id) }));
  };

const applicationColumns = `a.id, a.status, a.end_use as "endUse", a.end_use_statement as "endUseStatement", a.deployment,
  a.named_users as "namedUsers", a.submitted_at as "submittedAt", a.due_at as "dueAt", a.partner_id as "partnerId",
  a.release_id as "releaseId"`;
const releaseColumns = `r.id, r.name, r.model_version as "modelVersion", r.phase, r.registered_at as "registeredAt",
  r.vendor_id as "vendorId"`;

const positions = pagesBy(
  `select s.case_id as key, s.id, s.agency, s.kind, s.recorded_at as "recordedAt" from unnest($1::varchar[]) as parent(id)
    cross join lateral (select * from position s where s.case_id = parent.id order by s.recorded_at desc, s.id desc limit $2) s`,
  () => [],
);

const app = fastify({ logger: false });
await app.register(mercurius, {
  schema: readFileSync(new URL("mercurius.graphql", import.meta.url), "utf8"),
  jit: 1,
  graphiql: false,
  context: async ({ headers }) => {
    await check(headers.authorization);
    return {};
  },
  resolvers: {
    DateTime: new GraphQLScalarType({ name: "DateTime", serialize: (value) => (value as Date).toISOString() }),
    Case: { resolveType: () => "Application" },
    Query: {
      referrals: async (_: unknown, { filter, first }: { filter: { agency: string[] }; first: number }) => ({
        nodes: await rows(
          `select t.id, t.agency, t.seat, t.referred_at as "referredAt", t.due_at as "dueAt", t.case_id as "caseId" from referral t
            where t.agency = $1 and t.closed_at is null
              and (select c.status = 'IN_REVIEW' and r.phase <> 'WITHDRAWN' from review_case c
                    join release r on r.id = c.release_id where c.id = t.case_id)
              and (select p.id from position p where p.case_id = t.case_id and p.agency = t.agency
                    and p.case_revision = t.case_revision limit 1) is null
            order by coalesce(t.due_at, 'infinity'), t.id limit $2`,
          [filter.agency[0], first],
        ),
      }),
      releases: async (_: unknown, { first }: { first: number }) => ({
        nodes: await rows(
          `select ${releaseColumns} from release r where r.registered_at is not null
            order by coalesce(r.registered_at, '-infinity') desc, r.id desc limit $1`,
          [first],
        ),
      }),
    },
  },
  loaders: {
    Referral: {
      case: oneBy(
        "caseId",
        `select a.id as key, ${applicationColumns} from application a where a.id = any($1::varchar[]) and a.submitted_at is not null`,
      ),
    },
    Release: {
      vendor: oneBy("vendorId", "select id as key, id, name from vendor where id = any($1::varchar[])"),
      applications: pagesBy(
        `select a.release_id as key, ${applicationColumns} from unnest($1::varchar[]) as parent(id)
          cross join lateral (select * from application a where a.release_id = parent.id and a.status = any($3::varchar[])
              and a.submitted_at is not null
            order by coalesce(a.submitted_at, '-infinity') desc, a.id desc limit $2) a`,
        ({ filter }) => [(filter as { status: string[] }).status],
      ),
    },
    Application: {
      partner: oneBy(
        "partnerId",
        `select id as key, id, legal_name as "legalName", kind, jurisdiction, status from partner where id = any($1::varchar[])`,
      ),
      release: oneBy(
        "releaseId",
        `select r.id as key, ${releaseColumns} from release r where r.id = any($1::varchar[]) and r.registered_at is not null`,
      ),
      positions,
      decision: oneBy(
        "id",
        `select d.case_id as key, d.id, d.outcome, d.status, d.legal_basis as "legalBasis", d.proposed_at as "proposedAt",
            d.countersigned_at as "countersignedAt"
          from decision d join application a on a.id = d.case_id and a.revision = d.case_revision
          where d.case_id = any($1::varchar[]) and d.status in ('PROPOSED', 'COUNTERSIGNED')`,
      ),
      authorization: oneBy(
        "id",
        `select application_id as key, id, end_use as "endUse", issued_at as "issuedAt", expires_at as "expiresAt",
            case when status in ('ACTIVE', 'SUSPENDED') and expires_at <= now() then 'EXPIRED' else status end as status
          from "authorization" where application_id = any($1::varchar[])`,
      ),
    },
  },
});
await app.listen({ port: given.port, host: "127.0.0.1" });
