import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Policy } from "../../src/releases/policies/policy.ts";
import type { Release } from "../../src/releases/register/release.ts";
import { releasesSubgraph } from "../../src/releases/subgraph.ts";
import type { Vendor } from "../../src/releases/vendors/vendor.ts";
import { official, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { codesOf, openRoom, type Room, refusal } from "../support/room.ts";
import { aPolicy, aVendor } from "../support/rows.ts";
import { entriesOf } from "./entries.ts";
import { aPhaseAdvance, aReleaseIn } from "./rows.ts";

const labs = vendorOf("labs");
const oncd = official("ONCD");
const shown = `phaseAdvance {
  id status fromPhase toPhase justification revision submittedAt acceptedAt dueAt closedAt closureReason
  release { id } policy { id } }`;
const justification = "The preview's findings are closed.";
const field = ["input", "releaseId"];

describeOn(["postgres", ...embeddedWhenWhole], "requesting a phase advance", (kind) => {
  let room: Room;
  let vendor: Vendor;
  let policy: Policy;
  beforeAll(async () => {
    room = await openRoom(kind, releasesSubgraph());
    vendor = await aVendor(room, "labs");
    policy = await aPolicy(room);
  });
  afterAll(() => room?.close());

  const releaseIn = (phase: Release["phase"]) => aReleaseIn(room, vendor, policy, phase);
  const directive = (target: object, effect: string, rest: object = {}) =>
    room.change(
      oncd,
      "issueDirective",
      { ...target, effect, force: "ORDER", reason: "SAFETY_FINDING", legalBasis: "EO 14409 s. 4", ...rest },
      "directive { id }",
    );
  const request = (releaseId: string) => room.change(labs, "requestPhaseAdvance", { releaseId, justification }, shown);

  it.each([
    ["UNDER_REVIEW", "LIMITED_PREVIEW"],
    ["LIMITED_PREVIEW", "EXPANDED_PREVIEW"],
    ["EXPANDED_PREVIEW", "GENERAL_AVAILABILITY"],
  ] as const)("takes a release in %s to %s, under the release's policy", async (fromPhase, toPhase) => {
    const release = await releaseIn(fromPhase);
    const { phaseAdvance, refusals } = await request(release.id);
    expect(refusals).toEqual([]);
    expect(phaseAdvance).toMatchObject({ status: "SUBMITTED", fromPhase, toPhase, justification, revision: 1 });
    expect(phaseAdvance).toMatchObject({ release: { id: release.id }, policy: { id: policy.id } });
    const [entry] = await entriesOf(room, phaseAdvance.id);
    const audience = ["officials", "vendor:labs"];
    expect(entry).toMatchObject({ type: "PhaseAdvanceRequested", from: null, to: "SUBMITTED", audience });
    expect(entry!.state).toMatchObject({ releaseId: release.id, policyId: policy.id, toPhase });
  });

  it("falls due when the policy's days to refer are over", async () => {
    const { id } = await releaseIn("UNDER_REVIEW");
    // Two business days after Thursday morning in Washington: Monday, 17:00 there.
    room.services.clock.fixed = new Date("2026-06-11T14:00:00.000Z");
    const { phaseAdvance } = await request(id).finally(() => {
      room.services.clock.fixed = null;
    });
    expect(phaseAdvance).toMatchObject({ submittedAt: "2026-06-11T14:00:00.000Z", dueAt: "2026-06-15T21:00:00.000Z" });
  });

  it.each([
    ["DRAFT", "its record comes first"],
    ["REGISTERED", "so does its review"],
    ["GENERAL_AVAILABILITY", "there is nothing beyond it"],
    ["WITHDRAWN", "it is final"],
  ] as const)("refuses one from %s: %s", async (phase, _why) => {
    const { id } = await releaseIn(phase);
    const answer = await room.refused(labs, "requestPhaseAdvance", { releaseId: id, justification });
    expect(answer).toEqual([refusal("ILLEGAL_TRANSITION", { field, from: phase, attempted: "advance" })]);
  });

  it("refuses a second one while the first is open, and takes another when it is closed", async () => {
    const { id } = await releaseIn("UNDER_REVIEW");
    const { phaseAdvance } = await request(id);
    const again = await room.refused(labs, "requestPhaseAdvance", { releaseId: id, justification });
    expect(again).toEqual([refusal("DUPLICATE", { field })]);
    await room.database.query("update phase_advance set status = 'DENIED' where id = $1", [phaseAdvance.id]);
    expect((await request(id)).refusals).toEqual([]);
  });

  it("lets one of many at once through", async () => {
    const { id } = await releaseIn("UNDER_REVIEW");
    const answers = await Promise.all(Array.from({ length: 5 }, () => request(id)));
    const codes = answers.flatMap(({ refusals }) => refusals.map(({ code }: { code: string }) => code));
    expect(codes).toEqual(["DUPLICATE", "DUPLICATE", "DUPLICATE", "DUPLICATE"]);
  });

  it.each([
    ["POSTPONE", ["RELEASE_POSTPONED"]],
    ["SUSPEND", ["RELEASE_SUSPENDED"]],
    ["WITHDRAW", ["RELEASE_WITHDRAWN"]],
  ])("refuses one while %s is in force on the release, and takes it when that is lifted", async (effect, blockers) => {
    const { id } = await releaseIn("UNDER_REVIEW");
    const issued = await directive({ releaseId: id }, effect);
    const answer = await room.refused(labs, "requestPhaseAdvance", { releaseId: id, justification });
    expect(answer).toEqual([refusal("BLOCKED", { field, blockers })]);
    await room.change(oncd, "liftDirective", { directiveId: issued.directive.id, reason: "Resolved." }, "");
    expect((await request(id)).refusals).toEqual([]);
  });

  it("refuses one under a postponement that a stricter standing hides, naming both", async () => {
    const { id } = await releaseIn("UNDER_REVIEW");
    await directive({ releaseId: id }, "POSTPONE");
    await directive({ releaseId: id }, "LIMIT", { limits: [{ kind: "NO_ONWARD_TRANSFER" }] });
    const limited = await room.refused(labs, "requestPhaseAdvance", { releaseId: id, justification });
    expect(limited).toEqual([refusal("BLOCKED", { field, blockers: ["RELEASE_POSTPONED"] })]);
    await directive({ releaseId: id }, "SUSPEND");
    const suspended = await room.refused(labs, "requestPhaseAdvance", { releaseId: id, justification });
    expect(suspended).toEqual([refusal("BLOCKED", { field, blockers: ["RELEASE_POSTPONED", "RELEASE_SUSPENDED"] })]);
  });

  it("takes one under a LIMIT, and under a postponement of another phase", async () => {
    const { id } = await releaseIn("UNDER_REVIEW");
    await directive({ releaseId: id }, "LIMIT", { limits: [{ kind: "NO_ONWARD_TRANSFER" }] });
    await directive({ releaseId: id }, "POSTPONE", { scope: { phases: ["EXPANDED_PREVIEW"] } });
    expect((await request(id)).refusals).toEqual([]);
  });

  it("refuses one while the vendor is postponed or designated", async () => {
    const other = await aVendor(room, "other");
    const release = await aReleaseIn(room, other, policy, "UNDER_REVIEW");
    const asked = () =>
      room.refused(vendorOf("other"), "requestPhaseAdvance", { releaseId: release.id, justification });
    await directive({ vendorId: other.id }, "POSTPONE");
    expect(await asked()).toEqual([refusal("BLOCKED", { field, blockers: ["RELEASE_POSTPONED"] })]);
    const designation = { vendorId: other.id, legalBasis: "10 U.S.C. 3252" };
    await room.change(official("DEFENSE"), "designateSupplyChainRisk", designation, "");
    expect(await asked()).toEqual([
      refusal("BLOCKED", { field, blockers: ["RELEASE_POSTPONED", "RELEASE_SUSPENDED"] }),
    ]);
  });

  it("shows a release's advances to its vendor and officials, and withholds them from everyone else", async () => {
    const release = await releaseIn("LIMITED_PREVIEW");
    await aPhaseAdvance(room, release, { status: "APPROVED" });
    const read = `{ release(id: "${release.id}") { withheld { field because } phaseAdvances { totalCount nodes { status } } } }`;
    const shownTo = { withheld: [], phaseAdvances: { totalCount: 1, nodes: [{ status: "APPROVED" }] } };
    for (const by of [labs, oncd]) expect((await room.ask(by, read)).data.release).toEqual(shownTo);
    for (const by of [publicActor, vendorOf("other")]) {
      const { phaseAdvances, withheld } = (await room.ask(by, read)).data.release;
      expect(phaseAdvances).toBeNull();
      expect(withheld).toContainEqual({ field: "phaseAdvances", because: "COMMERCIALLY_CONFIDENTIAL" });
    }
  });

  it("refuses an empty justification as BAD_USER_INPUT", async () => {
    const { id } = await releaseIn("UNDER_REVIEW");
    const document =
      "mutation ($input: RequestPhaseAdvanceInput!) { requestPhaseAdvance(input: $input) { refusals { code } } }";
    const input = { idempotencyKey: "empty-justification", releaseId: id, justification: "" };
    expect(codesOf(await room.ask(labs, document, { input }))).toEqual(["BAD_USER_INPUT"]);
  });
});
