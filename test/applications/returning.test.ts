import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Application } from "../../src/applications/application.ts";
import { applicationsSubgraph } from "../../src/applications/subgraph.ts";
import { decisionsSubgraph } from "../../src/decisions/subgraph.ts";
import type { Policy } from "../../src/releases/policies/policy.ts";
import type { Release } from "../../src/releases/register/release.ts";
import { applicationStatuses } from "../../src/rules/vocabulary.ts";
import { administrator, auditor, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { codesOf, openRoom, type Room, refusal, roomOn } from "../support/room.ts";
import { anApplication, aPartner, aPolicy, aRelease, aVendor, tuesday } from "../support/rows.ts";

const commerce = official("COMMERCE");
const why = { reason: "INCOMPLETE", note: "Say who administers the accounts." };
const shown = "application { status returnReason returnNote dueAt submittedAt lastSubmittedAt revision closedAt }";

describeOn(["postgres", ...embeddedWhenWhole], "returning an application", (kind) => {
  let room: Room;
  let policy: Policy;
  let release: Release;
  let made = 0;

  beforeAll(async () => {
    room = await openRoom(kind, applicationsSubgraph());
    policy = await aPolicy(room);
    release = await aRelease(room, await aVendor(room, "labs"), policy, "Strix");
  });
  afterAll(() => room?.close());

  const applied = async (rest: Partial<Application> = {}): Promise<{ application: Application; org: string }> => {
    made += 1;
    const org = `org-${made}`;
    return { application: await anApplication(room, await aPartner(room, org), release, rest), org };
  };
  const giveBack = (id: string, part: object = {}) =>
    room.change(commerce, "returnApplication", { applicationId: id, revision: 1, ...why, ...part }, shown);

  it("returns a submitted one with the reason and what to mend, and stops its clock", async () => {
    const { application } = await applied();
    const answer = await giveBack(application.id);
    expect(answer.refusals).toEqual([]);
    expect(answer.application).toEqual({
      status: "RETURNED",
      returnReason: "INCOMPLETE",
      returnNote: why.note,
      dueAt: null,
      submittedAt: tuesday.toISOString(),
      lastSubmittedAt: tuesday.toISOString(),
      revision: 1,
      closedAt: null,
    });
  });

  it("tells the partner, the vendor and officials", async () => {
    const { application, org } = await applied();
    await giveBack(application.id);
    const entries = await room.database.query<object>(
      `select type, audience, payload->>'from' as "from", payload->>'to' as "to" from ledger_entry where subject_id = $1`,
      [application.id],
    );
    const audience = ["officials", `partner:${org}`, "vendor:labs"];
    expect(entries).toEqual([{ type: "ApplicationReturned", audience, from: "SUBMITTED", to: "RETURNED" }]);
  });

  it("takes it back when it is submitted again: first submission kept, clock and reason anew", async () => {
    const { application, org } = await applied();
    await giveBack(application.id);
    const thursday = new Date("2026-06-11T14:00:00.000Z");
    room.services.clock.fixed = thursday;
    const existing = { applicationId: application.id, revision: 1 };
    const answer = await room.change(partnerOf(org), "submitApplication", { existing }, shown);
    room.services.clock.fixed = null;
    expect(answer.application).toMatchObject({
      status: "SUBMITTED",
      returnReason: null,
      returnNote: null,
      submittedAt: tuesday.toISOString(),
      lastSubmittedAt: thursday.toISOString(),
      // Two business days from a Thursday: over the weekend.
      dueAt: "2026-06-15T21:00:00.000Z",
    });
    const types = await room.database.query<object>(
      "select type from ledger_entry where subject_id = $1 order by seq",
      [application.id],
    );
    expect(types).toEqual([{ type: "ApplicationReturned" }, { type: "ApplicationResubmitted" }]);
  });

  it("leaves it all its time before the panel, however long it lay returned", async () => {
    const { application, org } = await applied();
    await giveBack(application.id);
    // The fifteen business days from its first submission would have ended on 30 June.
    room.services.clock.fixed = new Date("2026-07-13T14:00:00.000Z");
    const existing = { applicationId: application.id, revision: 1 };
    await room.change(partnerOf(org), "submitApplication", { existing }, "");
    room.services.clock.fixed = new Date("2026-07-14T14:00:00.000Z");
    const panel = roomOn(room.database, decisionsSubgraph());
    panel.services.clock.fixed = room.services.clock.fixed;
    await panel.change(commerce, "acceptApplication", { applicationId: application.id, revision: 1 }, "");
    room.services.clock.fixed = null;
    const [row] = await room.database.query<{ dueAt: Date }>(
      `select status, due_at as "dueAt" from application where id = $1`,
      [application.id],
    );
    // Fifteen business days from Monday 13 July.
    expect(row).toEqual({ status: "IN_REVIEW", dueAt: new Date("2026-08-03T21:00:00.000Z") });
  });

  it("refuses one for a release that its vendor has withdrawn, and leaves it as it was", async () => {
    made += 1;
    const gone = await aRelease(room, await aVendor(room, `labs-${made}`), policy, "Gone", { phase: "WITHDRAWN" });
    const application = await anApplication(room, await aPartner(room, `org-${made}`), gone);
    const input = { applicationId: application.id, revision: 1, ...why };
    const detail = { field: ["input", "applicationId"], blockers: ["RELEASE_WITHDRAWN"] };
    expect(await room.refused(commerce, "returnApplication", input)).toEqual([refusal("BLOCKED", detail)]);
    const [row] = await room.database.query("select status from application where id = $1", [application.id]);
    expect(row).toEqual({ status: "SUBMITTED" });
  });

  it.each(applicationStatuses.filter((status) => status !== "SUBMITTED" && status !== "DRAFT"))(
    "refuses one that is %s, and leaves it so",
    async (status) => {
      const { application } = await applied({ status });
      const answer = await room.refused(commerce, "returnApplication", {
        applicationId: application.id,
        revision: 1,
        ...why,
      });
      const detail = { field: ["input", "applicationId"], from: status, attempted: "return" };
      expect(answer).toEqual([refusal("ILLEGAL_TRANSITION", detail)]);
      const [row] = await room.database.query<object>(
        "select status, return_reason as reason from application where id = $1",
        [application.id],
      );
      expect(row).toEqual({ status, reason: null });
    },
  );

  it("finds no draft, just as nothing that does not exist", async () => {
    const { application } = await applied({ status: "DRAFT", submittedAt: null, dueAt: null });
    for (const applicationId of [application.id, room.services.ids.next("Application"), "nonsense"]) {
      const answer = await room.refused(commerce, "returnApplication", { applicationId, revision: 1, ...why });
      expect(answer).toEqual([refusal("NOT_FOUND", { field: ["input", "applicationId"] })]);
    }
  });

  it("refuses a stale revision", async () => {
    const { application } = await applied({ revision: 2 });
    const answer = await room.refused(commerce, "returnApplication", {
      applicationId: application.id,
      revision: 1,
      ...why,
    });
    expect(answer).toEqual([refusal("STALE_REVISION", { field: ["input", "revision"] })]);
  });

  it.each([
    ["an unknown reason", { reason: "DISLIKE" }],
    ["an empty note", { note: "" }],
    ["a note of 2,001 characters", { note: "x".repeat(2001) }],
  ])("refuses %s as BAD_USER_INPUT", async (_what, part) => {
    const { application } = await applied();
    const document =
      "mutation ($input: ReturnApplicationInput!) { returnApplication(input: $input) { application { id } } }";
    const input = { idempotencyKey: "malformed-input", applicationId: application.id, revision: 1, ...why, ...part };
    expect(codesOf(await room.ask(commerce, document, { input }))).toEqual(["BAD_USER_INPUT"]);
  });

  it.each([
    ["the public", publicActor, "UNAUTHENTICATED"],
    ["the partner", partnerOf("org-1"), "FORBIDDEN"],
    ["the vendor", vendorOf("labs"), "FORBIDDEN"],
    ["an official of ONCD", official("ONCD"), "FORBIDDEN"],
    ["an auditor", auditor, "FORBIDDEN"],
    ["an administrator", administrator(), "FORBIDDEN"],
  ])("leaves it to Commerce, not to %s", async (_who, by, code) => {
    const { application } = await applied();
    const document =
      "mutation ($input: ReturnApplicationInput!) { returnApplication(input: $input) { application { id } } }";
    const input = { idempotencyKey: "not-yours-to-do", applicationId: application.id, revision: 1, ...why };
    expect(codesOf(await room.ask(by, document, { input }))).toEqual([code]);
  });
});
