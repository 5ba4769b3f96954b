import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Policy } from "../../src/releases/policies/policy.ts";
import type { Release } from "../../src/releases/register/release.ts";
import { releasesSubgraph } from "../../src/releases/subgraph.ts";
import type { Vendor } from "../../src/releases/vendors/vendor.ts";
import { openPhases } from "../../src/rules/lifecycles/release.ts";
import { releasePhases } from "../../src/rules/vocabulary.ts";
import { official, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { openRoom, type Room, refusal } from "../support/room.ts";
import { aPolicy, aVendor } from "../support/rows.ts";
import { entriesOf } from "./entries.ts";
import { aReleaseIn } from "./rows.ts";

const labs = vendorOf("labs");
const shown =
  "release { name modelVersion description safeguards phase revision registeredAt withdrawalReason policy { key } }";

describeOn(["postgres", ...embeddedWhenWhole], "what a vendor does to its release", (kind) => {
  let room: Room;
  let vendor: Vendor;
  let policy: Policy;
  beforeAll(async () => {
    room = await openRoom(kind, releasesSubgraph());
    vendor = await aVendor(room, "labs");
    await aVendor(room, "rivals");
    policy = await aPolicy(room);
    await aPolicy(room, { key: "another" });
  });
  afterAll(() => room?.close());

  const releaseIn = (phase: Release["phase"]) => aReleaseIn(room, vendor, policy, phase);
  const stored = async (id: string) => {
    const [row] = await room.database.query<object>(
      "select name, phase, revision, (select count(*)::int from ledger_entry where subject_id = $1) as entries from release where id = $1",
      [id],
    );
    return row;
  };

  describe("amending", () => {
    it("changes what is given, keeps the rest and counts the revision up", async () => {
      const { id, name } = await releaseIn("REGISTERED");
      const input = { releaseId: id, revision: 1, modelVersion: "1.1", safeguards: "More.", policyKey: "another" };
      const { release } = await room.change(labs, "amendRelease", input, shown);
      const kept = { name, description: "A model.", phase: "REGISTERED" };
      const changed = { modelVersion: "1.1", safeguards: "More.", revision: 2, policy: { key: "another" } };
      expect(release).toMatchObject({ ...kept, ...changed });
      const [entry] = await entriesOf(room, id);
      const audience = ["officials", "vendor:labs"];
      expect(entry).toMatchObject({ type: "ReleaseAmended", from: null, to: null, audience });
      expect(entry!.state).toMatchObject({ modelVersion: "1.1", revision: 2 });
    });

    it("registers a draft when asked to, once it is complete, and shows it to officials from then on", async () => {
      const draft = { name: "Ready", modelVersion: "0.1", policyKey: policy.key, draft: true };
      const { release } = await room.change(labs, "registerRelease", draft, "release { id }");
      const register = { releaseId: release.id, register: true };
      const bare = await room.refused(labs, "amendRelease", { ...register, revision: 1, description: "A model." });
      expect(bare).toEqual([refusal("INVALID_INPUT", { field: ["input", "safeguards"] })]);
      const keep = { releaseId: release.id, revision: 1, description: "A model." };
      const kept = await room.change(labs, "amendRelease", keep, shown);
      expect(kept.release).toMatchObject({ phase: "DRAFT", revision: 2, registeredAt: null });
      const whole = await room.change(labs, "amendRelease", { ...register, revision: 2, safeguards: "Many." }, shown);
      expect(whole.release).toMatchObject({ phase: "REGISTERED", revision: 3, registeredAt: expect.any(String) });
      const entries = await entriesOf(room, release.id);
      const audiences = entries.map(({ type, from, to, audience }) => [type, from, to, audience[0]]);
      expect(audiences).toEqual([
        ["ReleaseDrafted", null, "DRAFT", "auditors"],
        ["ReleaseAmended", null, null, "auditors"],
        ["ReleaseRegistered", "DRAFT", "REGISTERED", "officials"],
      ]);
      const read = await room.ask(official("OSTP"), `{ release(id: "${release.id}") { phase } }`);
      expect(read.data.release).toEqual({ phase: "REGISTERED" });
    });

    it("refuses a stale revision, and leaves the release as it is", async () => {
      const { id, name } = await releaseIn("REGISTERED");
      const answer = await room.refused(labs, "amendRelease", { releaseId: id, revision: 2, name: "Other" });
      expect(answer).toEqual([refusal("STALE_REVISION", { field: ["input", "revision"] })]);
      expect(await stored(id)).toEqual({ name, phase: "REGISTERED", revision: 1, entries: 0 });
    });

    it.each([
      ["nothing", () => ({})],
      [
        "what is there already",
        (name: string) => ({ name, modelVersion: "1.0", description: "A model.", safeguards: "Many." }),
      ],
      ["the same name in other spaces", (name: string) => ({ name: name.replace(" ", "\u00a0  ") })],
      ["the policy that it is under", () => ({ policyKey: policy.key })],
      ["null for what can't be cleared", () => ({ name: null, description: null, policyKey: null })],
    ])("refuses %s, counts no revision and records nothing", async (_what, part) => {
      const { id, name } = await releaseIn("REGISTERED");
      const answer = await room.refused(labs, "amendRelease", { releaseId: id, revision: 1, ...part(name) });
      expect(answer).toEqual([refusal("INVALID_INPUT", { field: ["input"] })]);
      expect(await stored(id)).toEqual({ name, phase: "REGISTERED", revision: 1, entries: 0 });
    });

    it("lets one of two amendments of the same revision through", async () => {
      const { id } = await releaseIn("REGISTERED");
      const amend = (name: string) => room.change(labs, "amendRelease", { releaseId: id, revision: 1, name }, "");
      const answers = await Promise.all([amend("First"), amend("Second")]);
      const codes = answers.map(({ refusals }) => refusals.map(({ code }: { code: string }) => code));
      expect(codes.sort()).toEqual([[], ["STALE_REVISION"]]);
      expect(await stored(id)).toMatchObject({ revision: 2, entries: 1 });
    });

    it("refuses the name and version of another release of the vendor, and a deceptive name", async () => {
      const { id } = await releaseIn("REGISTERED");
      const { name } = await releaseIn("REGISTERED");
      const taken = await room.refused(labs, "amendRelease", { releaseId: id, revision: 1, name });
      expect(taken).toEqual([refusal("DUPLICATE", { field: ["input", "modelVersion"] })]);
      const fake = await room.refused(labs, "amendRelease", { releaseId: id, revision: 1, name: "Mo\u200bdel" });
      expect(fake).toEqual([refusal("INVALID_INPUT", { field: ["input", "name"], blockers: ["INVISIBLE_CHARACTER"] })]);
    });

    it("refuses to register what is registered already", async () => {
      const { id } = await releaseIn("REGISTERED");
      const answer = await room.refused(labs, "amendRelease", { releaseId: id, revision: 1, register: true });
      const detail = { field: ["input", "releaseId"], from: "REGISTERED", attempted: "register" };
      expect(answer).toEqual([refusal("ILLEGAL_TRANSITION", detail)]);
    });
  });

  it("submits a registered release for review, and tells officials", async () => {
    const { id } = await releaseIn("REGISTERED");
    const { release } = await room.change(labs, "submitReleaseForReview", { releaseId: id }, shown);
    expect(release).toMatchObject({ phase: "UNDER_REVIEW", revision: 1 });
    const [entry] = await entriesOf(room, id);
    const moved = { from: "REGISTERED", to: "UNDER_REVIEW", audience: ["officials", "vendor:labs"] };
    expect(entry).toMatchObject({ type: "ReleaseSubmittedForReview", ...moved });
  });

  it.each(releasePhases.filter((phase) => phase !== "WITHDRAWN"))(
    "withdraws a release in %s for good",
    async (phase) => {
      const { id } = await releaseIn(phase);
      const input = { releaseId: id, reason: "Superseded." };
      const { release } = await room.change(labs, "withdrawRelease", input, `${shown} release { standing }`);
      expect(release).toMatchObject({ phase: "WITHDRAWN", withdrawalReason: "Superseded.", standing: "WITHDRAWN" });
      const [entry] = await entriesOf(room, id);
      expect(entry).toMatchObject({ type: "ReleaseWithdrawn", from: phase, to: "WITHDRAWN" });
      const told = phase === "DRAFT" ? ["auditors"] : ["officials"];
      const everyone = (openPhases as readonly string[]).includes(phase) ? ["public"] : [];
      expect(entry!.audience).toEqual([...told, "vendor:labs", ...everyone]);
    },
  );

  it("keeps a draft that was withdrawn between its vendor and auditors", async () => {
    const { id } = await releaseIn("DRAFT");
    await room.change(labs, "withdrawRelease", { releaseId: id, reason: "Never mind." }, "");
    const read = `{ release(id: "${id}") { phase } }`;
    expect((await room.ask(labs, read)).data.release).toEqual({ phase: "WITHDRAWN" });
    expect((await room.ask(official("COMMERCE"), read)).data.release).toBeNull();
  });

  const refusedSteps = [
    ...["UNDER_REVIEW", ...openPhases, "WITHDRAWN"].map((phase) => ["amendRelease", phase, "amend"]),
    ...["DRAFT", "UNDER_REVIEW", ...openPhases, "WITHDRAWN"].map((phase) => [
      "submitReleaseForReview",
      phase,
      "submitForReview",
    ]),
    ["withdrawRelease", "WITHDRAWN", "withdraw"],
  ] as [string, Release["phase"], string][];
  it.each(refusedSteps)("refuses %s of a release in %s, and changes nothing", async (mutation, phase, attempted) => {
    const { id, name } = await releaseIn(phase);
    const rest = { amendRelease: { revision: 1, name: "Other" }, withdrawRelease: { reason: "Again." } };
    const input = { releaseId: id, ...rest[mutation as keyof typeof rest] };
    const detail = { field: ["input", "releaseId"], from: phase, attempted };
    expect(await room.refused(labs, mutation, input)).toEqual([refusal("ILLEGAL_TRANSITION", detail)]);
    expect(await stored(id)).toEqual({ name, phase, revision: 1, entries: 0 });
  });

  const inputs = {
    amendRelease: { revision: 1 },
    submitReleaseForReview: {},
    withdrawRelease: { reason: "Mine now." },
    requestPhaseAdvance: { justification: "Mine now." },
  };
  it.each(Object.entries(inputs))(
    "answers %s of another's release as for one that isn't there",
    async (mutation, rest) => {
      const { id } = await releaseIn("REGISTERED");
      const answers = [id, room.services.ids.next("Release"), "not an id"].map((releaseId) =>
        room.refused(vendorOf("rivals"), mutation, { releaseId, ...rest }),
      );
      const absent = [refusal("NOT_FOUND", { field: ["input", "releaseId"] })];
      expect(await Promise.all(answers)).toEqual([absent, absent, absent]);
    },
  );

  it.each(Object.entries(inputs))("leaves %s of a public release to its vendor", async (mutation, rest) => {
    const { id, name } = await releaseIn("LIMITED_PREVIEW");
    const answer = await room.refused(vendorOf("rivals"), mutation, { releaseId: id, ...rest });
    expect(answer).toEqual([
      refusal("BLOCKED", { field: ["input", "releaseId"], blockers: ["NOT_YOUR_ORGANISATION"] }),
    ]);
    expect(await stored(id)).toEqual({ name, phase: "LIMITED_PREVIEW", revision: 1, entries: 0 });
    const { data } = await room.ask(publicActor, `{ release(id: "${id}") { name } }`);
    expect(data.release).toEqual({ name });
  });
});
