import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { permissions } from "../../src/identity/permissions.ts";
import { describeOn } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";
import { type Filed, refusal, type Setting, setting } from "./setting.ts";

const zeros = "0".repeat(26);

describeOn(["postgres"], "who sees what of a decision", (kind) => {
  let here: Setting;
  let releaseId: string;
  /** A case with everything that a case can have, and the ids of all of it. */
  let held: Filed & { readonly authorizationId: string };
  let ids: { decision: string; position: string; condition: string; referral: string; dispute: string };
  beforeAll(async () => {
    here = await setting(kind);
    releaseId = await here.release("LIMITED_PREVIEW", "eo12981");
    const filed = await here.inReview(releaseId);
    const { people, tell } = here;
    const conditions = [{ text: "At most nine.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 9 } }];
    const { position } = await tell.position(filed.caseId, people.oncd, "CONCUR_WITH_CONDITIONS", { conditions });
    for (const agency of ["ostp", "commerce"] as const) await tell.position(filed.caseId, people[agency]);
    await tell.position(filed.caseId, people.defense, "OBJECT", { reason: "DIVERSION_RISK", rationale: "Secret." });
    await tell.position(filed.caseId, people.defense);
    const { authorization, decision } = await tell.countersigned(filed.caseId);
    held = { ...filed, authorizationId: authorization.id };
    const asked = "referrals { nodes { id } } disputes { nodes { id } } decision { conditions { nodes { id } } }";
    const read = await here.read(filed.caseId, asked);
    ids = {
      decision: decision.id,
      position: position.id,
      condition: read.decision.conditions.nodes[0].id,
      referral: read.referrals.nodes[0].id,
      dispute: read.disputes.nodes[0].id,
    };
  });
  afterAll(() => here?.stop());

  const node = async (as: Caller, id: string) =>
    (await as.ask("query N($id: ID!) { node(id: $id) { __typename id } }", { id })).node;

  describe("by node", () => {
    const parties = ["decision", "condition"] as const;
    const panels = ["position", "referral", "dispute"] as const;

    it("shows officials and auditors all of it", async () => {
      for (const as of [here.people.defense, here.people.auditor]) {
        for (const id of [...Object.values(ids), held.caseId, held.authorizationId]) {
          expect((await node(as, id))?.id).toBe(id);
        }
      }
    });

    it("shows the parties what was decided, and what the panel said as nothing that exists", async () => {
      for (const as of [held.as, here.people.vendor]) {
        for (const name of parties) expect((await node(as, ids[name]))?.id).toBe(ids[name]);
        for (const name of panels) expect(await node(as, ids[name])).toBeNull();
      }
    });

    it("shows everyone else nothing, the same as for an id that nothing has", async () => {
      const stranger = await here.applicant();
      const answers = new Set<string>();
      for (const as of [stranger.as, here.people.vendor2, here.people.everyone, here.people.administrator]) {
        const hidden = [...Object.values(ids), held.caseId, held.authorizationId, held.partnerId];
        for (const id of [...hidden, `dec_${zeros}`, "nonsense", "", "dec_\u0000"]) {
          const { data, errors } = await as.send("query N($id: ID!) { node(id: $id) { __typename id } }", { id });
          answers.add(JSON.stringify({ data, errors }));
        }
      }
      expect([...answers]).toEqual([JSON.stringify({ data: { node: null }, errors: undefined })]);
    });

    it("finds any number of ids, each by its type", async () => {
      const all = Object.values(ids);
      const fields = all.map((id, index) => `n${index}: node(id: "${id}") { __typename }`);
      const found = await here.people.auditor.ask(`{ ${fields.join(" ")} }`);
      expect(Object.values(found)).toEqual(
        ["Decision", "Position", "Condition", "Referral", "Dispute"].map((__typename) => ({ __typename })),
      );
    });
  });

  describe("by their own queries and lists", () => {
    const lists = `{ decisions { totalCount nodes { id } } authorizations { totalCount nodes { id } } }`;

    it("counts and lists for a stranger what is its own alone", async () => {
      const stranger = await here.applicant();
      const none = { totalCount: 0, nodes: [] };
      for (const as of [stranger.as, here.people.vendor2, here.people.everyone]) {
        expect(await as.ask(lists)).toEqual({ decisions: none, authorizations: none });
      }
      expect(await held.as.ask(lists)).toEqual({
        decisions: { totalCount: 1, nodes: [{ id: ids.decision }] },
        authorizations: { totalCount: 1, nodes: [{ id: held.authorizationId }] },
      });
    });

    it("gives nothing for a filter by an id that is hidden, another's, or none", async () => {
      const asked = `query A($r: ID, $p: ID) { authorizations(filter: { releaseId: $r, partnerId: $p }) { totalCount } }`;
      const count = async (as: Caller, filter: Record<string, unknown>) =>
        (await as.ask(asked, filter)).authorizations.totalCount;
      const stranger = await here.applicant();
      expect(await count(held.as, { r: releaseId, p: held.partnerId })).toBe(1);
      expect(await count(stranger.as, { r: releaseId, p: held.partnerId })).toBe(0);
      for (const id of ["nonsense", "", "a\u0000b", `rel_${zeros}`, held.partnerId]) {
        expect(await count(here.people.auditor, { r: id })).toBe(0);
      }
      for (const id of ["nonsense", "a\u0000b", `ptn_${zeros}`, releaseId]) {
        expect(await count(here.people.auditor, { p: id })).toBe(0);
      }
    });

    it.each([
      ["decisions", "status", "PROPOSED"],
      ["decisions", "outcome", "DENY"],
      ["authorizations", "status", "ACTIVE"],
      ["authorizations", "endUse", "OTHER"],
      ["referrals", "agency", "ONCD"],
      ["referrals", "seat", "REQUIRED"],
    ])("refuses more than 20 values to filter %s by %s, before anything is read", async (list, by, value) => {
      const of = (count: number) =>
        `{ ${list}(filter: { ${by}: [${Array(count).fill(value).join(", ")}] }) { totalCount } }`;
      expect((await here.people.oncd.ask(of(20)))[list].totalCount).toBeGreaterThanOrEqual(0);
      expect((await here.people.oncd.send(of(21))).errors?.[0]?.extensions).toMatchObject({
        code: "BAD_USER_INPUT",
        fields: [{ field: ["filter", by] }],
      });
    });

    it("names no official and no agency to the parties, and says that it is withheld", async () => {
      const asked = `query P($id: ID!) { application(id: $id) {
        referrals { totalCount } positions { totalCount } disputes { totalCount } withheld { field because }
        decision { countersignedBy countersignedAgency refusedBy withheld { field because }
          conditions { nodes { text proposedBy position { id } withheld { field because } } } } } }`;
      for (const as of [held.as, here.people.vendor]) {
        const { application } = await as.ask(asked, { id: held.caseId });
        expect(application).toMatchObject({ referrals: null, positions: null, disputes: null });
        expect(application.withheld.map(({ field }: { field: string }) => field).sort()).toEqual([
          "disputes",
          // Whom the vendor has in mind is the vendor's and officials' to know.
          ...(as === held.as ? ["nominated"] : []),
          "positions",
          "referrals",
        ]);
        expect(application.decision).toMatchObject({ countersignedBy: null, countersignedAgency: null });
        expect(application.decision.withheld).toContainEqual({
          field: "countersignedBy",
          because: "OFFICIAL_IDENTITY",
        });
        expect(application.decision.withheld).toContainEqual({
          field: "countersignedAgency",
          because: "PANEL_DELIBERATION",
        });
        const [condition] = application.decision.conditions.nodes;
        expect(condition).toMatchObject({ text: "At most nine.", proposedBy: null, position: null });
        expect(condition.withheld).toEqual([
          { field: "proposedBy", because: "PANEL_DELIBERATION" },
          { field: "position", because: "PANEL_DELIBERATION" },
        ]);
      }
      const { application } = await here.people.auditor.ask(asked, { id: held.caseId });
      expect(application).toMatchObject({
        positions: { totalCount: 5 },
        withheld: [],
        decision: {
          countersignedBy: "test|oncd-2",
          countersignedAgency: "ONCD",
          withheld: [],
          conditions: { nodes: [{ proposedBy: "ONCD", position: { id: ids.position }, withheld: [] }] },
        },
      });
    });

    it("lets officials and auditors alone read referrals", async () => {
      const code = async (as: Caller) => (await as.send("{ referrals { totalCount } }")).errors?.[0]?.extensions.code;
      for (const as of [held.as, here.people.vendor, here.people.administrator])
        expect(await code(as)).toBe("FORBIDDEN");
      expect(await code(here.people.everyone)).toBe("UNAUTHENTICATED");
    });
  });

  it("tells no party in the ledger what the panel did, nor in a change's own text", async () => {
    const asked = `query L($after: Cursor) { changes(first: 100, after: $after) {
      nodes { type subjectType subjectId body actorSubject actorAgency rationale } pageInfo { hasNextPage endCursor } } }`;
    type Change = { type: string; subjectType: string; subjectId: string; body: string };
    for (const as of [held.as, here.people.vendor, here.people.everyone]) {
      const seen: Change[] = [];
      for (let after: string | null = null; ; ) {
        const { changes }: { changes: { nodes: Change[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } =
          await as.ask(asked, { after });
        seen.push(...changes.nodes);
        if (!changes.pageInfo.hasNextPage) break;
        after = changes.pageInfo.endCursor;
      }
      const about = new Set(seen.map(({ subjectId }) => subjectId));
      for (const hidden of [ids.position, ids.condition, ids.referral, ids.dispute])
        expect(about).not.toContain(hidden);
      const text = JSON.stringify(seen);
      for (const hidden of ["Secret.", "test|oncd", "test|defense", "PositionRecorded", ids.position]) {
        expect(text).not.toContain(hidden);
      }
      expect(about.has(ids.decision)).toBe(as !== here.people.everyone);
    }
  });

  describe("viewerCan", () => {
    const asked = `query V($id: ID!) { node(id: $id) { ... on Case { viewerCanRecordPosition viewerCanCountersign } } }`;
    const can = async (as: Caller, id: string) => (await as.ask(asked, { id })).node;
    const asItSays = async (as: Caller, filed: { caseId: string }) => {
      const { viewerCanCountersign, viewerCanRecordPosition } = await can(as, filed.caseId);
      const revision = await here.tell.revisionOf(filed.caseId);
      const decision = await here.tell.decisionOf(filed.caseId);
      if (decision !== null) {
        const { refusals } = await as.mutate("countersignDecision", { decisionId: decision.id, revision });
        expect(viewerCanCountersign, JSON.stringify(refusals)).toBe(refusals.length === 0);
      } else expect(viewerCanCountersign).toBe(false);
      const after = await can(as, filed.caseId);
      const { refusals } = await as.mutate("recordPosition", { caseId: filed.caseId, revision, kind: "CONCUR" });
      expect(after.viewerCanRecordPosition, JSON.stringify(refusals)).toBe(refusals.length === 0);
      return { viewerCanCountersign, viewerCanRecordPosition };
    };

    it.each<[string, () => Promise<{ caseId: string }>, boolean, boolean]>([
      ["is submitted", () => here.submitted(releaseId), false, false],
      ["is before the panel", () => here.inReview(releaseId), false, true],
      ["awaits its countersignature", () => here.awaiting(releaseId), true, true],
      ["is approved", () => here.authorized(releaseId), false, false],
      ["is to be denied", () => here.denialIntended(), false, true],
      [
        "is of a partner that was suspended",
        async () => {
          const filed = await here.awaiting(releaseId);
          const why = { partnerId: filed.partnerId, reason: "DIVERSION", legalBasis: "Test" };
          done(await here.people.commerce.mutate("suspendPartner", why));
          return filed;
        },
        false,
        true,
      ],
      [
        "is of a release that a directive suspends",
        async () => {
          const suspended = await here.release();
          const filed = await here.awaiting(suspended);
          await here.tell.directive(suspended);
          return filed;
        },
        false,
        true,
      ],
      [
        "is of a release that was withdrawn",
        async () => {
          const withdrawn = await here.release();
          const filed = await here.awaiting(withdrawn);
          done(await here.people.vendor.mutate("withdrawRelease", { releaseId: withdrawn, reason: "Superseded." }));
          return filed;
        },
        false,
        false,
      ],
      [
        "waits for a place",
        async () => {
          const phases = { LIMITED_PREVIEW: { partnerCap: 1, authorizationRequired: true } };
          const full = await here.releaseUnder({ phases });
          await here.authorized(full);
          return here.awaiting(full);
        },
        false,
        true,
      ],
      ["asks for a use that the partner is authorized for", () => here.awaitingWhatIsHeld(releaseId), false, true],
      [
        "renews what was revoked meanwhile",
        async () => {
          const first = await here.authorized(releaseId);
          const { authorizationId } = first;
          const renewal = await here.awaiting(releaseId, first, { replacesAuthorizationId: authorizationId });
          const why = { authorizationId, reason: "DIVERSION", legalBasis: "Test" };
          done(await here.people.commerce.mutate("revokeAuthorization", why));
          return renewal;
        },
        false,
        true,
      ],
      [
        "is a phase advance that is postponed",
        async () => {
          const postponed = await here.release();
          const caseId = await here.tell.requestedAdvance(postponed);
          done(await here.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId: caseId, revision: 1 }));
          await here.tell.everyoneConcurs(caseId);
          await here.tell.directive(postponed, { effect: "POSTPONE" });
          return { caseId };
        },
        false,
        true,
      ],
    ])("says of a case that %s what its mutations then do", async (_, make, countersign, recordPosition) => {
      const filed = await make();
      expect(await asItSays(here.people.oncd2, filed)).toEqual({
        viewerCanCountersign: countersign,
        viewerCanRecordPosition: recordPosition,
      });
    });

    it("says no to the official who took a position, and to an agency that may not countersign", async () => {
      const { caseId } = await here.awaiting(releaseId);
      const { oncd, ostp2, commerce2 } = here.people;
      expect(await can(oncd, caseId)).toEqual({ viewerCanRecordPosition: true, viewerCanCountersign: false });
      expect(await can(ostp2, caseId)).toEqual({ viewerCanRecordPosition: true, viewerCanCountersign: false });
      expect(await can(commerce2, caseId)).toEqual({ viewerCanRecordPosition: true, viewerCanCountersign: true });
    });

    it("says no to who spoke for another agency, and yes to them as that agency", async () => {
      const hat = (role: string) => here.graph.as({ roles: [role], subject: "test|two-hats" });
      const filed = await here.inReview(releaseId);
      await here.tell.position(filed.caseId, hat("ostp"));
      const no = { viewerCanRecordPosition: false, viewerCanCountersign: false };
      expect(await asItSays(hat("oncd"), filed)).toEqual(no);
      expect(await asItSays(hat("ostp"), filed)).toEqual({ ...no, viewerCanRecordPosition: true });
    });

    it("says yes to a denial once the time to rebut is over", async () => {
      here.clock.set("2026-11-23T15:00:00Z");
      const { caseId } = await here.denialIntended();
      expect((await can(here.people.oncd2, caseId)).viewerCanCountersign).toBe(false);
      here.clock.set("2026-12-16T22:00:00Z");
      expect((await can(here.people.oncd2, caseId)).viewerCanCountersign).toBe(true);
      here.clock.fixed = null;
    });

    it("says no to everyone who is no official", async () => {
      const { caseId, as } = await here.awaiting(releaseId);
      for (const reader of [as, here.people.vendor, here.people.auditor]) {
        expect(await can(reader, caseId)).toEqual({ viewerCanRecordPosition: false, viewerCanCountersign: false });
      }
    });
  });

  describe("viewer", () => {
    const asked = "{ viewer { subject roles agency org mayDo expiresAt vendor { id } partner { id } } }";

    it("says who an official is, and what the permissions table lets it do", async () => {
      const { viewer } = await here.people.commerce2.ask(asked);
      const expected = Object.entries(permissions).flatMap(([action, roles]) =>
        (roles as readonly string[]).includes("COMMERCE") ? [action] : [],
      );
      expect(viewer).toEqual({
        subject: "test|commerce-2",
        roles: ["COMMERCE", "PUBLIC"],
        agency: "COMMERCE",
        org: null,
        mayDo: expected.sort(),
        expiresAt: expect.stringMatching(/^20\d\d-.*Z$/),
        vendor: null,
        partner: null,
      });
    });

    it("leads an organisation to its own records, as far as the token's role goes", async () => {
      const { partnerId, org } = await here.applicant();
      const ask = async (...roles: string[]) => (await here.graph.as({ roles, org }).ask(asked)).viewer;
      expect(await ask("partner")).toMatchObject({ org, vendor: null, partner: { id: partnerId } });
      expect(await ask("vendor")).toMatchObject({ org, vendor: null, partner: null });
      expect((await here.people.vendor.ask(asked)).viewer).toMatchObject({
        vendor: { id: here.vendorId },
        partner: null,
      });
    });

    it("says of the public that nobody is known and nothing may be done", async () => {
      expect((await here.people.everyone.ask(asked)).viewer).toEqual({
        subject: null,
        roles: ["PUBLIC"],
        agency: null,
        org: null,
        mayDo: [],
        expiresAt: null,
        vendor: null,
        partner: null,
      });
    });
  });

  describe("an agency's inbox", () => {
    const asked = `query I($filter: ReferralFilter) { referrals(first: 100, filter: $filter) {
      totalCount nodes { id agency awaiting overdue case { id } position { kind } } } }`;
    const inbox = async (filter: object): Promise<string[]> => {
      const { referrals } = await here.people.defense.ask(asked, { filter: { agency: ["DEFENSE"], ...filter } });
      expect(referrals.nodes).toHaveLength(referrals.totalCount);
      return referrals.nodes.map((row: { case: { id: string } }) => row.case.id);
    };

    it("holds what is awaited from it, and what is overdue, until its position arrives", async () => {
      here.clock.set("2026-11-23T15:00:00Z");
      const { caseId } = await here.inReview(releaseId);
      const later = await here.inReview(await here.release());
      expect((await inbox({ awaiting: true })).filter((id) => id === caseId || id === later.caseId)).toEqual([
        later.caseId,
        caseId,
      ]);
      expect(await inbox({ overdue: true })).toEqual([]);
      here.clock.set("2026-12-01T22:00:00Z");
      expect(await inbox({ overdue: true })).toEqual([]);
      here.clock.set("2026-12-01T22:00:00.001Z");
      expect(await inbox({ overdue: true })).toEqual([later.caseId]);
      await here.tell.position(later.caseId, here.people.defense, "NO_EQUITY");
      expect(await inbox({ overdue: true })).toEqual([]);
      expect(await inbox({ awaiting: true })).not.toContain(later.caseId);
      expect(await inbox({ awaiting: false })).toContain(later.caseId);
      here.clock.fixed = null;
    });

    it("loses what can no longer be acted on", async () => {
      const withdrawn = await here.release();
      const { caseId } = await here.inReview(withdrawn);
      expect(await inbox({ awaiting: true })).toContain(caseId);
      done(await here.people.vendor.mutate("withdrawRelease", { releaseId: withdrawn, reason: "Superseded." }));
      expect(await inbox({ awaiting: true })).not.toContain(caseId);
      expect(
        await here.refused(here.people.defense, "recordPosition", { caseId, revision: 1, kind: "CONCUR" }),
      ).toEqual([refusal("BLOCKED", { field: ["input", "caseId"], blockers: ["RELEASE_WITHDRAWN"] })]);
    });
  });
});
