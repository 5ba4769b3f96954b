import "reflect-metadata";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Policy } from "../../src/releases/policies/policy.ts";
import { releasesSubgraph } from "../../src/releases/subgraph.ts";
import type { Vendor } from "../../src/releases/vendors/vendor.ts";
import { releasePhases } from "../../src/rules/vocabulary.ts";
import { official, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { codesOf, openRoom, type Room, refusal } from "../support/room.ts";
import { aDirective, aPolicy, aVendor } from "../support/rows.ts";
import { entriesOf } from "./entries.ts";
import { aReleaseIn } from "./rows.ts";

const labs = vendorOf("labs");
const shown = "release { id phase standing postponement { since until reason } }";
const field = ["input", "releaseId"];
const reason = "Our own tests aren't done.";
const morning = "2026-06-09T14:00:00.000Z";
const later = "2026-06-12T14:00:00.000Z";

describeOn(["postgres", ...embeddedWhenWhole], "a vendor's postponement", (kind) => {
  let room: Room;
  let vendor: Vendor;
  let policy: Policy;
  beforeAll(async () => {
    room = await openRoom(kind, releasesSubgraph());
    vendor = await aVendor(room, "labs");
    policy = await aPolicy(room);
  });
  afterAll(() => room?.close());
  afterEach(() => {
    room.services.clock.fixed = null;
  });

  const releaseIn = (phase: (typeof releasePhases)[number]) => aReleaseIn(room, vendor, policy, phase);
  const at = (time: string) => {
    room.services.clock.fixed = new Date(time);
  };
  const postpone = async (releaseId: string, more: object = {}) =>
    (await room.change(labs, "postponeRelease", { releaseId, reason, ...more }, shown)).release;
  const resume = async (releaseId: string) => (await room.change(labs, "resumeRelease", { releaseId }, shown)).release;
  const read = async (releaseId: string, by = publicActor) =>
    (await room.ask(by, `{ ${shown.replace("{", `(id: "${releaseId}") {`)} }`)).data.release;
  const request = (releaseId: string) =>
    room.refused(labs, "requestPhaseAdvance", { releaseId, justification: "It is ready." });
  const postponed = [refusal("BLOCKED", { field, blockers: ["RELEASE_POSTPONED"] })];

  it("shows everyone that the release is postponed, and why, until its vendor resumes it", async () => {
    const { id } = await releaseIn("LIMITED_PREVIEW");
    at(morning);
    const release = await postpone(id);
    expect(release).toMatchObject({ standing: "POSTPONED", postponement: { since: morning, until: null, reason } });
    expect(await read(id)).toEqual(release);
    expect(await request(id)).toEqual(postponed);
    expect(await resume(id)).toMatchObject({ standing: "IN_FORCE", postponement: null });
    expect(await request(id)).toEqual([]);
    const entries = await entriesOf(room, id);
    expect(entries.map(({ type, from, to }) => [type, from, to])).toEqual([
      ["ReleasePostponed", "IN_FORCE", "POSTPONED"],
      ["ReleaseResumed", "POSTPONED", "IN_FORCE"],
    ]);
    expect(entries[0]).toMatchObject({ audience: ["officials", "vendor:labs", "public"], by: "labs|one" });
    expect(entries[0]!.state).toMatchObject({ postponementReason: reason });
  });

  it("ends by itself at its date, which may be put off or taken away", async () => {
    const { id } = await releaseIn("LIMITED_PREVIEW");
    at(morning);
    await postpone(id, { until: "2026-06-10T14:00:00.000Z" });
    expect((await postpone(id, { until: later })).postponement).toEqual({ since: morning, until: later, reason });
    at("2026-06-12T13:59:59.999Z");
    expect(await read(id)).toMatchObject({ standing: "POSTPONED" });
    expect(await request(id)).toEqual(postponed);
    at(later);
    expect(await read(id)).toMatchObject({ standing: "IN_FORCE", postponement: null });
    expect(await room.refused(labs, "resumeRelease", { releaseId: id })).toEqual([refusal("ALREADY_DONE", { field })]);
    expect((await postpone(id)).postponement).toEqual({ since: later, until: null, reason });
  });

  it.each(releasePhases)("of a release in %s is taken where a phase is yet to be reached", async (phase) => {
    const { id } = await releaseIn(phase);
    const allowed = ["REGISTERED", "UNDER_REVIEW", "LIMITED_PREVIEW", "EXPANDED_PREVIEW"].includes(phase);
    const illegal = (attempted: string) => [refusal("ILLEGAL_TRANSITION", { field, from: phase, attempted })];
    if (allowed) {
      expect(await room.refused(labs, "resumeRelease", { releaseId: id })).toEqual([
        refusal("ALREADY_DONE", { field }),
      ]);
      expect(await postpone(id)).toMatchObject({ phase, standing: "POSTPONED" });
      expect(await resume(id)).toMatchObject({ phase, standing: "IN_FORCE" });
      return;
    }
    expect(await room.refused(labs, "postponeRelease", { releaseId: id, reason })).toEqual(illegal("postpone"));
    expect(await room.refused(labs, "resumeRelease", { releaseId: id })).toEqual(illegal("resume"));
  });

  it("is refused for a moment that is over, and where it changes nothing", async () => {
    const { id: releaseId } = await releaseIn("UNDER_REVIEW");
    at(morning);
    expect(await room.refused(labs, "postponeRelease", { releaseId, reason, until: morning })).toEqual([
      refusal("INVALID_INPUT", { field: ["input", "until"] }),
    ]);
    await postpone(releaseId, { until: later });
    expect(await room.refused(labs, "postponeRelease", { releaseId, reason, until: later })).toEqual([
      refusal("INVALID_INPUT", { field: ["input"] }),
    ]);
  });

  it("stands beside what agencies order: neither ends the other", async () => {
    const { id } = await releaseIn("LIMITED_PREVIEW");
    const limits = [{ kind: "NO_ONWARD_TRANSFER" as const }];
    await aDirective(room, { releaseId: id, effect: "LIMIT", limits });
    await postpone(id);
    expect((await read(id)).standing).toBe("LIMITED");
    expect(await request(id)).toEqual(postponed);
    await aDirective(room, { releaseId: id, effect: "POSTPONE" });
    await resume(id);
    expect(await request(id)).toEqual(postponed);
  });

  it("is its vendor's alone to make and to end", async () => {
    const { id: releaseId } = await releaseIn("LIMITED_PREVIEW");
    const rivals = vendorOf(`rivals-${kind}`);
    await aVendor(room, `rivals-${kind}`);
    const blocked = [refusal("BLOCKED", { field, blockers: ["NOT_YOUR_ORGANISATION"] })];
    expect(await room.refused(rivals, "postponeRelease", { releaseId, reason })).toEqual(blocked);
    await postpone(releaseId);
    expect(await room.refused(rivals, "resumeRelease", { releaseId })).toEqual(blocked);
    const document = `mutation ($input: ResumeReleaseInput!) { resumeRelease(input: $input) { refusals { code } } }`;
    const input = { releaseId, idempotencyKey: "a-key-of-its-own" };
    expect(codesOf(await room.ask(official("COMMERCE"), document, { input }))).toEqual(["FORBIDDEN"]);
  });
});
