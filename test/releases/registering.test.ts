import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shipPolicies } from "../../src/releases/policies/ship-policies.ts";
import { releasesSubgraph } from "../../src/releases/subgraph.ts";
import { administrator, auditor, bothOf, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { codesOf, openRoom, type Room, refusal } from "../support/room.ts";
import { aPolicy, aVendor } from "../support/rows.ts";
import { entriesOf, ledgerLength } from "./entries.ts";

const commerce = official("COMMERCE");
const model = {
  name: "Meridian",
  modelVersion: "4.1",
  description: "A general model.",
  safeguards: "Refusals and monitoring.",
  policyKey: "expedited-preview",
};
const shown = `release {
  id name modelVersion description safeguards phase revision registeredAt publicSince standing withheld { field }
  vendor { org } policy { key version } }`;

describeOn(["postgres", ...embeddedWhenWhole], "enrolling vendors and registering releases", (kind) => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom(kind, releasesSubgraph());
    await shipPolicies(room.services);
    await aVendor(room, "labs");
  });
  afterAll(() => room?.close());

  it("enrols a company, and tells it and officials", async () => {
    const input = { org: "nova", name: "Nova  Models" };
    const { vendor, refusals } = await room.change(commerce, "enrolVendor", input, "vendor { id org name enrolledAt }");
    expect(refusals).toEqual([]);
    const id = expect.stringMatching(/^ven_[0-9a-z]{26}$/);
    expect(vendor).toEqual({ id, org: "nova", name: "Nova Models", enrolledAt: expect.any(String) });
    const [entry, ...more] = await entriesOf(room, vendor.id);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ type: "VendorEnrolled", audience: ["officials", "vendor:nova"], by: "COMMERCE|one" });
    expect(entry!.state).toMatchObject({ org: "nova", name: "Nova Models" });
  });

  it("refuses a second enrolment of one organisation", async () => {
    await room.change(commerce, "enrolVendor", { org: "twice", name: "Twice" }, "");
    const answer = await room.refused(commerce, "enrolVendor", { org: "twice", name: "Again" });
    expect(answer).toEqual([refusal("DUPLICATE", { field: ["input", "org"] })]);
  });

  it("refuses a vendor's name that deceives", async () => {
    const answer = await room.refused(commerce, "enrolVendor", { org: "fake", name: "\u0410cme" });
    expect(answer).toEqual([refusal("INVALID_INPUT", { field: ["input", "name"], blockers: ["DECEPTIVE_WORD"] })]);
  });

  describe("a vendor's name that is worth an official's look", () => {
    const asked = "nameFlags withheld { field because }";
    const enrolled = async (org: string, name: string) =>
      (await room.change(commerce, "enrolVendor", { org, name }, `vendor { id ${asked} }`)).vendor;

    it("is flagged where it can be taken for another's, and enrolled all the same", async () => {
      expect(await enrolled("volta", "ACME Models")).toMatchObject({ nameFlags: [], withheld: [] });
      expect((await enrolled("volta-2", "Acme M0dels")).nameFlags).toEqual(["LOOKS_LIKE_ANOTHER"]);
      expect((await enrolled("volta-3", "ACME  Models")).nameFlags).toEqual(["LOOKS_LIKE_ANOTHER", "SAME_AS_ANOTHER"]);
      expect((await enrolled("mixed", "\u041e\u041e\u041e Helix")).nameFlags).toEqual(["MIXED_SCRIPTS"]);
    });

    it("withholds the flags from the vendor, and keeps them out of what its ledger entry shows", async () => {
      await enrolled("omega", "Omega Labs");
      const { id } = await enrolled("omega-2", "OMEGA LABS");
      const { data } = await room.ask(vendorOf("omega-2"), `{ vendor(id: "${id}") { name ${asked} } }`);
      expect(data.vendor).toEqual({
        name: "OMEGA LABS",
        nameFlags: null,
        withheld: [{ field: "nameFlags", because: "NAME_SCREENING" }],
      });
      const [entry] = await room.database.query<object>(
        `select payload->'state' ? 'nameFlags' as shown, restricted->'state'->'nameFlags' as flags
         from ledger_entry where subject_id = $1`,
        [id],
      );
      expect(entry).toEqual({ shown: false, flags: ["LOOKS_LIKE_ANOTHER"] });
    });
  });

  it("registers a release under the latest version of its policy", async () => {
    const key = "of-two-versions";
    await aPolicy(room, { key, version: 1 });
    await aPolicy(room, { key, version: 2 });
    const input = { ...model, policyKey: key };
    const { release, refusals } = await room.change(vendorOf("labs"), "registerRelease", input, shown);
    expect(refusals).toEqual([]);
    const { policyKey: _, ...stated } = model;
    expect(release).toEqual({
      ...stated,
      id: expect.stringMatching(/^rel_[0-9a-z]{26}$/),
      phase: "REGISTERED",
      revision: 1,
      registeredAt: expect.any(String),
      publicSince: null,
      standing: "IN_FORCE",
      withheld: [],
      vendor: { org: "labs" },
      policy: { key, version: 2 },
    });
  });

  it("tells the vendor and officials of a registered release, its description to officials alone", async () => {
    const input = { ...model, modelVersion: "told" };
    const { release } = await room.change(vendorOf("labs"), "registerRelease", input, shown);
    const [entry] = await entriesOf(room, release.id);
    expect(entry).toMatchObject({ type: "ReleaseRegistered", from: null, to: "REGISTERED", by: "labs|one" });
    expect(entry!.audience).toEqual(["officials", "vendor:labs"]);
    expect(entry!.state).not.toHaveProperty("description");
    expect(entry!.restricted).toEqual({ description: model.description, safeguards: model.safeguards });
  });

  it("keeps a draft between its vendor and auditors, in the graph and in the ledger", async () => {
    const draft = { name: "Unready", modelVersion: "0.1", policyKey: "eo12981", draft: true };
    const { release } = await room.change(bothOf("labs", "two"), "registerRelease", draft, shown);
    expect(release).toMatchObject({ phase: "DRAFT", description: null, safeguards: null, registeredAt: null });
    const [entry] = await entriesOf(room, release.id);
    expect(entry).toMatchObject({ type: "ReleaseDrafted", to: "DRAFT", audience: ["auditors", "vendor:labs"] });
    const read = `{ release(id: "${release.id}") { phase } }`;
    for (const by of [vendorOf("labs"), auditor])
      expect((await room.ask(by, read)).data.release).toEqual({ phase: "DRAFT" });
    for (const by of [official("ONCD"), vendorOf("nova"), partnerOf("labs"), publicActor]) {
      expect((await room.ask(by, read)).data.release).toBeNull();
    }
  });

  it("refuses to register what lacks its description and safeguards, naming both", async () => {
    const { description: _, safeguards: __, ...bare } = { ...model, modelVersion: "bare" };
    const missing = (name: string) => refusal("INVALID_INPUT", { field: ["input", name] });
    const answer = await room.refused(vendorOf("labs"), "registerRelease", bare);
    expect(answer).toEqual([missing("description"), missing("safeguards")]);
  });

  it("refuses a second release of one version of a model, by whomever of the vendor", async () => {
    const input = { ...model, modelVersion: "once" };
    await room.change(vendorOf("labs"), "registerRelease", input, "");
    const answer = await room.refused(vendorOf("labs", "two"), "registerRelease", input);
    expect(answer).toEqual([refusal("DUPLICATE", { field: ["input", "modelVersion"] })]);
  });

  it("refuses a policy that isn't there", async () => {
    const answer = await room.refused(vendorOf("labs"), "registerRelease", { ...model, policyKey: "none-such" });
    expect(answer).toEqual([refusal("NOT_FOUND", { field: ["input", "policyKey"] })]);
  });

  it("refuses a release of an organisation that isn't enrolled", async () => {
    const answer = await room.refused(vendorOf("stranger"), "registerRelease", model);
    expect(answer).toEqual([refusal("BLOCKED", { blockers: ["VENDOR_NOT_ENROLLED"] })]);
  });

  it("does it once for one key, and gives a repeat the first result", async () => {
    const input = { ...model, modelVersion: "repeated", idempotencyKey: "register-repeated" };
    const first = await room.change(vendorOf("labs"), "registerRelease", input, "release { id }");
    const before = await ledgerLength(room);
    expect(await room.change(vendorOf("labs"), "registerRelease", input, "release { id }")).toEqual(first);
    expect(await ledgerLength(room)).toBe(before);
    const other = await room.refused(vendorOf("labs"), "registerRelease", { ...input, modelVersion: "other" });
    expect(other).toEqual([refusal("IDEMPOTENCY_KEY_REUSED", { field: ["input", "idempotencyKey"] })]);
  });

  it.each([
    ["an organisation in capitals", "enrolVendor", { org: "LABS", name: "Labs" }],
    ["a name of 201 characters", "enrolVendor", { org: "long", name: "n".repeat(201) }],
    ["a version with spaces", "registerRelease", { ...model, modelVersion: "4 1" }],
    ["a version of 65 characters", "registerRelease", { ...model, modelVersion: "4".repeat(65) }],
    ["an empty description", "registerRelease", { ...model, description: "" }],
    ["safeguards of 10,001 characters", "registerRelease", { ...model, safeguards: "s".repeat(10_001) }],
    ["a policy key with NUL", "registerRelease", { ...model, policyKey: "eo\u0000" }],
  ])("refuses %s as BAD_USER_INPUT, and writes nothing", async (_what, mutation, input) => {
    const before = await ledgerLength(room);
    const by = mutation === "enrolVendor" ? commerce : vendorOf("labs");
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { refusals { code } } }`;
    const answer = await room.ask(by, document, { input: { idempotencyKey: "malformed-input", ...input } });
    expect(codesOf(answer)).toEqual(["BAD_USER_INPUT"]);
    expect(await ledgerLength(room)).toBe(before);
  });

  it.each([
    [
      "enrolVendor",
      { org: "x", name: "X" },
      [publicActor, vendorOf("labs"), partnerOf("labs"), official("OSTP"), auditor],
    ],
    ["registerRelease", model, [publicActor, partnerOf("labs"), commerce, auditor, administrator()]],
  ] as const)("leaves %s to those who may", async (mutation, input, others) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { refusals { code } } }`;
    for (const by of others) {
      const answer = await room.ask(by, document, { input: { idempotencyKey: "not-yours-to-do", ...input } });
      expect(codesOf(answer)).toEqual([by === publicActor ? "UNAUTHENTICATED" : "FORBIDDEN"]);
    }
  });
});
