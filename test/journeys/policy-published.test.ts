import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { sweepAlone } from "../support/falling-due.ts";
import { policyInput } from "../support/policies.ts";
import { type Journey, journey } from "./kit.ts";

describeOn(["postgres", ...embeddedWhenWhole], "a new version of a policy, in which Defense must answer", (kind) => {
  let here: Journey;
  let releaseId: string;
  let earlier: string;
  let later: string;
  let secondVersion: string;

  beforeAll(async () => {
    here = await journey(kind);
    const { tell, people } = here;
    await tell.vendor();
    releaseId = await tell.previewedRelease();
    await tell.admittedPartner();
    await tell.admittedPartner({ as: people.partner2, legalName: "Globex Health (fictional)" });
    earlier = await tell.applicationInReview(releaseId);
    for (const each of [people.oncd, people.ostp, people.commerce]) await tell.position(earlier, each);
  });
  afterAll(() => here?.stop());

  const next = {
    ...expeditedPreview,
    version: 2,
    panel: expeditedPreview.panel.map(({ agency, seat }) => ({
      agency,
      seat: agency === "DEFENSE" ? ("REQUIRED" as const) : seat,
    })),
  };
  const defenseSeat = async (caseId: string) => {
    const { referrals } = await here.reads(here.people.defense, "agency/case", { id: caseId });
    return referrals.nodes.find(({ agency }: { agency: string }) => agency === "DEFENSE");
  };
  const sweep = async (caseId: string) => {
    while (await sweepAlone(here.graph, caseId));
  };
  const span = { from: "2026-06-01T00:00:00.000Z", to: "2026-07-01T00:00:00.000Z" };

  it("is published by OSTP alone, as the version after the newest", async () => {
    const { ostp, oncd, vendor, everyone } = here.people;
    const document = policyInput(next);
    for (const other of [oncd, vendor])
      expect(await here.mayNot(other, "ostp/publish-policy", { document })).toBe("FORBIDDEN");
    const repeated = { document: { ...document, version: 1 } };
    expect(await here.isRefused(ostp, "ostp/publish-policy", repeated)).toHaveLength(1);
    const { policy } = await here.does(ostp, "ostp/publish-policy", { document });
    expect(policy.changes).toEqual([
      { kind: "CHANGED", path: ["panel", "DEFENSE", "seat"], before: "DEEMABLE", after: "REQUIRED" },
    ]);
    secondVersion = policy.id;
    expect(await here.reads(everyone, "ostp/policy", { id: secondVersion })).toMatchObject({ version: 2 });
  });

  it("leaves a case under way its own: there Defense's silence still counts", async () => {
    expect(await defenseSeat(earlier)).toMatchObject({ seat: "DEEMABLE", awaiting: true });
    here.at("2026-06-15T21:00:00.000Z");
    await sweep(earlier);
    here.at("2026-06-16T21:00:00.000Z");
    await sweep(earlier);
    expect(await defenseSeat(earlier)).toMatchObject({ position: { kind: "DEEMED_NO_OBJECTION" } });
    await here.tell.countersigned(earlier);
    expect(await here.reads(here.people.partner, "partner/my-application", { id: earlier })).toMatchObject({
      status: "APPROVED",
      policy: { key: "expedited-preview", version: 1 },
    });
  });

  it("is what the next case begins under: there Defense must answer", async () => {
    const { partner2, oncd, ostp, commerce, defense, defense2 } = here.people;
    later = await here.tell.applicationInReview(releaseId, { as: partner2 });
    expect(await here.reads(partner2, "partner/my-application", { id: later })).toMatchObject({
      policy: { version: 2 },
    });
    expect(await defenseSeat(later)).toMatchObject({ seat: "REQUIRED" });
    for (const each of [oncd, ostp, commerce]) await here.tell.position(later, each);
    for (const time of ["2026-06-23T21:00:00.000Z", "2026-06-25T14:00:00.000Z"]) {
      here.at(time);
      await sweep(later);
    }
    expect(await defenseSeat(later)).toMatchObject({ awaiting: true, overdue: true });
    expect(await here.tell.decisionOf(later)).toBeNull();
    const early = { caseId: later, revision: 1, kind: "CONCUR" };
    expect(await here.mayNot(here.people.auditor, "agency/record-position", early)).toBe("FORBIDDEN");
    await here.does(defense, "agency/record-position", early);
    await here.tell.countersigned(later, defense2);
  });

  it("is tried on the case that was decided: it would still wait for Defense", async () => {
    const { ostp, partner } = here.people;
    const before = await here.reads(here.people.auditor, "auditor/checkpoint");
    const { replays, summary } = await here.reads(ostp, "ostp/replay-policy", { versionId: secondVersion, ...span });
    const replayOf = (id: string) => replays.find((each: { case: { id: string } }) => each.case.id === id);
    expect(replayOf(earlier)).toMatchObject({ inFact: "APPROVE", outcome: "WAITING", waitingFor: ["DEFENSE"] });
    expect(replayOf(later)).toMatchObject({ inFact: "APPROVE", outcome: "APPROVE", differences: [] });
    expect(summary.turns).toContainEqual({ inFact: "APPROVE", outcome: "WAITING", cases: 1 });
    // Nothing is written, and what stands stands.
    expect(await here.reads(here.people.auditor, "auditor/checkpoint")).toEqual(before);
    expect(await here.reads(partner, "partner/my-application", { id: earlier })).toMatchObject({ status: "APPROVED" });
  });

  it("is tried by officials and auditors, and by nobody whose cases they are", async () => {
    for (const other of [here.people.partner, here.people.vendor]) {
      const document =
        "query R($id: ID!, $from: DateTime!, $to: DateTime!) { replayPolicy(versionId: $id, from: $from, to: $to) { asOf } }";
      const { errors } = await other.send(document, { id: secondVersion, ...span });
      expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
  });
});
