import { expect } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { official, race, vendor } from "./arena.ts";
import {
  amending,
  barring,
  countersigning,
  designating,
  isDone,
  measuring,
  objecting,
  refusing,
  suspendingRelease,
  whyNot,
  withdrawing,
} from "./attempts.ts";
import { accessOf, placeOf, standingOf, statusOf } from "./looks.ts";
import { oneCase, oneRenewal } from "./seeds.ts";

/** What comes at the same time as a countersignature: one of the two decides, and the other hears why. */
export function signingRaces(count: number): void {
  describeOn(["postgres"], `a countersignature, ${count} times each`, () => {
    race("and another agency's: one stands, the other hears that it does", count, async (arena) => {
      const raced = await oneCase(arena);
      const signatures = [countersigning(raced), countersigning(raced, official("DEFENSE"))];
      const came = await arena.atOnce(signatures);
      expect(came.filter(isDone)).toHaveLength(1);
      expect(came.find((one) => !isDone(one)).refusals).toMatchObject([
        { code: "ILLEGAL_TRANSITION", from: "COUNTERSIGNED", attempted: "countersign", blockers: ["NOT_STANDING"] },
      ]);
      expect(await accessOf(arena, raced)).toEqual({ allowed: true, reasons: [] });
      return isDone(came[0]) ? "ONCD first" : "DEFENSE first";
    });

    race("and a directive: nothing is effective after it, and the ledger has the order", count, async (arena) => {
      const raced = await oneCase(arena);
      const [signed, ordered] = await arena.atOnce([countersigning(raced), suspendingRelease(raced.releaseId)]);
      expect(whyNot(ordered)).toEqual([]);
      const { reasons } = await accessOf(arena, raced);
      const directive = await placeOf(arena, ordered.directive.id, "DirectiveIssued");
      if (isDone(signed)) {
        expect(await placeOf(arena, signed.authorization.id, "AuthorizationIssued")).toBeLessThan(directive);
        expect(reasons).toEqual(["SUSPENDED_BY_DIRECTIVE"]);
        return "signature first";
      }
      expect(whyNot(signed)).toEqual(["RELEASE_NOT_IN_FORCE"]);
      expect(reasons).toEqual(["SUSPENDED_BY_DIRECTIVE", "NO_AUTHORIZATION"]);
      expect((await standingOf(arena, raced.caseId)).status).toBe("AWAITING_COUNTERSIGNATURE");
      return "directive first";
    });

    race("and a designation of the vendor: nothing is effective while it is in force", count, async (arena) => {
      const raced = await oneCase(arena);
      const designation = { ...designating(arena.vendorId), late: 20 };
      const [signed, designated] = await arena.atOnce([countersigning(raced), designation]);
      expect(whyNot(designated)).toEqual([]);
      const { id } = designated.designation;
      const { reasons } = await accessOf(arena, raced);
      expect(reasons[0]).toBe("SUSPENDED_BY_DESIGNATION");
      if (isDone(signed)) {
        const issued = await placeOf(arena, signed.authorization.id, "AuthorizationIssued");
        expect(issued).toBeLessThan(await placeOf(arena, id, "SupplyChainRiskDesignated"));
      } else expect(whyNot(signed)).toEqual(["RELEASE_NOT_IN_FORCE"]);
      const input = { designationId: id, reason: "Resolved." };
      const [lifted] = await arena.atOnce([{ by: official("DEFENSE"), mutation: "liftDesignation", input }]);
      expect(whyNot(lifted)).toEqual([]);
      return isDone(signed) ? "signature first" : "designation first";
    });

    race("and a bar of the partner: it holds nothing effective after it", count, async (arena) => {
      const raced = await oneCase(arena);
      const [signed, barred] = await arena.atOnce([countersigning(raced), { ...barring(raced), late: 40 }]);
      expect(whyNot(barred)).toEqual([]);
      const { reasons } = await accessOf(arena, raced);
      if (isDone(signed)) {
        const issued = await placeOf(arena, signed.authorization.id, "AuthorizationIssued");
        expect(issued).toBeLessThan(await placeOf(arena, raced.partnerId, "PartnerBarred"));
        expect(reasons).toEqual(["PARTNER_BARRED"]);
        return "signature first";
      }
      expect(whyNot(signed)).toEqual(["PARTNER_NOT_ADMITTED"]);
      expect(reasons).toEqual(["PARTNER_BARRED", "NO_AUTHORIZATION"]);
      return "bar first";
    });

    race("and a withdrawal of the release: nothing is approved after it", count, async (arena) => {
      const raced = await oneCase(arena);
      const input = { releaseId: raced.releaseId, reason: "Superseded." };
      const withdrawal = { by: vendor, mutation: "withdrawRelease", input, late: 30 };
      const [signed, gone] = await arena.atOnce([countersigning(raced), withdrawal]);
      expect(whyNot(gone)).toEqual([]);
      expect((await accessOf(arena, raced)).reasons[0]).toBe("RELEASE_WITHDRAWN");
      if (isDone(signed)) {
        const issued = await placeOf(arena, signed.authorization.id, "AuthorizationIssued");
        expect(issued).toBeLessThan(await placeOf(arena, raced.releaseId, "ReleaseWithdrawn"));
        return "signature first";
      }
      expect(whyNot(signed)).toEqual(["RELEASE_WITHDRAWN"]);
      return "withdrawal first";
    });

    race("and the applicant's withdrawal: it is approved, or ends undecided", count, async (arena) => {
      const raced = await oneCase(arena);
      const [signed, withdrawn] = await arena.atOnce([countersigning(raced), withdrawing(raced)]);
      const { status } = await standingOf(arena, raced.caseId);
      if (isDone(signed)) {
        expect(withdrawn.refusals).toMatchObject([{ code: "ILLEGAL_TRANSITION", from: "APPROVED" }]);
        expect(status).toBe("APPROVED");
        return "signature first";
      }
      expect(signed.refusals).toMatchObject([{ code: "ILLEGAL_TRANSITION", from: "VOID" }]);
      expect(whyNot(withdrawn)).toEqual([]);
      expect(status).toBe("WITHDRAWN");
      return "withdrawal first";
    });

    race("and an amendment: refused, since something is proposed, whoever comes first", count, async (arena) => {
      const raced = await oneCase(arena);
      const [signed, amended] = await arena.atOnce([countersigning(raced), amending(raced)]);
      expect(whyNot(signed)).toEqual([]);
      expect(amended.refusals).toMatchObject([{ code: "ILLEGAL_TRANSITION", attempted: "amend" }]);
      expect(await standingOf(arena, raced.caseId)).toEqual({ status: "APPROVED", revision: 1 });
      return amended.refusals[0].from === "APPROVED" ? "signature first" : "amendment first";
    });

    race("and an objection: it voids the proposal, or comes too late", count, async (arena) => {
      const raced = await oneCase(arena);
      const [signed, objected] = await arena.atOnce([countersigning(raced), objecting(raced)]);
      if (isDone(signed)) {
        expect(objected.refusals).toMatchObject([{ code: "ILLEGAL_TRANSITION", from: "APPROVED" }]);
        return "signature first";
      }
      expect(whyNot(objected)).toEqual([]);
      expect(signed.refusals.map(({ from }: { from: string }) => from)).toEqual(["IN_DISPUTE", "VOID"]);
      expect((await standingOf(arena, raced.caseId)).status).toBe("IN_DISPUTE");
      return "objection first";
    });

    race("of a renewal, and a revocation of what it replaces: nothing revoked is renewed", count, async (arena) => {
      const raced = await oneRenewal(arena);
      const revocation = { ...measuring("revokeAuthorization", raced.replacedId), late: 6 };
      const [signed, revoked] = await arena.atOnce([countersigning(raced), revocation]);
      const status = await statusOf(arena, raced.replacedId);
      if (isDone(signed)) {
        // Whoever revokes hears that another authorization stands in its place: that is the one to revoke.
        const late = { code: "ILLEGAL_TRANSITION", from: "SUPERSEDED", attempted: "revoke" };
        expect(revoked.refusals).toMatchObject([late]);
        expect(status).toBe("SUPERSEDED");
        expect(await accessOf(arena, raced)).toEqual({ allowed: true, reasons: [] });
        return "signature first";
      }
      expect(whyNot(revoked)).toEqual([]);
      expect(whyNot(signed)).toEqual(["REPLACED_AUTHORIZATION_ENDED"]);
      expect(status).toBe("REVOKED");
      expect((await accessOf(arena, raced)).allowed).toBe(false);
      expect((await standingOf(arena, raced.caseId)).status).toBe("AWAITING_COUNTERSIGNATURE");
      return "revocation first";
    });

    race("of a renewal, and a suspension of what it replaces: no renewal ends a suspension", count, async (arena) => {
      const raced = await oneRenewal(arena);
      const suspension = { ...measuring("suspendAuthorization", raced.replacedId), late: 6 };
      const [signed, suspended] = await arena.atOnce([countersigning(raced), suspension]);
      const status = await statusOf(arena, raced.replacedId);
      if (isDone(signed)) {
        const late = { code: "ILLEGAL_TRANSITION", from: "SUPERSEDED", attempted: "suspend" };
        expect(suspended.refusals).toMatchObject([late]);
        expect(status).toBe("SUPERSEDED");
        return "signature first";
      }
      expect(whyNot(suspended)).toEqual([]);
      expect(whyNot(signed)).toEqual(["REPLACED_AUTHORIZATION_SUSPENDED"]);
      expect(status).toBe("SUSPENDED");
      expect((await accessOf(arena, raced)).allowed).toBe(false);
      return "suspension first";
    });

    race("and its refusal by another: one of the two stands", count, async (arena) => {
      const raced = await oneCase(arena);
      const [signed, refused] = await arena.atOnce([countersigning(raced), refusing(raced)]);
      expect([signed, refused].filter(isDone)).toHaveLength(1);
      expect((await standingOf(arena, raced.caseId)).status).toBe(isDone(signed) ? "APPROVED" : "IN_DISPUTE");
      return isDone(signed) ? "signature first" : "refusal first";
    });

    race("and any of that at once: whatever comes of it, the records agree", count, async (arena) => {
      const raced = await oneCase(arena);
      const rest = [
        countersigning(raced, official("DEFENSE", "two")),
        refusing(raced),
        objecting(raced),
        objecting(raced, official("OSTP", "two")),
        withdrawing(raced),
        amending(raced),
        suspendingRelease(raced.releaseId),
        barring(raced),
      ];
      const some = arena.chance.shuffled(rest).slice(0, 2 + arena.chance.below(4));
      const came = await arena.atOnce([countersigning(raced), ...some]);
      for (const { refusals } of came) for (const { message } of refusals) expect(message).toMatch(/\.$/);
      return (await standingOf(arena, raced.caseId)).status;
    });
  });
}
