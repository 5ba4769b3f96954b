import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shipPolicies } from "../../src/releases/policies/ship-policies.ts";
import { releasesSubgraph } from "../../src/releases/subgraph.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import type { PolicyDocument } from "../../src/rules/policy.ts";
import { administrator, auditor, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { policyInput } from "../support/policies.ts";
import { codesOf, openRoom, type Room, refusal } from "../support/room.ts";
import { aRelease, aVendor } from "../support/rows.ts";
import { entriesOf, ledgerLength } from "./entries.ts";

const ostp = official("OSTP");
const shown = "policy { id key version publishedAt predecessor { version } changes { kind path before after } }";
const inDocument = (...place: string[]) => ["input", "document", ...place];
const invalid = (...place: string[]) => refusal("INVALID_INPUT", { field: inDocument(...place) });

describeOn(["postgres", ...embeddedWhenWhole], "publishing a policy", (kind) => {
  let room: Room;
  let keys = 0;
  beforeAll(async () => {
    room = await openRoom(kind, releasesSubgraph());
    await shipPolicies(room.services);
  });
  afterAll(() => room?.close());

  const newKey = () => {
    keys += 1;
    return `of-test-${keys}`;
  };
  const documentOf = (part: Partial<PolicyDocument> = {}) =>
    policyInput({ ...structuredClone(expeditedPreview), key: newKey(), version: 1, ...part });
  const publish = async (part: Partial<PolicyDocument> = {}, selection = shown) =>
    room.change(ostp, "publishPolicy", { document: documentOf(part) }, selection);
  const refusedWith = (document: object) => room.refused(ostp, "publishPolicy", { document });

  it("publishes a new policy as it was given, for everyone to read", async () => {
    const { policy, refusals } = await publish({ title: "A third way" });
    expect(refusals).toEqual([]);
    expect(policy).toMatchObject({ version: 1, predecessor: null, changes: null });
    const stored = await room.database.query<{ document: object }>("select document from policy where id = $1", [
      policy.id,
    ]);
    const { key } = policy;
    expect(stored).toEqual([{ document: { ...expeditedPreview, key, version: 1, title: "A third way" } }]);
    const { data } = await room.ask(publicActor, `{ policy(id: "${policy.id}") { title ladder { tie } } }`);
    expect(data.policy).toEqual({
      title: "A third way",
      ladder: [{ tie: null }, { tie: "CHAIR_STANDS" }, { tie: "CHAIR_STANDS" }],
    });
  });

  it("tells everyone, with what it rests on", async () => {
    const { policy } = await publish({ legalBasis: "An order of a test." });
    const [entry, ...more] = await entriesOf(room, policy.id);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      type: "PolicyPublished",
      audience: ["public"],
      legalBasis: "An order of a test.",
      by: "OSTP|one",
    });
  });

  it("publishes the next version, and says what it changes of the one before", async () => {
    const key = newKey();
    const first = await publish({ key });
    const clocks = { ...expeditedPreview.clocks, appeal: 50 };
    const { policy, refusals } = await publish({ key, version: 2, clocks });
    expect(refusals).toEqual([]);
    const appeal = { kind: "CHANGED", path: ["clocks", "appeal"], before: "33", after: "50" };
    expect(policy).toMatchObject({ version: 2, predecessor: { version: 1 }, changes: [appeal] });
    await publish({ key, version: 3, clocks, silence: "It means nothing." });
    const asked = `query ($id: ID!, $since: ID) { policy(id: $id) { version
      predecessor { version } successor { version changes { path } } changes(since: $since) { path } } }`;
    const since = first.policy.id;
    expect((await room.ask(publicActor, asked, { id: policy.id, since })).data.policy).toEqual({
      version: 2,
      predecessor: { version: 1 },
      successor: { version: 3, changes: [{ path: ["silence"] }] },
      changes: [{ path: ["clocks", "appeal"] }],
    });
    expect((await room.ask(publicActor, asked, { id: since, since: policy.id })).data.policy).toMatchObject({
      predecessor: null,
      changes: [{ path: ["clocks", "appeal"] }],
    });
    expect((await room.ask(publicActor, asked, { id: since, since: "pol_none" })).data.policy.changes).toBeNull();
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ["a clock of no days", { clocks: { ...expeditedPreview.clocks, refer: 0 } }, ["clocks", "refer"]],
    ["too few days in all", { clocks: { ...expeditedPreview.clocks, total: 6 } }, ["clocks", "total"]],
    [
      "a vote without a tie",
      { ladder: expeditedPreview.ladder.map(({ tie, ...level }) => (level.level === 2 ? level : { ...level, tie })) },
      ["ladder", "1", "tie"],
    ],
    ["a panel that decides nothing", { panel: [{ agency: "ONCD", seat: "CONSULTED" }] }, ["panel"]],
    ["a zone that there isn't", { timeZone: "Washington" }, ["timeZone"]],
    ["business days without a holiday", { holidays: [] }, ["holidays"]],
    [
      "a year of which it names no holiday",
      { holidays: expeditedPreview.holidays.filter(({ date }) => !date.startsWith("2027")) },
      ["holidays"],
    ],
    [
      "programmes under what is no policy",
      { programmePolicies: ["trusted-access", "nowhere"] },
      ["programmePolicies", "1"],
    ],
    ["programmes under what is for releases", { programmePolicies: ["eo12981"] }, ["programmePolicies", "0"]],
    ["a day that there isn't", { holidays: [{ date: "2027-02-30", name: "A day" }] }, ["holidays", "0", "date"]],
    [
      "a phase without partners",
      { phases: [{ phase: "DRAFT", authorizationRequired: true }] },
      ["phases", "0", "phase"],
    ],
    [
      "a cap where nobody needs an authorization",
      {
        phases: [
          { phase: "LIMITED_PREVIEW", authorizationRequired: true },
          { phase: "GENERAL_AVAILABILITY", partnerCap: 5, authorizationRequired: false },
        ],
      },
      ["phases", "1", "partnerCap"],
    ],
    [
      "a phase given twice",
      {
        phases: [
          { phase: "LIMITED_PREVIEW", partnerCap: 5, authorizationRequired: true },
          { phase: "LIMITED_PREVIEW", partnerCap: 6, authorizationRequired: true },
        ],
      },
      ["phases", "1", "phase"],
    ],
    ["a title of blanks", { title: "  " }, ["title"]],
    ["a title with a blank at its end", { title: "Title " }, ["title"]],
    ["a version before the first", { version: 0 }, ["version"]],
  ])("refuses %s, and names the place", async (_what, part, place) => {
    const before = await ledgerLength(room);
    expect(await refusedWith({ ...documentOf(), ...part })).toEqual([invalid(...place)]);
    expect(await ledgerLength(room)).toBe(before);
  });

  it("tells of everything that is wrong at once", async () => {
    const wrong = { ...documentOf(), silence: "", authorizationDays: 0, countersigners: [] };
    expect((await refusedWith(wrong)).map(({ field }) => field?.join("."))).toEqual([
      "input.document.silence",
      "input.document.countersigners",
      "input.document.authorizationDays",
    ]);
  });

  it("tells of fifty mistakes at most", async () => {
    const holidays = Array.from({ length: 200 }, () => ({ date: "never", name: "A day" }));
    expect(await refusedWith({ ...documentOf(), holidays })).toHaveLength(50);
  });

  it("refuses a version that has been published, and one that leaves a gap", async () => {
    const stale = refusal("STALE_REVISION", { field: inDocument("version") });
    expect(await refusedWith(policyInput({ ...expeditedPreview, silence: "Otherwise." }))).toEqual([stale]);
    expect(await refusedWith(policyInput({ ...expeditedPreview, version: 3 }))).toEqual([invalid("version")]);
    expect(await refusedWith(documentOf({ version: 2 }))).toEqual([invalid("version")]);
  });

  it("refuses a version that changes nothing", async () => {
    const panel = [...expeditedPreview.panel].reverse();
    expect(await refusedWith(policyInput({ ...expeditedPreview, version: 2, panel }))).toEqual([invalid()]);
  });

  it("lets one of two publish a version, and tells the other", async () => {
    const key = newKey();
    const race = ["One says this.", "Two says that.", "Three says it all."].map((silence, index) =>
      room.change(
        official("OSTP", `racer-${index}`),
        "publishPolicy",
        { document: documentOf({ key, silence }) },
        shown,
      ),
    );
    const came = await Promise.all(race);
    expect(came.filter(({ policy }) => policy !== null)).toHaveLength(1);
    const refused = came.flatMap(({ refusals }) => refusals);
    expect(refused.map(({ code, field }) => [code, field])).toEqual([
      ["STALE_REVISION", inDocument("version")],
      ["STALE_REVISION", inDocument("version")],
    ]);
    const { data } = await room.ask(publicActor, `{ policies(filter: { key: "${key}" }) { totalCount } }`);
    expect(data.policies.totalCount).toBe(1);
  });

  it("does it once for one key", async () => {
    const input = { document: documentOf(), idempotencyKey: "publish-it-once" };
    const first = await room.change(ostp, "publishPolicy", input, shown);
    const before = await ledgerLength(room);
    expect(await room.change(ostp, "publishPolicy", input, shown)).toEqual(first);
    expect(await ledgerLength(room)).toBe(before);
  });

  it("leaves it to OSTP", async () => {
    const document = `mutation ($input: PublishPolicyInput!) { publishPolicy(input: $input) { refusals { code } } }`;
    const input = { idempotencyKey: "not-yours-to-do", document: documentOf() };
    const others = [official("ONCD"), official("COMMERCE"), official("DEFENSE"), vendorOf("labs"), partnerOf("acme")];
    for (const by of [...others, auditor, administrator(), publicActor]) {
      const answer = await room.ask(by, document, { input });
      expect(codesOf(answer)).toEqual([by === publicActor ? "UNAUTHENTICATED" : "FORBIDDEN"]);
    }
  });

  describe("and the releases that follow it", () => {
    const releaseOf = "release { id revision policy { key version } }";

    it("show the newest version, under which their new cases begin", async () => {
      const key = newKey();
      const { policy } = await publish({ key });
      const vendor = await aVendor(room, `labs-${key}`);
      const release = await aRelease(room, vendor, policy, "Follower", { phase: "UNDER_REVIEW" });
      await publish({ key, version: 2, silence: "It means nothing." });
      const by = vendorOf(vendor.org);
      const { data } = await room.ask(by, `{ release(id: "${release.id}") { policy { version } } }`);
      expect(data.release.policy).toEqual({ version: 2 });
      const wanted = { releaseId: release.id, justification: "It is ready." };
      const asked = await room.change(by, "requestPhaseAdvance", wanted, "phaseAdvance { policy { version } }");
      expect(asked.phaseAdvance.policy).toEqual({ version: 2 });
    });

    it("aren't amended by naming it again", async () => {
      const key = newKey();
      const { policy } = await publish({ key });
      const vendor = await aVendor(room, `labs-${key}`);
      const release = await aRelease(room, vendor, policy, "Same", { phase: "REGISTERED", publicSince: null });
      await publish({ key, version: 2, silence: "It means nothing." });
      const by = vendorOf(vendor.org);
      const amend = { releaseId: release.id, revision: 1 };
      expect(await room.refused(by, "amendRelease", { ...amend, policyKey: key })).toEqual([
        refusal("INVALID_INPUT", { field: ["input"] }),
      ]);
      const other = await room.change(by, "amendRelease", { ...amend, policyKey: "eo12981" }, releaseOf);
      expect(other.release).toMatchObject({ revision: 2, policy: { key: "eo12981", version: 1 } });
    });
  });
});
