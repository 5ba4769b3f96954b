import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { describeOn } from "../support/describe-on.ts";
import { refusal, type Setting, type ShownRefusal, setting } from "./setting.ts";

const caseField = ["input", "caseId"];
const wrongState = (from: string) =>
  refusal("ILLEGAL_TRANSITION", { field: caseField, from, attempted: "recordPosition" });
const users = (max: unknown) => ({ text: "Few users.", predicate: { kind: "NAMED_USERS_AT_MOST", max } });

describeOn(["postgres"], "recording a position", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
  });
  afterAll(() => here?.stop());

  const shown =
    "position { id agency kind reason rationale official caseRevision recordedAt conditions { totalCount } }";
  const record = (caseId: string, rest: Record<string, unknown> = {}, as = here.people.oncd) =>
    as.mutate("recordPosition", { caseId, revision: 1, kind: "CONCUR", ...rest }, `${shown} case { id __typename }`);
  const refused = (caseId: string, rest: Record<string, unknown> = {}, as = here.people.oncd) =>
    here.refused(as, "recordPosition", { caseId, revision: 1, kind: "CONCUR", ...rest });
  const counted = async (caseId: string) => {
    const asked = "referrals { nodes { agency awaiting position { id kind } } }";
    const { referrals } = await here.read(caseId, asked);
    type Seat = { agency: string; awaiting: boolean; position: { id: string; kind: string } | null };
    return new Map((referrals.nodes as Seat[]).map((seat) => [seat.agency, seat]));
  };

  it("keeps the view, its reason and reasoning, and its conditions", async () => {
    const { caseId } = await here.inReview();
    const rationale = "The end use is not shown.\nAsk again.";
    const objection = await record(caseId, { kind: "OBJECT", reason: "END_USE_CONCERN", rationale });
    expect(objection).toMatchObject({
      refusals: [],
      case: { id: caseId, __typename: "Application" },
      position: { agency: "ONCD", kind: "OBJECT", reason: "END_USE_CONCERN", rationale, official: "test|oncd" },
    });
    const conditions = [users(10), { text: "Report each month.", predicate: { kind: "REPORT_EVERY_DAYS", days: 31 } }];
    const { position } = await record(caseId, { kind: "CONCUR_WITH_CONDITIONS", conditions }, here.people.ostp);
    expect(position).toMatchObject({ agency: "OSTP", caseRevision: 1, conditions: { totalCount: 2 } });
    expect(await here.entries(position.id)).toEqual(["PositionRecorded"]);
  });

  it("counts the latest of an agency, whoever of its officials recorded it, even within one moment", async () => {
    const { caseId } = await here.inReview();
    here.clock.set("2026-11-30T15:00:00Z");
    const ids: string[] = [];
    for (const kind of ["OBJECT", "CONCUR", "OBJECT", "NO_EQUITY"]) {
      const as = ids.length % 2 === 0 ? here.people.oncd : here.people.oncd2;
      const { position } = await record(caseId, { kind, ...(kind === "OBJECT" && { reason: "DIVERSION_RISK" }) }, as);
      ids.push(position.id);
      expect((await counted(caseId)).get("ONCD")).toMatchObject({
        awaiting: false,
        position: { id: position.id, kind },
      });
    }
    here.clock.fixed = null;
    const { positions } = await here.read(caseId, "positions { nodes { id } }");
    expect(positions.nodes.map(({ id }: { id: string }) => id)).toEqual(ids.reverse());
    expect((await counted(caseId)).get("OSTP")).toMatchObject({ awaiting: true, position: null });
  });

  it("takes positions on a phase advance as well", async () => {
    const releaseId = await here.release("UNDER_REVIEW");
    const phaseAdvanceId = await here.tell.requestedAdvance(releaseId);
    expect(await refused(phaseAdvanceId)).toEqual([wrongState("SUBMITTED")]);
    await here.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId, revision: 1 });
    expect(await record(phaseAdvanceId)).toMatchObject({
      refusals: [],
      case: { __typename: "PhaseAdvance", id: phaseAdvanceId },
    });
  });

  it("gives the first position again for the same key, and refuses that key for another input", async () => {
    const { caseId } = await here.inReview();
    const input = { idempotencyKey: "one-position-please", kind: "OBJECT", reason: "FOREIGN_POLICY" };
    const first = await record(caseId, input);
    expect(await record(caseId, input)).toEqual(first);
    await record(caseId, { kind: "CONCUR" });
    expect(await record(caseId, input)).toEqual(first);
    expect((await counted(caseId)).get("ONCD")?.position?.kind).toBe("CONCUR");
    expect((await here.read(caseId, "positions { totalCount }")).positions.totalCount).toBe(2);

    const reused = [refusal("IDEMPOTENCY_KEY_REUSED", { field: ["input", "idempotencyKey"] })];
    expect(await refused(caseId, { ...input, reason: "DIVERSION_RISK" })).toEqual(reused);
    const other = await here.inReview();
    expect(await refused(other.caseId, input)).toEqual(reused);
    // Another person's key is another key.
    const { position } = await record(caseId, input, here.people.oncd2);
    expect(position.id).not.toBe(first.position.id);
  });

  it("does not keep a refusal under its key", async () => {
    const { caseId } = await here.inReview();
    const idempotencyKey = "refused-at-first";
    expect(await refused(caseId, { idempotencyKey, revision: 2 })).toMatchObject([{ code: "STALE_REVISION" }]);
    expect((await record(caseId, { idempotencyKey })).refusals).toEqual([]);
  });

  describe("refuses", () => {
    let caseId: string;
    beforeAll(async () => {
      ({ caseId } = await here.inReview());
    });

    const input = (at: string, blocker: string) =>
      refusal("INVALID_INPUT", { field: ["input", at], blockers: [blocker] });
    it.each<[string, Record<string, unknown>, ShownRefusal[]]>([
      ["a revision that is not yet", { revision: 2 }, [refusal("STALE_REVISION", { field: ["input", "revision"] })]],
      ["a revision that never was", { revision: -1 }, [refusal("STALE_REVISION", { field: ["input", "revision"] })]],
      ["the system's own kind", { kind: "DEEMED_NO_OBJECTION" }, [input("kind", "KIND_RESERVED")]],
      ["an objection without a reason", { kind: "OBJECT" }, [input("reason", "REASON_REQUIRED")]],
      ["a reason without an objection", { reason: "DIVERSION_RISK" }, [input("reason", "REASON_NOT_ALLOWED")]],
      ["conditions that are missing", { kind: "CONCUR_WITH_CONDITIONS" }, [input("conditions", "CONDITIONS_REQUIRED")]],
      [
        "an empty list of conditions",
        { kind: "CONCUR_WITH_CONDITIONS", conditions: [] },
        [input("conditions", "CONDITIONS_REQUIRED")],
      ],
      ["conditions on a concurrence", { conditions: [users(3)] }, [input("conditions", "CONDITIONS_NOT_ALLOWED")]],
      [
        "conditions on an objection",
        { kind: "OBJECT", reason: "DIVERSION_RISK", conditions: [users(3)] },
        [input("conditions", "CONDITIONS_NOT_ALLOWED")],
      ],
      [
        "everything at once, each by itself",
        { revision: 7, reason: "DIVERSION_RISK", conditions: [users(0)] },
        [
          refusal("STALE_REVISION", { field: ["input", "revision"] }),
          input("reason", "REASON_NOT_ALLOWED"),
          input("conditions", "CONDITIONS_NOT_ALLOWED"),
          refusal("INVALID_INPUT", { field: ["input", "conditions", "0", "predicate", "max"] }),
        ],
      ],
    ])("%s", async (_, rest, expected) => {
      expect(await refused(caseId, rest)).toEqual(expected);
    });

    it.each<[string, Record<string, unknown>, string]>([
      ["no number", { kind: "NAMED_USERS_AT_MOST" }, "max"],
      ["nobody", { kind: "NAMED_USERS_AT_MOST", max: 0 }, "max"],
      ["too many", { kind: "REQUESTS_PER_DAY_AT_MOST", max: 1_000_000_001 }, "max"],
      ["a value that another kind takes", { kind: "NAMED_USERS_AT_MOST", max: 1, days: 1 }, "days"],
      ["no days", { kind: "LOG_RETENTION_DAYS" }, "days"],
      ["too many days", { kind: "REPORT_EVERY_DAYS", days: 3661 }, "days"],
      ["no jurisdiction", { kind: "USER_JURISDICTIONS", allowed: [] }, "allowed"],
      ["what is no jurisdiction", { kind: "USER_JURISDICTIONS", allowed: ["US", "XX"] }, "allowed"],
      ["what is no end use", { kind: "END_USES", allowed: ["FUN"] }, "allowed"],
      ["what is no deployment", { kind: "DEPLOYMENTS", allowed: ["LAPTOP"] }, "allowed"],
      ["no moment", { kind: "EXPIRES_AT" }, "at"],
      ["a moment that is over", { kind: "EXPIRES_AT", at: "2020-01-01T00:00:00Z" }, "at"],
      ["something where nothing is taken", { kind: "NO_ONWARD_TRANSFER", max: 1 }, "max"],
      ["something in a free text", { kind: "FREE_TEXT", allowed: ["US"] }, "allowed"],
    ])("a condition with %s", async (_, predicate, at) => {
      const conditions = [users(5), { text: "A condition.", predicate }];
      expect(await refused(caseId, { kind: "CONCUR_WITH_CONDITIONS", conditions })).toEqual([
        refusal("INVALID_INPUT", { field: ["input", "conditions", "1", "predicate", at] }),
      ]);
    });

    it("conditions that no use could meet together", async () => {
      const only = (allowed: string[]) => ({ text: "Only there.", predicate: { kind: "USER_JURISDICTIONS", allowed } });
      const conditions = [only(["US", "CA"]), only(["GB"])];
      expect(await refused(caseId, { kind: "CONCUR_WITH_CONDITIONS", conditions })).toEqual([
        refusal("INVALID_INPUT", { field: ["input", "conditions"] }),
      ]);
    });

    it("a condition that forbids what the application asks for: its approval would allow nothing", async () => {
      const only = (...allowed: string[]) => ({ text: "For these alone.", predicate: { kind: "END_USES", allowed } });
      const forbidden = { kind: "CONCUR_WITH_CONDITIONS", conditions: [users(5), only("HEALTH", "EDUCATION")] };
      expect(await refused(caseId, forbidden)).toEqual([
        refusal("INVALID_INPUT", {
          field: ["input", "conditions", "1", "predicate", "allowed"],
          blockers: ["FORBIDS_ITS_END_USE"],
        }),
      ]);
      const other = await here.inReview();
      const wide = { kind: "CONCUR_WITH_CONDITIONS", conditions: [only("HEALTH", "CYBER_DEFENSE")] };
      expect((await record(other.caseId, wide)).refusals).toEqual([]);
    });

    const long = (length: number) => "x".repeat(length);
    it.each<[string, Record<string, unknown>, string[]]>([
      ["no wording", { conditions: [{ ...users(1), text: "" }] }, ["input", "conditions", "0", "text"]],
      ["a wording too long", { conditions: [{ ...users(1), text: long(2001) }] }, ["input", "conditions", "0", "text"]],
      ["too many conditions", { conditions: Array(21).fill(users(1)) }, ["input", "conditions"]],
      ["no reasoning", { rationale: "" }, ["input", "rationale"]],
      ["a reasoning too long", { rationale: long(10_001) }, ["input", "rationale"]],
      ["control characters", { rationale: "a\u0000b" }, ["input", "rationale"]],
      ["half a surrogate pair", { rationale: "a\ud800b" }, ["input", "rationale"]],
      ["a short key", { idempotencyKey: "short" }, ["input", "idempotencyKey"]],
      ["an empty id", { caseId: "" }, ["input", "caseId"]],
      [
        "too many values allowed",
        {
          conditions: [{ text: "x", predicate: { kind: "USER_JURISDICTIONS", allowed: Array(301).fill("US") } }],
        },
        ["input", "conditions", "0", "predicate", "allowed"],
      ],
    ])("%s, as bad input that names the field", async (_, rest, at) => {
      const input = { idempotencyKey: "a-key-of-its-own", caseId, revision: 1, kind: "CONCUR", ...rest };
      const answer = await here.people.oncd.send(
        "mutation M($input: RecordPositionInput!) { recordPosition(input: $input) { refusals { code } } }",
        { input },
      );
      expect(answer.data?.recordPosition ?? null).toBeNull();
      expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [{ field: at }] });
    });

    it.each<[string, Record<string, unknown>]>([
      ["a kind that there is not", { kind: "PERHAPS" }],
      ["a reason that there is not", { kind: "OBJECT", reason: "BECAUSE" }],
      ["a revision that is no number", { revision: "one" }],
      ["a revision that no Int holds", { revision: 2 ** 31 }],
      ["a field that there is not", { agency: "DEFENSE" }],
    ])("%s, as bad input", async (_, rest) => {
      const input = { idempotencyKey: "a-key-of-its-own", caseId, revision: 1, kind: "CONCUR", ...rest };
      const answer = await here.people.oncd.send(
        "mutation M($input: RecordPositionInput!) { recordPosition(input: $input) { refusals { code } } }",
        { input },
      );
      expect(answer.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    });

    it("what is no case", async () => {
      const { position } = await record(caseId);
      for (const id of ["nonsense", "app_00000000000000000000000000", here.releaseId, position.id]) {
        expect(await refused(id)).toEqual([refusal("NOT_FOUND", { field: caseField })]);
      }
    });

    it("a draft, which no official sees", async () => {
      const draft = await here.submitted(here.releaseId, undefined, { draft: true });
      expect(await refused(draft.caseId)).toEqual([refusal("NOT_FOUND", { field: caseField })]);
    });

    it("a case that is not before the panel", async () => {
      const submitted = await here.submitted();
      expect(await refused(submitted.caseId)).toEqual([wrongState("SUBMITTED")]);
      const returned = { applicationId: submitted.caseId, revision: 1, reason: "INCOMPLETE", note: "Say more." };
      await here.people.commerce.mutate("returnApplication", returned);
      expect(await refused(submitted.caseId)).toEqual([wrongState("RETURNED")]);
      const approved = await here.authorized();
      expect(await refused(approved.caseId)).toEqual([wrongState("APPROVED")]);
      const withdrawn = await here.inReview();
      await withdrawn.as.mutate("withdrawApplication", { applicationId: withdrawn.caseId });
      expect(await refused(withdrawn.caseId)).toEqual([wrongState("WITHDRAWN")]);
    });

    it("a case of a withdrawn release", async () => {
      const releaseId = await here.release();
      const filed = await here.inReview(releaseId);
      await here.people.vendor.mutate("withdrawRelease", { releaseId, reason: "Superseded." });
      expect(await refused(filed.caseId)).toEqual([
        refusal("BLOCKED", { field: caseField, blockers: ["RELEASE_WITHDRAWN"] }),
      ]);
    });

    it("a person who spoke for another agency on the case, on whichever revision, and no other case's", async () => {
      const { graph, people } = here;
      const both = (role: string) => graph.as({ roles: [role], subject: "test|two-hats" });
      const spoke = [refusal("BLOCKED", { field: caseField, blockers: ["SPOKE_FOR_ANOTHER_AGENCY"] })];
      const filed = await here.inReview();
      await record(filed.caseId, {}, both("ostp"));
      expect(await refused(filed.caseId, {}, both("oncd"))).toEqual(spoke);
      // The agency that was spoken for first may change its mind, by whomever.
      await record(filed.caseId, { kind: "NO_EQUITY" }, both("ostp"));
      await record(filed.caseId, {}, people.ostp);
      expect(await refused(filed.caseId, {}, both("oncd"))).toEqual(spoke);
      const amended = { applicationId: filed.caseId, revision: 1, namedUsers: 5 };
      expect((await filed.as.mutate("amendApplication", amended)).refusals).toEqual([]);
      expect(await refused(filed.caseId, { revision: 2 }, both("oncd"))).toEqual(spoke);
      expect((await record(filed.caseId, { revision: 2 }, people.oncd)).refusals).toEqual([]);
      const other = await here.inReview();
      expect((await record(other.caseId, {}, both("oncd"))).refusals).toEqual([]);
    });

    it("an agency without a seat, and a reason that is no criterion of the policy", async () => {
      const releaseId = await here.releaseUnder({
        panel: expeditedPreview.panel.filter(({ agency }) => agency !== "DEFENSE"),
        criteria: expeditedPreview.criteria.filter(({ code }) => code !== "FOREIGN_POLICY"),
      });
      const filed = await here.inReview(releaseId);
      expect(await refused(filed.caseId, {}, here.people.defense)).toEqual([
        refusal("BLOCKED", { field: caseField, blockers: ["AGENCY_HAS_NO_SEAT"] }),
      ]);
      expect(await refused(filed.caseId, { kind: "OBJECT", reason: "FOREIGN_POLICY" })).toEqual([
        refusal("INVALID_INPUT", { field: ["input", "reason"], blockers: ["REASON_NOT_A_CRITERION"] }),
      ]);
      expect((await here.read(filed.caseId, "referrals { totalCount }")).referrals.totalCount).toBe(3);
    });
  });
});
