import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Policy } from "../../src/releases/policies/policy.ts";
import { releasesSubgraph } from "../../src/releases/subgraph.ts";
import { auditor, official, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { codesOf, openRoom, type Room, refusal } from "../support/room.ts";
import { aPolicy, aVendor } from "../support/rows.ts";
import { entriesOf } from "./entries.ts";
import { aReleaseIn } from "./rows.ts";

const defense = official("DEFENSE");
const stated = { legalBasis: "10 U.S.C. 3252", rationale: "Its supplier is controlled from abroad." };
const shown = `designation {
  id effect status reason legalBasis rationale designatedBy designatedAt liftedAt liftedBy liftingReason
  scope { jurisdictions } limits { kind days } vendor { id releases { nodes { standing } } } withheld { field because } }`;

describeOn(["postgres", ...embeddedWhenWhole], "designating a vendor as a supply-chain risk", (kind) => {
  let room: Room;
  let policy: Policy;
  let made = 0;
  beforeAll(async () => {
    room = await openRoom(kind, releasesSubgraph());
    policy = await aPolicy(room);
  });
  afterAll(() => room?.close());

  const vendorWithRelease = async (phase: "UNDER_REVIEW" | "LIMITED_PREVIEW" = "LIMITED_PREVIEW") => {
    made += 1;
    const vendor = await aVendor(room, `vendor-${made}`);
    await aReleaseIn(room, vendor, policy, phase);
    return vendor;
  };
  const designate = async (vendorId: string, rest: object = {}) =>
    (await room.change(defense, "designateSupplyChainRisk", { vendorId, ...stated, ...rest }, shown)).designation;

  it("suspends all its releases unless another effect is stated, in force at once", async () => {
    const { id, org } = await vendorWithRelease();
    const designation = await designate(id);
    const said = { effect: "SUSPEND", status: "IN_FORCE", reason: "SUPPLY_CHAIN_RISK", designatedBy: "DEFENSE|one" };
    expect(designation).toMatchObject({ ...stated, ...said, scope: null, limits: [], withheld: [] });
    expect(designation.vendor).toEqual({ id, releases: { nodes: [{ standing: "SUSPENDED" }] } });
    const [entry] = await entriesOf(room, designation.id);
    expect(entry).toMatchObject({ type: "SupplyChainRiskDesignated", to: "IN_FORCE", legalBasis: stated.legalBasis });
    expect(entry!.audience).toEqual(["officials", `vendor:${org}`, "public"]);
    expect(entry!.restricted).toMatchObject({ rationale: stated.rationale, designatedBy: "DEFENSE|one" });
  });

  it("takes another effect, with scope and limits", async () => {
    const { id } = await vendorWithRelease();
    const limits = [{ kind: "LOG_RETENTION_DAYS", days: 365 }];
    const designation = await designate(id, { effect: "LIMIT", limits, scope: { jurisdictions: ["CA"] } });
    expect(designation).toMatchObject({ effect: "LIMIT", limits, scope: { jurisdictions: ["CA"] } });
    expect(designation.vendor.releases.nodes).toEqual([{ standing: "LIMITED" }]);
  });

  it("stays between the vendor and officials where the vendor isn't public", async () => {
    const { id, org } = await vendorWithRelease("UNDER_REVIEW");
    const designation = await designate(id);
    expect((await entriesOf(room, designation.id))[0]!.audience).toEqual(["officials", `vendor:${org}`]);
    const read = `{ designation(id: "${designation.id}") { status rationale withheld { field } } }`;
    expect((await room.ask(publicActor, read)).data.designation).toBeNull();
    const own = (await room.ask(vendorOf(org), read)).data.designation;
    expect(own).toMatchObject({ status: "IN_FORCE", rationale: stated.rationale });
    expect(own.withheld).toEqual([{ field: "designatedBy" }, { field: "liftedBy" }]);
  });

  it("is lifted by Defense, and the releases stand as before", async () => {
    const { id, org } = await vendorWithRelease();
    const { id: designationId } = await designate(id);
    const lift = { designationId, reason: "The supplier was replaced." };
    const { designation } = await room.change(official("DEFENSE", "two"), "liftDesignation", lift, shown);
    expect(designation).toMatchObject({ status: "LIFTED", liftingReason: lift.reason, liftedBy: "DEFENSE|two" });
    expect(designation.vendor.releases.nodes).toEqual([{ standing: "IN_FORCE" }]);
    const [, entry] = await entriesOf(room, designationId);
    expect(entry).toMatchObject({ type: "DesignationLifted", from: "IN_FORCE", to: "LIFTED" });
    expect(entry!.audience).toEqual(["officials", `vendor:${org}`, "public"]);
    const again = await room.refused(defense, "liftDesignation", lift);
    const detail = { field: ["input", "designationId"], from: "LIFTED", attempted: "lift" };
    expect(again).toEqual([refusal("ILLEGAL_TRANSITION", detail)]);
  });

  it("stands once for a vendor: the second of two at once is refused", async () => {
    const { id } = await vendorWithRelease();
    const ask = () => room.refused(defense, "designateSupplyChainRisk", { vendorId: id, ...stated });
    const answers = await Promise.all([ask(), ask()]);
    expect(answers.flat()).toEqual([refusal("DUPLICATE", { field: ["input", "vendorId"] })]);
  });

  it("may be made again after it was lifted", async () => {
    const { id } = await vendorWithRelease();
    const first = await designate(id);
    await room.change(defense, "liftDesignation", { designationId: first.id, reason: "In error." }, "");
    const second = await designate(id);
    expect(second.id).not.toBe(first.id);
    const read = `{ vendor(id: "${id}") { designations(filter: { status: [IN_FORCE] }) { totalCount nodes { id } } } }`;
    const { designations } = (await room.ask(publicActor, read)).data.vendor;
    expect(designations).toEqual({ totalCount: 1, nodes: [{ id: second.id }] });
  });

  it("refuses what isn't there, and content that a directive would be refused for", async () => {
    const { ids } = room.services;
    const absent = (name: string) => [refusal("NOT_FOUND", { field: ["input", name] })];
    const unknown = { vendorId: ids.next("Vendor"), ...stated };
    expect(await room.refused(defense, "designateSupplyChainRisk", unknown)).toEqual(absent("vendorId"));
    const nothing = { designationId: ids.next("Designation"), reason: "Gone." };
    expect(await room.refused(defense, "liftDesignation", nothing)).toEqual(absent("designationId"));
    const { id } = await vendorWithRelease();
    const bare = await room.refused(defense, "designateSupplyChainRisk", { vendorId: id, ...stated, effect: "LIMIT" });
    expect(bare).toEqual([refusal("INVALID_INPUT", { field: ["input", "limits"] })]);
  });

  describe("acknowledging one", () => {
    const field = ["input", "designationId"];

    it("is done once, by the vendor, and everyone who sees it is told", async () => {
      const { id, org } = await vendorWithRelease();
      const { id: designationId } = await designate(id);
      const selection = "designation { status acknowledgedAt secondsToAcknowledge }";
      const { designation } = await room.change(vendorOf(org), "acknowledgeDesignation", { designationId }, selection);
      expect(designation).toEqual({
        status: "IN_FORCE",
        acknowledgedAt: expect.any(String),
        secondsToAcknowledge: expect.any(Number),
      });
      const [, entry] = await entriesOf(room, designationId);
      expect(entry).toMatchObject({ type: "DesignationAcknowledged", from: null, to: null, by: `${org}|one` });
      expect(entry!.audience).toEqual(["officials", `vendor:${org}`, "public"]);
      const again = await room.refused(vendorOf(org, "two"), "acknowledgeDesignation", { designationId });
      expect(again).toEqual([refusal("ALREADY_DONE", { field })]);
    });

    it("is over once it is lifted, and no other vendor's", async () => {
      const { id, org } = await vendorWithRelease();
      const { id: designationId } = await designate(id);
      const other = await vendorWithRelease();
      expect(await room.refused(vendorOf(other.org), "acknowledgeDesignation", { designationId })).toEqual([
        refusal("BLOCKED", { field, blockers: ["NOT_YOUR_ORGANISATION"] }),
      ]);
      await room.change(defense, "liftDesignation", { designationId, reason: "In error." }, "");
      expect(await room.refused(vendorOf(org), "acknowledgeDesignation", { designationId })).toEqual([
        refusal("ILLEGAL_TRANSITION", { field, from: "LIFTED", attempted: "acknowledge" }),
      ]);
    });
  });

  it.each([
    ["designateSupplyChainRisk", { vendorId: "ven", ...stated }],
    ["liftDesignation", { designationId: "des", reason: "Why." }],
  ])("leaves %s to Defense", async (mutation, input) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { refusals { code } } }`;
    const others = [official("ONCD"), official("COMMERCE"), official("OSTP"), vendorOf("vendor-1"), auditor];
    const answers = [publicActor, ...others].map((by) =>
      room.ask(by, document, { input: { idempotencyKey: "not-yours-to-do", ...input } }),
    );
    expect((await Promise.all(answers)).flatMap(codesOf)).toEqual([
      "UNAUTHENTICATED",
      ...others.map(() => "FORBIDDEN"),
    ]);
  });
});
