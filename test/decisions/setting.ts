import { expect } from "vitest";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import type { PolicyDocument } from "../../src/rules/policy.ts";
import type { DatabaseKind } from "../support/describe-on.ts";
import { type Caller, type Graph, startGraph } from "../support/graph.ts";
import { everyTable } from "../support/matrix-untouched.ts";
import { story } from "../support/story.ts";
import { aPolicy, aRelease, aVendor } from "./rows.ts";

/** A refusal as these tests compare it: its message is for people. */
export interface ShownRefusal {
  readonly code: string;
  readonly field: readonly string[] | null;
  readonly blockers: readonly string[];
  readonly from: string | null;
  readonly attempted: string | null;
}

export const refusal = (code: string, rest: Partial<ShownRefusal> = {}): ShownRefusal => ({
  code,
  field: null,
  blockers: [],
  from: null,
  attempted: null,
  ...rest,
});

/** An organisation that was admitted, and its way to the graph. */
export interface Applicant {
  readonly as: Caller;
  readonly org: string;
  readonly partnerId: string;
}

/** One application and who made it. */
export interface Filed extends Applicant {
  readonly caseId: string;
}

/**
 * What the tests of this room start from: the graph over HTTP on a fresh database, and a release in its limited preview
 * under the expedited policy. Every case is of a partner of its own.
 */
export async function setting(kind: DatabaseKind) {
  const graph = await startGraph(kind);
  const tell = story(graph);
  const { people } = tell;
  const vendorId = await aVendor(graph);
  const previewed = await aRelease(graph, vendorId, await policyId(graph, "expedited-preview"));
  let applicants = 0;

  const here = {
    graph,
    tell,
    people,
    clock: graph.clock,
    vendorId,
    releaseId: previewed as string,
    stop: () => graph.stop(),

    /** Another release of the vendor, in its limited preview unless said otherwise. */
    release: async (phase?: Parameters<typeof aRelease>[3], policyKey = "expedited-preview") =>
      aRelease(graph, vendorId, await policyId(graph, policyKey), phase),

    /** Another release of the vendor, under a policy of its own. */
    releaseUnder: async (document: Partial<PolicyDocument>, phase?: Parameters<typeof aRelease>[3]) =>
      aRelease(graph, vendorId, await aPolicy(graph, document), phase),

    /** Another release of the vendor, on whose panel DEFENSE has no seat. */
    releaseWithoutDefense: async () =>
      here.releaseUnder({ panel: expeditedPreview.panel.filter(({ agency }) => agency !== "DEFENSE") }),

    async applicant(details: { jurisdiction?: string; kind?: string } = {}): Promise<Applicant> {
      applicants += 1;
      const org = `applicant-${applicants}`;
      const as = graph.as({ roles: ["partner"], org });
      const legalName = `Applicant ${applicants} (fictional)`;
      return { as, org, partnerId: await tell.admittedPartner({ as, legalName, ...details }) };
    },

    async submitted(releaseId = previewed, by?: Applicant, content: Record<string, unknown> = {}): Promise<Filed> {
      const applicant = by ?? (await here.applicant());
      return { ...applicant, caseId: await tell.submittedApplication(releaseId, { as: applicant.as, ...content }) };
    },

    /** An application before the panel. */
    async inReview(releaseId = previewed, by?: Applicant, content: Record<string, unknown> = {}): Promise<Filed> {
      const filed = await here.submitted(releaseId, by, content);
      const input = { applicationId: filed.caseId, revision: 1 };
      const { refusals } = await people.commerce.mutate("acceptApplication", input);
      expect(refusals).toEqual([]);
      return filed;
    },

    /** An application that everyone concurs in, before its countersignature. */
    async awaiting(releaseId = previewed, by?: Applicant, content: Record<string, unknown> = {}): Promise<Filed> {
      const filed = await here.inReview(releaseId, by, content);
      await tell.everyoneConcurs(filed.caseId);
      return filed;
    },

    /** What no mutation lets through: a case that asks for a use that its partner is authorized for already. */
    async awaitingWhatIsHeld(releaseId = previewed): Promise<Filed> {
      const { as, org, partnerId } = await here.authorized(releaseId);
      const filed = await here.awaiting(releaseId, { as, org, partnerId }, { endUse: "EDUCATION" });
      const [held] = await graph.database.query<{ endUse: string }>(
        `select end_use as "endUse" from "authorization" where partner_id = $1`,
        [partnerId],
      );
      await graph.database.query("update application set end_use = $2 where id = $1", [filed.caseId, held?.endUse]);
      return filed;
    },

    /** An authorization. */
    async authorized(releaseId = previewed, by?: Applicant, content: Record<string, unknown> = {}) {
      const filed = await here.awaiting(releaseId, by, content);
      const { authorization } = await tell.countersigned(filed.caseId);
      return { ...filed, authorizationId: authorization.id as string };
    },

    /** An application that every required seat objects to. */
    async denialIntended(releaseId: string = previewed): Promise<Filed> {
      const filed = await here.inReview(releaseId);
      await tell.position(filed.caseId, people.oncd, "OBJECT", { reason: "END_USE_CONCERN" });
      await tell.position(filed.caseId, people.ostp, "OBJECT", { reason: "DIVERSION_RISK" });
      await tell.position(filed.caseId, people.commerce);
      await tell.position(filed.caseId, people.defense);
      return filed;
    },

    /** The input that signs what is proposed for the case now. */
    async signing(caseId: string) {
      const { id, caseRevision } = await tell.decisionOf(caseId);
      return { decisionId: id, revision: caseRevision };
    },

    /** A mutation that must be refused: its refusals, every one with a message; no row of any table may differ. */
    async refused(as: Caller, mutation: string, input: Record<string, unknown>): Promise<ShownRefusal[]> {
      const before = await everyTable(graph.database);
      const { refusals } = await as.mutate(mutation, input);
      expect(refusals, `${mutation} was not refused`).not.toEqual([]);
      expect(await everyTable(graph.database), `${mutation} was refused and something is different`).toEqual(before);
      return refusals.map(({ message, ...shown }: ShownRefusal & { message: string }) => {
        expect(message).toMatch(/\w.*\.$/);
        return shown;
      });
    },

    /** The case as officials read it. */
    async read(caseId: string, selection: string) {
      const document = `query C($id: ID!) { node(id: $id) { ... on Application { ${selection} } ... on PhaseAdvance { ${selection} } } }`;
      return (await people.auditor.ask(document, { id: caseId })).node;
    },

    /** The types of the ledger's entries about one record, in their order. */
    async entries(subjectId: string): Promise<string[]> {
      const asked = "query L($id: ID!) { changes(first: 100, filter: { subjectId: $id }) { nodes { type } } }";
      const { changes } = await people.auditor.ask(asked, { id: subjectId });
      return changes.nodes.map(({ type }: { type: string }) => type);
    },
  };
  return here;
}
export type Setting = Awaited<ReturnType<typeof setting>>;

async function policyId({ database }: Graph, key: string): Promise<string> {
  const [policy] = await database.query<{ id: string }>("select id from policy where key = $1", [key]);
  if (!policy) throw new Error(`No policy ${key}`);
  return policy.id;
}
