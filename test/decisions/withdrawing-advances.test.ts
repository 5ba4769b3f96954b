import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { done } from "../support/story.ts";
import { refusal, type Setting, setting } from "./setting.ts";

const field = ["input", "phaseAdvanceId"];
const agencies = ["oncd", "ostp", "commerce", "defense"] as const;
const read = `status dueAt rebuttalDueAt closedAt closureReason decision { id }
  decisions { nodes { status } } disputes { nodes { status cause } } referrals { nodes { awaiting } }`;

describeOn(["postgres"], "withdrawing a phase advance", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
  });
  afterAll(() => here?.stop());

  const requested = async (releaseId?: string) => here.tell.requestedAdvance(releaseId ?? (await here.release()));
  const accepted = async (releaseId?: string) => {
    const phaseAdvanceId = await requested(releaseId);
    done(await here.people.commerce.mutate("acceptPhaseAdvance", { phaseAdvanceId, revision: 1 }));
    return phaseAdvanceId;
  };
  const awaiting = async (releaseId?: string) => {
    const id = await accepted(releaseId);
    await here.tell.everyoneConcurs(id);
    return id;
  };
  const refusedBySigner = async (releaseId?: string) => {
    const id = await awaiting(releaseId);
    const input = { ...(await here.signing(id)), reason: "NEW_INFORMATION" };
    done(await here.people.oncd2.mutate("refuseCountersignature", input));
    return id;
  };
  const toBeDenied = async () => {
    const id = await accepted();
    for (const agency of agencies)
      await here.tell.position(id, here.people[agency], "OBJECT", { reason: "CYBER_CAPABILITY" });
    return id;
  };
  const withdraw = (phaseAdvanceId: string) =>
    here.people.vendor.mutate(
      "withdrawPhaseAdvance",
      { phaseAdvanceId },
      "phaseAdvance { id status closedAt closureReason dueAt }",
    );
  const refused = (as: Setting["people"]["vendor"], phaseAdvanceId: string) =>
    here.refused(as, "withdrawPhaseAdvance", { phaseAdvanceId });

  it.each<[string, string, () => Promise<string>, string[], string[]]>([
    ["is submitted", "SUBMITTED", requested, [], []],
    ["is before the panel", "IN_REVIEW", accepted, [], []],
    ["awaits its countersignature", "AWAITING_COUNTERSIGNATURE", awaiting, ["VOID"], []],
    ["is to be denied", "INTENT_TO_DENY", toBeDenied, ["VOID"], []],
    ["is in dispute after a refused countersignature", "IN_DISPUTE", refusedBySigner, ["REFUSED"], ["CLOSED"]],
  ])("ends one that %s, with what was proposed and disputed about it", async (_, from, make, decisions, disputes) => {
    const id = await make();
    expect((await here.read(id, "status")).status).toBe(from);
    const { phaseAdvance } = done(await withdraw(id));
    const closed = { status: "WITHDRAWN", closureReason: "WITHDRAWN_BY_APPLICANT", closedAt: expect.any(String) };
    expect(phaseAdvance).toEqual({ id, dueAt: null, ...closed });
    const after = await here.read(id, read);
    expect(after).toMatchObject({ ...closed, dueAt: null, rebuttalDueAt: null, decision: null });
    expect(after.decisions.nodes.map(({ status }: { status: string }) => status)).toEqual(decisions);
    expect(after.disputes.nodes.map(({ status }: { status: string }) => status)).toEqual(disputes);
    for (const { awaiting } of after.referrals.nodes) expect(awaiting).toBe(false);
    const asked = "query L($id: ID!) { changes(first: 100, filter: { subjectId: $id }) { nodes { type from to } } }";
    for (const as of [here.people.vendor, here.people.defense]) {
      const { nodes } = (await as.ask(asked, { id })).changes;
      expect(nodes.at(-1)).toEqual({ type: "PhaseAdvanceWithdrawn", from, to: "WITHDRAWN" });
    }
    expect(await refused(here.people.vendor, id)).toEqual([
      refusal("ILLEGAL_TRANSITION", { field, from: "WITHDRAWN", attempted: "withdraw" }),
    ]);
  });

  it("lets the vendor request another for the same release, which may be approved", async () => {
    const releaseId = await here.release();
    const id = await refusedBySigner(releaseId);
    const again = { releaseId, justification: "With more." };
    expect(await here.refused(here.people.vendor, "requestPhaseAdvance", again)).toMatchObject([{ code: "DUPLICATE" }]);
    done(await withdraw(id));
    await here.tell.countersigned(await awaiting(releaseId));
    const asked = "query R($id: ID!) { release(id: $id) { phase } }";
    expect((await here.people.everyone.ask(asked, { id: releaseId })).release.phase).toBe("EXPANDED_PREVIEW");
  });

  it("ends one of a release that was withdrawn", async () => {
    const releaseId = await here.release();
    const id = await awaiting(releaseId);
    done(await here.people.vendor.mutate("withdrawRelease", { releaseId, reason: "Superseded." }));
    expect(done(await withdraw(id)).phaseAdvance.status).toBe("WITHDRAWN");
  });

  it("gives the first answer again for the same key", async () => {
    const input = { phaseAdvanceId: await requested(), idempotencyKey: "withdraw-it-once" };
    const once = () => here.people.vendor.mutate("withdrawPhaseAdvance", input, "phaseAdvance { id closedAt }");
    expect(await once()).toEqual(done(await once()));
    expect((await here.entries(input.phaseAdvanceId)).filter((type) => type === "PhaseAdvanceWithdrawn")).toHaveLength(
      1,
    );
  });

  describe("refuses", () => {
    it("one that was decided", async () => {
      const id = await awaiting();
      await here.tell.countersigned(id);
      expect(await refused(here.people.vendor, id)).toEqual([
        refusal("ILLEGAL_TRANSITION", { field, from: "APPROVED", attempted: "withdraw" }),
      ]);
    });

    it("what is none, and another vendor's as if it did not exist", async () => {
      const id = await requested();
      const { caseId } = await here.submitted();
      const notFound = [refusal("NOT_FOUND", { field })];
      for (const none of ["nonsense", "adv_00000000000000000000000000", caseId, here.releaseId])
        expect(await refused(here.people.vendor, none)).toEqual(notFound);
      expect(await refused(here.people.vendor2, id)).toEqual(notFound);
    });

    it("everyone who is no vendor", async () => {
      const phaseAdvanceId = await requested();
      const document =
        "mutation M($input: WithdrawPhaseAdvanceInput!) { withdrawPhaseAdvance(input: $input) { refusals { code } } }";
      const input = { idempotencyKey: "not-for-me-to-do", phaseAdvanceId };
      const { commerce, oncd, partner, auditor, administrator } = here.people;
      for (const other of [commerce, oncd, partner, auditor, administrator])
        expect((await other.send(document, { input })).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
      expect((await here.read(phaseAdvanceId, "status")).status).toBe("SUBMITTED");
    });
  });
});
