import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Context } from "../../src/context.ts";
import { sweep } from "../../src/decisions/clocks/sweep.ts";
import { sweepCase } from "../../src/decisions/clocks/sweep-case.ts";
import { LedgerTail } from "../../src/feed/tail.ts";
import { systemActor } from "../../src/identity/actor.ts";
import { change } from "../../src/ledger/change.ts";
import { matcherVersion } from "../../src/rules/screening/match-names.ts";
import { describeOn } from "../support/describe-on.ts";
import { silent } from "../support/graph.ts";
import { importList } from "../support/screening.ts";
import { done } from "../support/story.ts";
import { type Applicant, type Filed, type Setting, setting } from "./setting.ts";

/** The expedited policy gives agencies 5 business days and reminds after 4: of a Tuesday's referral, these. */
const tuesday = "2026-06-09T14:00:00.000Z";
const monday = "2026-06-15T21:00:00.000Z";
const nextTuesday = "2026-06-16T21:00:00.000Z";
const wednesday = "2026-06-17T21:00:00.000Z";

const seats = "referrals { nodes { agency dueAt remindedAt position { kind official late } } }";

describeOn(["postgres", "embedded"], "what falls due", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
  });
  afterAll(() => here?.stop());

  const at = (time: string) => here.clock.set(time);
  const swept = async () => {
    const { done: count, failed } = await sweep(here.graph.services);
    expect(failed).toEqual([]);
    return count;
  };
  /** Sweeps until nothing is due. */
  const sweptOut = async () => {
    for (let rounds = 0; (await swept()) > 0; rounds += 1) expect(rounds).toBeLessThan(20);
  };
  const referredOnTuesday = async (releaseId?: string): Promise<Filed> => {
    at(tuesday);
    return here.inReview(releaseId ?? (await here.release()));
  };
  const positionsOf = async (caseId: string) => {
    const { referrals } = await here.read(caseId, seats);
    return Object.fromEntries(
      referrals.nodes.map(({ agency, position }: { agency: string; position: { kind: string } | null }) => [
        agency,
        position?.kind ?? null,
      ]),
    );
  };
  const remindersOf = async (caseId: string) =>
    (await here.read(caseId, seats)).referrals.nodes.map(({ remindedAt }: { remindedAt: string | null }) => remindedAt);

  it("reminds each agency that wasn't heard, once", async () => {
    const { caseId } = await referredOnTuesday();
    await here.tell.position(caseId, here.people.oncd);
    await swept();
    expect(await remindersOf(caseId)).toEqual([null, null, null, null]);
    at(monday);
    await swept();
    const { referrals } = await here.read(caseId, seats);
    for (const { agency, remindedAt, dueAt } of referrals.nodes) {
      expect(dueAt).toBe(nextTuesday);
      expect(remindedAt, agency).toBe(agency === "ONCD" ? null : monday);
    }
    const [reminded] = (await here.read(caseId, "referrals { nodes { id agency } }")).referrals.nodes.filter(
      ({ agency }: { agency: string }) => agency === "DEFENSE",
    );
    await swept();
    expect(await here.entries(reminded.id)).toEqual(["CaseReferred", "AgencyReminded"]);
  });

  it("takes silence for no objection on a deemable seat once its time is over, and then proposes what that comes to", async () => {
    const { caseId, as } = await referredOnTuesday();
    await here.tell.position(caseId, here.people.oncd);
    await here.tell.position(caseId, here.people.ostp);
    at(monday);
    await swept();
    at("2026-06-16T20:59:59.999Z");
    await swept();
    expect((await here.read(caseId, "status")).status).toBe("IN_REVIEW");
    at(nextTuesday);
    await swept();
    expect(await positionsOf(caseId)).toEqual({
      ONCD: "CONCUR",
      OSTP: "CONCUR",
      COMMERCE: "DEEMED_NO_OBJECTION",
      DEFENSE: "DEEMED_NO_OBJECTION",
    });
    const { status, positions, decision } = await here.read(
      caseId,
      "status decision { outcome basis } positions { nodes { id kind official } }",
    );
    expect(status).toBe("AWAITING_COUNTERSIGNATURE");
    expect(decision).toEqual({ outcome: "APPROVE", basis: "PANEL" });
    const deemed = positions.nodes.find(({ kind: its }: { kind: string }) => its === "DEEMED_NO_OBJECTION");
    expect(deemed.official).toBeNull();
    expect(await here.entries(deemed.id)).toEqual(["SilenceCounted"]);
    const own = await as.ask("query A($id: ID!) { application(id: $id) { status } }", { id: caseId });
    expect(own.application.status).toBe("AWAITING_COUNTERSIGNATURE");
    await here.tell.countersigned(caseId);
  });

  it("counts silence at its due date where the sweep came a little after the reminder's", async () => {
    const { caseId } = await referredOnTuesday();
    at("2026-06-15T21:59:59.000Z");
    await swept();
    at(nextTuesday);
    await swept();
    expect(await positionsOf(caseId)).toMatchObject({
      COMMERCE: "DEEMED_NO_OBJECTION",
      DEFENSE: "DEEMED_NO_OBJECTION",
    });
  });

  it("never takes a required seat's silence for anything", async () => {
    const { caseId } = await referredOnTuesday();
    at(monday);
    await swept();
    at(nextTuesday);
    await swept();
    expect(await positionsOf(caseId)).toMatchObject({ ONCD: null, OSTP: null, COMMERCE: "DEEMED_NO_OBJECTION" });
    expect((await here.read(caseId, "status")).status).toBe("IN_REVIEW");
  });

  it("counts silence only after a reminder: where that went out late, a counted day later", async () => {
    const { caseId } = await referredOnTuesday();
    at(nextTuesday);
    await swept();
    expect(await positionsOf(caseId)).toMatchObject({ COMMERCE: null, DEFENSE: null });
    expect(await remindersOf(caseId)).toEqual(Array(4).fill(nextTuesday));
    await swept();
    expect(await positionsOf(caseId)).toMatchObject({ COMMERCE: null, DEFENSE: null });
    at(wednesday);
    await swept();
    expect(await positionsOf(caseId)).toMatchObject({
      COMMERCE: "DEEMED_NO_OBJECTION",
      DEFENSE: "DEEMED_NO_OBJECTION",
    });
  });

  it("passes over no open screening hit in silence", async () => {
    const { caseId, partnerId } = await referredOnTuesday();
    const { legalName } = (
      await here.people.commerce.ask("query P($id: ID!) { partner(id: $id) { legalName } }", { id: partnerId })
    ).partner;
    await importList(here.graph, [{ name: legalName }]);
    at(monday);
    await swept();
    at(nextTuesday);
    await swept();
    expect(await positionsOf(caseId)).toMatchObject({ COMMERCE: null, DEFENSE: null });
    const hits = "query H($id: ID!) { partner(id: $id) { screeningHits { nodes { id } } } }";
    const [hit] = (await here.people.commerce.ask(hits, { id: partnerId })).partner.screeningHits.nodes;
    const finding = { disposition: "FALSE_MATCH", reason: "COMMON_NAME", note: "Compared." };
    done(await here.people.commerce.mutate("disposeScreeningHit", { hitId: hit.id, ...finding }));
    await swept();
    expect(await positionsOf(caseId)).toMatchObject({ COMMERCE: "DEEMED_NO_OBJECTION" });
    // The later tests' partners are on no list.
    await importList(here.graph, [{ name: "Zephyr Quartz Mooring" }]);
  });

  it.each([-1, 1])(
    "counts no silence while the list was read by another release, by its matcher %i, and counts it once it is matched again",
    async (other) => {
      const { caseId } = await referredOnTuesday();
      await here.graph.database.asOwner(
        "update screening_list set matcher = $1 where id = (select list_id from screening)",
        [matcherVersion + other],
      );
      at(monday);
      await swept();
      at(nextTuesday);
      await swept();
      expect(await positionsOf(caseId)).toMatchObject({ COMMERCE: null, DEFENSE: null });
      // Nor where the case is swept about something else.
      const context = new Context(here.graph.services, systemActor, "a test");
      await change(context, "sweep", { idempotencyKey: `outdated-${other}` }, async (tx) => {
        await sweepCase(tx, caseId);
        return { id: caseId };
      });
      expect(await positionsOf(caseId)).toMatchObject({ COMMERCE: null, DEFENSE: null });
      await here.graph.database.asOwner("update screening_list set matcher = $1", [matcherVersion]);
      await swept();
      expect(await positionsOf(caseId)).toMatchObject({ COMMERCE: "DEEMED_NO_OBJECTION" });
    },
  );

  it.each([
    ["no list is in force", "update screening set list_id = null"],
    ["its list is stale", "update screening_list set confirmed_at = '2026-05-17T20:59:59.999Z'"],
  ])("counts no silence while %s, and counts it once there is a fresh one", async (_what, spoilt) => {
    const { caseId } = await referredOnTuesday();
    const { database, services } = here.graph;
    const [inForce] = await database.asOwner<{ id: string }>("select list_id as id from screening");
    // As the configuration has it where it isn't said: thirty days, which are over by a millisecond.
    const usual = { ...services, screeningMaxAgeDays: undefined };
    await database.asOwner(spoilt);
    at(monday);
    await sweep(usual);
    at(nextTuesday);
    await sweep(usual);
    expect(await positionsOf(caseId)).toMatchObject({ COMMERCE: null, DEFENSE: null });
    // Nor where the case is swept about something else.
    const context = new Context(usual, systemActor, "a test");
    await change(context, "sweep", { idempotencyKey: `list-${caseId}` }, async (tx) => {
      await sweepCase(tx, caseId);
      return { id: caseId };
    });
    expect(await positionsOf(caseId)).toMatchObject({ COMMERCE: null, DEFENSE: null });
    await database.asOwner("update screening_list set confirmed_at = '2026-05-17T21:00:00.000Z'");
    await database.asOwner("update screening set list_id = $1", [inForce?.id]);
    await sweep(usual);
    expect(await positionsOf(caseId)).toMatchObject({
      COMMERCE: "DEEMED_NO_OBJECTION",
      DEFENSE: "DEEMED_NO_OBJECTION",
    });
    await database.asOwner("update screening_list set confirmed_at = imported_at");
  });

  it("hears a late objection until the decision, and says that it is late", async () => {
    const { caseId } = await referredOnTuesday();
    await here.tell.position(caseId, here.people.oncd);
    await here.tell.position(caseId, here.people.ostp);
    at(monday);
    await swept();
    at(nextTuesday);
    await swept();
    at(wednesday);
    await here.tell.position(caseId, here.people.defense, "OBJECT", { reason: "DIVERSION_RISK" });
    const { status, referrals } = await here.read(caseId, `status ${seats}`);
    expect(status).toBe("IN_DISPUTE");
    const lateness = Object.fromEntries(
      referrals.nodes.map(({ agency, position }: { agency: string; position: { late: boolean } }) => [
        agency,
        position.late,
      ]),
    );
    expect(lateness).toEqual({ ONCD: false, OSTP: false, COMMERCE: false, DEFENSE: true });
  });

  it("calls a position late whose time was over before the clock stopped", async () => {
    const { caseId } = await referredOnTuesday();
    at(wednesday);
    const input = { caseId, revision: 1, reason: "LEGAL_REVIEW", owner: "OSTP", reviewAt: "2026-06-24T21:00:00.000Z" };
    done(await here.people.commerce.mutate("placeHold", input));
    await here.tell.position(caseId, here.people.defense);
    const inTime = await referredOnTuesday();
    done(await here.people.commerce.mutate("placeHold", { ...input, caseId: inTime.caseId }));
    at(wednesday);
    await here.tell.position(inTime.caseId, here.people.defense);
    const lateness = async (id: string) => (await here.read(id, "positions { nodes { late } }")).positions.nodes;
    expect(await lateness(caseId)).toEqual([{ late: true }]);
    expect(await lateness(inTime.caseId)).toEqual([{ late: false }]);
  });

  it("gives a case its dates that was under review before dates were kept", async () => {
    const { caseId } = await referredOnTuesday();
    const dates = "referrals { nodes { dueAt remindAt } }";
    const before = await here.read(caseId, dates);
    await here.graph.database.query("update referral set due_at = null, remind_at = null where case_id = $1", [caseId]);
    await swept();
    expect(await here.read(caseId, dates)).toEqual(before);
  });

  it("closes the open cases of a withdrawn release, with the reason, and what was open about them", async () => {
    const releaseId = await here.release();
    const waiting = await referredOnTuesday(releaseId);
    const awaiting = await here.awaiting(releaseId);
    const proposal = await here.tell.decisionOf(awaiting.caseId);
    done(await here.people.vendor.mutate("withdrawRelease", { releaseId, reason: "We bring another." }));
    await swept();
    for (const { caseId, as } of [waiting, awaiting]) {
      const own = await as.ask("query A($id: ID!) { application(id: $id) { status closureReason closedAt dueAt } }", {
        id: caseId,
      });
      expect(own.application).toEqual({
        status: "WITHDRAWN",
        closureReason: "RELEASE_WITHDRAWN",
        closedAt: tuesday,
        dueAt: null,
      });
    }
    expect(await here.entries(proposal.id)).toEqual(["DecisionProposed", "DecisionVoided"]);
    expect(await here.entries(waiting.caseId)).toContain("CaseClosedWithRelease");
  });

  describe("about an authorization", () => {
    const july = "2026-07-01T00:00:00.000Z";
    const august = "2026-08-01T00:00:00.000Z";
    const read = async (id: string) =>
      (await here.people.auditor.ask("query A($id: ID!) { authorization(id: $id) { status effective } }", { id }))
        .authorization;

    it("notes once that its time is over", async () => {
      at(tuesday);
      const { authorizationId } = await here.authorized(await here.release());
      at("2027-06-09T14:00:00.000Z");
      await swept();
      await swept();
      expect(await read(authorizationId)).toEqual({ status: "EXPIRED", effective: false });
      expect(await here.entries(authorizationId)).toEqual(["AuthorizationIssued", "AuthorizationExpired"]);
    });

    /** An authorization with a condition on time. */
    const authorizedUntil = async (releaseId: string, time: string): Promise<{ id: string }> => {
      const { caseId } = await here.inReview(releaseId);
      const condition = { text: "Until then.", predicate: { kind: "EXPIRES_AT", at: time } };
      await here.tell.position(caseId, here.people.oncd, "CONCUR_WITH_CONDITIONS", { conditions: [condition] });
      for (const each of [here.people.ostp, here.people.commerce, here.people.defense]) {
        await here.tell.position(caseId, each);
      }
      return (await here.tell.countersigned(caseId)).authorization;
    };

    it("notes once that a condition on time has ended its effect, while it stays active", async () => {
      at(tuesday);
      const authorization = await authorizedUntil(await here.release(), july);
      await swept();
      expect(await here.entries(authorization.id)).toEqual(["AuthorizationIssued"]);
      at(july);
      await swept();
      await swept();
      expect(await read(authorization.id)).toEqual({ status: "ACTIVE", effective: false });
      expect(await here.entries(authorization.id)).toEqual(["AuthorizationIssued", "AuthorizationEffectEnded"]);
    });

    const ended = "AuthorizationEffectEnded";
    const until = (time: string) => ({ effect: "LIMIT", limits: [{ kind: "EXPIRES_AT", at: time }] });
    /** How often it was noted that its effect ended. */
    const notedOf = async (id: string) => (await here.entries(id)).filter((type) => type === ended).length;
    let other: Applicant;
    beforeAll(async () => {
      other = await here.applicant();
    });
    const lift = async (directiveId: string) =>
      done(await here.people.commerce.mutate("liftDirective", { directiveId, reason: "It is over." }));

    it("notes once that a directive's limit on time has ended its effect, and again when another does after it was lifted", async () => {
      at(tuesday);
      const releaseId = await here.release();
      const { authorizationId } = await here.authorized(releaseId);
      const untilJuly = await here.tell.directive(releaseId, until(july));
      const untilAugust = await here.tell.directive(releaseId, until(august));
      await swept();
      expect(await notedOf(authorizationId)).toBe(0);
      at(july);
      await sweptOut();
      expect(await read(authorizationId)).toEqual({ status: "ACTIVE", effective: false });
      expect(await notedOf(authorizationId)).toBe(1);
      await lift(untilJuly);
      expect(await read(authorizationId)).toEqual({ status: "ACTIVE", effective: true });
      expect(await swept()).toBe(0);
      at(august);
      await Promise.all([swept(), swept(), swept()]);
      await sweptOut();
      expect(await read(authorizationId)).toEqual({ status: "ACTIVE", effective: false });
      expect(await notedOf(authorizationId)).toBe(2);
      await lift(untilAugust);
      expect(await swept()).toBe(0);
    });

    it("notes that a condition on time has ended its effect, also after a limit did that was lifted", async () => {
      at(tuesday);
      const releaseId = await here.release();
      const { id } = await authorizedUntil(releaseId, august);
      const directiveId = await here.tell.directive(releaseId, until(july));
      at(july);
      await sweptOut();
      await lift(directiveId);
      at(august);
      await sweptOut();
      expect(await read(id)).toEqual({ status: "ACTIVE", effective: false });
      expect(await notedOf(id)).toBe(2);
    });

    it("notes no second end of an effect that has ended", async () => {
      at(tuesday);
      const releaseId = await here.release();
      const { authorizationId } = await here.authorized(releaseId);
      await here.tell.directive(releaseId, until(july));
      const second = await here.tell.directive(releaseId, until(august));
      for (const time of [july, august]) {
        at(time);
        await sweptOut();
        expect(await notedOf(authorizationId)).toBe(1);
      }
      await lift(second);
      expect(await swept()).toBe(0);
    });

    it("notes what a limit on time of the vendor's designation has ended", async () => {
      at(tuesday);
      const { authorizationId } = await here.authorized(await here.release());
      const designationId = await here.tell.designation(here.vendorId, until(july));
      at(july);
      await sweptOut();
      expect(await read(authorizationId)).toEqual({ status: "ACTIVE", effective: false });
      expect(await notedOf(authorizationId)).toBe(1);
      done(await here.people.defense.mutate("liftDesignation", { designationId, reason: "It is over." }));
      expect(await read(authorizationId)).toEqual({ status: "ACTIVE", effective: true });
    });

    it.each<[string, (partnerId: string) => object, boolean]>([
      ["its partner", (id) => ({ partnerIds: [id] }), true],
      ["another partner", () => ({ partnerIds: [other.partnerId] }), false],
      ["where its partner is established", () => ({ jurisdictions: ["DE", "FR"] }), true],
      ["another country", () => ({ jurisdictions: ["FR"] }), false],
      ["its partner's kind", () => ({ partnerKinds: ["ACADEMIC"] }), true],
      ["another kind", () => ({ partnerKinds: ["ENTERPRISE"] }), false],
      ["the phase of its release", () => ({ phases: ["LIMITED_PREVIEW", "EXPANDED_PREVIEW"] }), true],
      ["another phase", () => ({ phases: ["EXPANDED_PREVIEW"] }), false],
      ["its partner in another phase", (id) => ({ partnerIds: [id], phases: ["EXPANDED_PREVIEW"] }), false],
    ])("notes the end of a limit on time where its scope is %s", async (_what, scopeOf, touches) => {
      at(tuesday);
      const releaseId = await here.release();
      const applicant = await here.applicant({ jurisdiction: "DE", kind: "ACADEMIC" });
      const { authorizationId, partnerId } = await here.authorized(releaseId, applicant);
      await here.tell.directive(releaseId, { ...until(july), scope: scopeOf(partnerId) });
      at(july);
      await sweptOut();
      expect(await read(authorizationId)).toEqual({ status: "ACTIVE", effective: !touches });
      expect(await notedOf(authorizationId)).toBe(touches ? 1 : 0);
    });
  });

  it("does each thing once, however many nodes sweep at once", async () => {
    at(tuesday);
    const releaseId = await here.release("LIMITED_PREVIEW", "eo12981");
    const cases: Filed[] = [];
    for (let made = 0; made < 6; made += 1) cases.push(await here.inReview(releaseId));
    const nodes = [1, 2, 3].map(() => ({
      ...here.graph.services,
      tail: new LedgerTail(here.graph.database, silent),
    }));
    const everyone = async () => {
      const results = await Promise.all(nodes.map((node) => sweep(node)));
      expect(results.flatMap(({ failed }) => failed)).toEqual([]);
    };
    // 30 calendar days to answer; the reminder goes out after 20.
    at("2026-06-29T21:00:00.000Z");
    await everyone();
    at("2026-07-09T21:00:00.000Z");
    await everyone();
    await everyone();
    for (const { caseId } of cases) {
      const { status, positions, decisions, referrals } = await here.read(
        caseId,
        "status positions { totalCount } decisions { totalCount } referrals { nodes { id } }",
      );
      expect({ status, positions, decisions }).toEqual({
        status: "AWAITING_COUNTERSIGNATURE",
        positions: { totalCount: 4 },
        decisions: { totalCount: 1 },
      });
      for (const { id } of referrals.nodes) expect(await here.entries(id)).toEqual(["CaseReferred", "AgencyReminded"]);
    }
    for (const { tail } of nodes) tail.stop();
  });

  it("does nothing where nothing is due, and leaves no trace of having looked", async () => {
    at("2028-01-01T00:00:00.000Z");
    await sweptOut();
    const before = await here.graph.database.query("select count(*)::int from idempotency", []);
    expect(await swept()).toBe(0);
    expect(await here.graph.database.query("select count(*)::int from idempotency", [])).toEqual(before);
  });

  it("notes once that a vendor's postponement has run out, and leaves one that was made anew", async () => {
    at(tuesday);
    const releaseId = await here.release("LIMITED_PREVIEW");
    const { vendor } = here.people;
    const postpone = async (until: string) =>
      done(await vendor.mutate("postponeRelease", { releaseId, reason: "Not yet.", until }));
    await postpone(monday);
    await postpone(nextTuesday);
    at(monday);
    await swept();
    expect((await here.entries(releaseId)).at(-1)).toBe("ReleasePostponed");
    at(nextTuesday);
    await Promise.all([swept(), swept()]);
    const asked = `query C($id: ID!) { changes(filter: { subjectId: $id, types: ["ReleasePostponementEnded"] }) {
      nodes { from to actorSubject } } }`;
    const { changes } = await here.people.auditor.ask(asked, { id: releaseId });
    expect(changes.nodes).toEqual([{ from: "POSTPONED", to: "IN_FORCE", actorSubject: null }]);
    expect(await swept()).toBe(0);
  });
});
