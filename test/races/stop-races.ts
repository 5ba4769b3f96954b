import { expect } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { sweepAlone } from "../support/falling-due.ts";
import { type Arena, official, race } from "./arena.ts";
import {
  answering,
  asking,
  closing,
  concurring,
  countersigning,
  holding,
  isDone,
  releasing,
  whyNot,
  withdrawing,
} from "./attempts.ts";
import { placeOf, standingOf } from "./looks.ts";
import { oneCase, type SeededCase } from "./seeds.ts";

const awaitingDefense = ["ONCD", "OSTP", "COMMERCE"] as const;

/** A case about which ONCD asks its partner, with DEFENSE still to be heard. */
async function asked(arena: Arena): Promise<SeededCase & { requestId: string }> {
  const raced = await oneCase(arena, awaitingDefense);
  const [came] = await arena.atOnce([asking(raced)]);
  expect(whyNot(came)).toEqual([]);
  return { ...raced, requestId: came.informationRequest.id };
}

/** What came of a request for information. */
async function requestOf({ database }: Arena, id: string) {
  const [row] = await database.asOwner<{ status: string; answer: string | null }>(
    "select status, answer from information_request where id = $1",
    [id],
  );
  return row;
}

/** What stops a case's clock, and what comes at the same time: one order, and nothing decided while it stands. */
export function stopRaces(count: number): void {
  describeOn(["postgres"], `stops of a clock at once, ${count} times each`, () => {
    race("a hold and a countersignature: nothing is decided while the clock is stopped", count, async (arena) => {
      const raced = await oneCase(arena);
      const [held, signed] = await arena.atOnce([holding(raced), countersigning(raced)]);
      if (isDone(signed)) {
        expect(held.refusals).toMatchObject([{ code: "ILLEGAL_TRANSITION", from: "APPROVED", attempted: "placeHold" }]);
        expect((await standingOf(arena, raced.caseId)).status).toBe("APPROVED");
        return "signature first";
      }
      expect(whyNot(held)).toEqual([]);
      expect(whyNot(signed)).toEqual(["CLOCK_STOPPED"]);
      expect((await standingOf(arena, raced.caseId)).status).toBe("AWAITING_COUNTERSIGNATURE");
      return "hold first";
    });

    race("two holds of one owner for one reason: one stands, the other hears that it does", count, async (arena) => {
      const raced = await oneCase(arena);
      const came = await arena.atOnce([holding(raced), holding(raced, official("COMMERCE"))]);
      expect(came.filter(isDone)).toHaveLength(1);
      expect(came.flatMap(whyNot)).toEqual(["DUPLICATE"]);
      return isDone(came[0]) ? "first" : "second";
    });

    race("two releases of one hold, and the last position: one release, one proposal", count, async (arena) => {
      const raced = await oneCase(arena, awaitingDefense);
      const [{ hold }] = await arena.atOnce([holding(raced)]);
      const came = await arena.atOnce([
        releasing(hold.id),
        releasing(hold.id, official("COMMERCE", "three")),
        concurring(raced),
      ]);
      expect(whyNot(came[2])).toEqual([]);
      expect(came.slice(0, 2).flatMap(whyNot)).toEqual(["ILLEGAL_TRANSITION"]);
      expect((await standingOf(arena, raced.caseId)).status).toBe("AWAITING_COUNTERSIGNATURE");
      const released = await placeOf(arena, hold.id, "HoldReleased");
      const spoke = await placeOf(arena, came[2].position.id, "PositionRecorded");
      return released < spoke ? "release first" : "position first";
    });

    race("two answers: one is kept, the other hears that it came second", count, async (arena) => {
      const raced = await asked(arena);
      const came = await arena.atOnce([
        answering(raced.requestId, raced, "The first."),
        answering(raced.requestId, raced, "The second."),
      ]);
      expect(came.filter(isDone)).toHaveLength(1);
      expect(came.find((one) => !isDone(one)).refusals).toMatchObject([
        { code: "ILLEGAL_TRANSITION", from: "ANSWERED", attempted: "answer" },
      ]);
      const answer = isDone(came[0]) ? "The first." : "The second.";
      expect(await requestOf(arena, raced.requestId)).toEqual({ status: "ANSWERED", answer });
      return isDone(came[0]) ? "first" : "second";
    });

    race("an answer and a closing: the request ends once", count, async (arena) => {
      const raced = await asked(arena);
      const [answered, closed] = await arena.atOnce([answering(raced.requestId, raced), closing(raced.requestId)]);
      expect([answered, closed].filter(isDone)).toHaveLength(1);
      expect((await requestOf(arena, raced.requestId))?.status).toBe(isDone(answered) ? "ANSWERED" : "CLOSED");
      return isDone(answered) ? "answer first" : "closing first";
    });

    race("an answer and the lapse: in time or not at all", count, async (arena) => {
      const raced = await asked(arena);
      const { database, chance } = arena;
      await database.asOwner(
        "update information_request set due_at = date_trunc('milliseconds', clock_timestamp()) + $2::int * interval '1 ms' where id = $1",
        [raced.requestId, chance.below(60)],
      );
      const sweeping = chance.pause(25).then(() => sweepAlone(arena, raced.caseId));
      const [[answered], swept] = await Promise.all([
        arena.atOnce([{ ...answering(raced.requestId, raced), late: 15 }]),
        sweeping,
      ]);
      const found = await requestOf(arena, raced.requestId);
      if (isDone(answered)) {
        expect(found?.status).toBe("ANSWERED");
        return "answered in time";
      }
      expect(["ANSWER_TIME_OVER", "ILLEGAL_TRANSITION"]).toContain(whyNot(answered)[0]);
      expect(found).toEqual({ status: swept ? "LAPSED" : "OPEN", answer: null });
      return swept ? "lapsed" : "too late, and not noted yet";
    });

    race("a request and the applicant's withdrawal: nothing stays open of a case that ended", count, async (arena) => {
      const raced = await oneCase(arena);
      const [asks, withdrawn] = await arena.atOnce([asking(raced), withdrawing(raced)]);
      expect(whyNot(withdrawn)).toEqual([]);
      if (!isDone(asks)) {
        expect(whyNot(asks)).toEqual(["ILLEGAL_TRANSITION"]);
        return "withdrawal first";
      }
      expect((await requestOf(arena, asks.informationRequest.id))?.status).toBe("CLOSED");
      return "request first";
    });
  });
}
