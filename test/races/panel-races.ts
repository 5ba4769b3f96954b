import { expect } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { official, race } from "./arena.ts";
import { accepting, amending, concurring, isDone, objecting, returning, whyNot, withdrawing } from "./attempts.ts";
import { standingOf } from "./looks.ts";
import { oneCase } from "./seeds.ts";

const twoLeft = ["ONCD", "OSTP"] as const;

/** Positions that come at the same time, and what else happens to their case meanwhile. */
export function panelRaces(count: number): void {
  describeOn(["postgres"], `positions at once, ${count} times each`, () => {
    race("of the last two seats: one proposal", count, async (arena) => {
      const raced = await oneCase(arena, twoLeft);
      const views = [concurring(raced, official("COMMERCE")), concurring(raced, official("DEFENSE"))];
      const came = await arena.atOnce(views);
      expect(came.flatMap(whyNot)).toEqual([]);
      const decisions = await arena.database.asOwner<{ status: string }>(
        "select status from decision where case_id = $1",
        [raced.caseId],
      );
      expect(decisions).toEqual([{ status: "PROPOSED" }]);
      expect(await standingOf(arena, raced.caseId)).toEqual({ status: "AWAITING_COUNTERSIGNATURE", revision: 1 });
      return "one proposal";
    });

    race("of the last two seats, one of which objects: one dispute, and no proposal", count, async (arena) => {
      const raced = await oneCase(arena, twoLeft);
      await arena.atOnce([concurring(raced, official("COMMERCE")), objecting(raced)]);
      expect((await standingOf(arena, raced.caseId)).status).toBe("IN_DISPUTE");
      const decisions = await arena.database.asOwner("select id from decision where case_id = $1", [raced.caseId]);
      expect(decisions).toEqual([]);
      return "one dispute";
    });

    race("of four officials of one agency: the one that the ledger has last counts", count, async (arena) => {
      const raced = await oneCase(arena, ["ONCD", "OSTP", "COMMERCE"]);
      const names = ["one", "two", "three", "four"];
      const views = names.map((name, index) =>
        index % 2 === 0 ? concurring(raced, official("DEFENSE", name)) : objecting(raced, official("DEFENSE", name)),
      );
      const came = await arena.atOnce(views);
      expect(came.flatMap(whyNot)).toEqual([]);
      const [last] = await arena.database.asOwner<{ kind: string }>(
        `select p.kind from ledger_entry e join position p on p.id = e.subject_id
          where e.type = 'PositionRecorded' and p.case_id = $1 order by e.seq desc limit 1`,
        [raced.caseId],
      );
      const { status } = await standingOf(arena, raced.caseId);
      expect(status).toBe(last?.kind === "OBJECT" ? "IN_DISPUTE" : "AWAITING_COUNTERSIGNATURE");
      return status;
    });

    race("of one person for two agencies: one of the two is heard", count, async (arena) => {
      const raced = await oneCase(arena, twoLeft);
      const hat = (role: string) => ({ roles: [role], subject: "test|two-hats" });
      const came = await arena.atOnce([concurring(raced, hat("commerce")), concurring(raced, hat("defense"))]);
      expect(came.filter(isDone)).toHaveLength(1);
      expect(whyNot(came.find((one) => !isDone(one)))).toEqual(["SPOKE_FOR_ANOTHER_AGENCY"]);
      expect(await standingOf(arena, raced.caseId)).toEqual({ status: "IN_REVIEW", revision: 1 });
      return isDone(came[0]) ? "COMMERCE heard" : "DEFENSE heard";
    });

    race("and an amendment: the position is of the old revision, or stale", count, async (arena) => {
      const raced = await oneCase(arena, twoLeft);
      const [heard, amended] = await arena.atOnce([{ ...concurring(raced), late: 30 }, amending(raced)]);
      expect(whyNot(amended)).toEqual([]);
      expect(await standingOf(arena, raced.caseId)).toEqual({ status: "IN_REVIEW", revision: 2 });
      if (isDone(heard)) return "position first";
      expect(heard.refusals).toMatchObject([{ code: "STALE_REVISION", field: ["input", "revision"] }]);
      return "amendment first";
    });

    race("and an amendment before the last seat: a proposal, or a new revision", count, async (arena) => {
      const raced = await oneCase(arena, ["ONCD", "OSTP", "COMMERCE"]);
      const [heard, amended] = await arena.atOnce([{ ...concurring(raced), late: 30 }, amending(raced)]);
      expect([heard, amended].filter(isDone)).toHaveLength(1);
      const now = await standingOf(arena, raced.caseId);
      if (isDone(heard)) {
        expect(amended.refusals).toMatchObject([{ code: "ILLEGAL_TRANSITION", from: "AWAITING_COUNTERSIGNATURE" }]);
        expect(now).toEqual({ status: "AWAITING_COUNTERSIGNATURE", revision: 1 });
        return "position first";
      }
      expect(whyNot(heard)).toEqual(["STALE_REVISION"]);
      expect(now).toEqual({ status: "IN_REVIEW", revision: 2 });
      return "amendment first";
    });

    race("and a withdrawal: nothing is proposed after it", count, async (arena) => {
      const raced = await oneCase(arena, ["ONCD", "OSTP", "COMMERCE"]);
      const [heard, withdrawn] = await arena.atOnce([concurring(raced), withdrawing(raced)]);
      expect(whyNot(withdrawn)).toEqual([]);
      expect((await standingOf(arena, raced.caseId)).status).toBe("WITHDRAWN");
      if (isDone(heard)) return "position first";
      expect(heard.refusals).toMatchObject([{ code: "ILLEGAL_TRANSITION", from: "WITHDRAWN" }]);
      return "withdrawal first";
    });

    race("of nobody yet: Commerce accepts twice, and every seat is referred to once", count, async (arena) => {
      const raced = await oneCase(arena, "SUBMITTED");
      const came = await arena.atOnce([accepting(raced), accepting(raced, official("COMMERCE", "two"))]);
      expect(came.filter(isDone)).toHaveLength(1);
      expect(came.find((one) => !isDone(one)).refusals).toMatchObject([
        { code: "ILLEGAL_TRANSITION", from: "IN_REVIEW", attempted: "accept" },
      ]);
      return isDone(came[0]) ? "one first" : "two first";
    });

    race("of nobody yet: acceptance, return, amendment and withdrawal, and the records agree", count, async (arena) => {
      const raced = await oneCase(arena, "SUBMITTED");
      const late = arena.chance.pick([0, 10, 30]);
      const came = await arena.atOnce([
        { ...accepting(raced), late },
        { ...returning(raced), late },
        amending(raced),
        ...(arena.chance.below(2) === 0 ? [withdrawing(raced)] : []),
      ]);
      const [accepted, returned, amended] = came;
      // What Commerce read is at its first revision: after an amendment neither answer stands.
      expect([accepted, returned].filter(isDone).length).toBeLessThan(2);
      const { status, revision } = await standingOf(arena, raced.caseId);
      expect(revision).toBe(isDone(amended) ? 2 : 1);
      return status;
    });
  });
}
