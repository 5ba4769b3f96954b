import type { QueryRunner } from "typeorm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LateVotesDated1782001800000 } from "../../src/migrations/1782001800000-late-votes-dated.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { describeOn } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";
import { cachedDeadlines } from "./cached-deadlines.ts";
import { type Disputed, type LadderSetting, ladderSetting, tuesday } from "./ladder-setting.ts";
import { refusal } from "./setting.ts";

const field = ["input", "disputeId"];
const blocked = (...blockers: string[]) => blockers.map((each) => refusal("BLOCKED", { field, blockers: [each] }));

describeOn(["postgres"], "voting on a dispute", (kind) => {
  let here: LadderSetting;
  beforeAll(async () => {
    here = await ladderSetting(kind);
  });
  afterAll(() => here?.stop());

  /** A dispute before the deputies; its chair decided so, or was silent. */
  const beforeDeputies = async (chair: "APPROVE" | "DENY" | null, releaseId?: string): Promise<Disputed> => {
    const disputed = await here.disputed(releaseId);
    if (chair === null) await here.timePasses(disputed.caseId);
    else {
      done(await here.decide(disputed.disputeId, 1, chair));
      done(await here.escalate(disputed.disputeId, 1));
    }
    return disputed;
  };
  const resultOf = async (caseId: string) => (await here.disputeOf(caseId)).decisions.nodes[0] ?? null;
  const refused = (disputeId: string, as: Caller, more: object = {}) =>
    here.refused(as, "castVote", { disputeId, level: 2, outcome: "APPROVE", ...more });

  it("keeps the vote with its reasons and reasoning, and gives it again for the same key", async () => {
    const { caseId, disputeId } = await beforeDeputies("APPROVE");
    const more = { reasons: ["FOREIGN_POLICY", "DIVERSION_RISK", "FOREIGN_POLICY"], rationale: "Not there.\nNot yet." };
    const input = { ...more, idempotencyKey: "one-vote-of-ours" };
    const first = done(await here.vote(disputeId, 2, here.people.commerce2, "DENY", input));
    expect(await here.vote(disputeId, 2, here.people.commerce2, "DENY", input)).toEqual(first);
    expect((await here.disputeOf(caseId)).votes.nodes).toEqual([
      {
        id: first.vote.id,
        level: 2,
        agency: "COMMERCE",
        official: "test|commerce-2",
        outcome: "DENY",
        reasons: ["DIVERSION_RISK", "FOREIGN_POLICY"],
        rationale: "Not there.\nNot yet.",
      },
    ]);
    expect(await here.entries(first.vote.id)).toEqual(["VoteCast"]);
  });

  it("decides at once when more than half of the voters agree, and takes no further vote", async () => {
    const { caseId, disputeId } = await beforeDeputies("DENY");
    await here.votes(disputeId, 2, "++");
    expect((await resultOf(caseId)).level).toBe(1);
    done(await here.vote(disputeId, 2, here.people.commerce, "APPROVE"));
    expect(await resultOf(caseId)).toMatchObject({ level: 2, basis: "MAJORITY", outcome: "APPROVE", reasons: [] });
    expect(await refused(disputeId, here.people.defense)).toEqual(blocked("LEVEL_DECIDED"));
  });

  it.each([
    ["DENY", "INTENT_TO_DENY", ["END_USE_CONCERN"]],
    ["APPROVE", "AWAITING_COUNTERSIGNATURE", []],
  ] as const)("keeps the chair's result when all have voted and none prevails: %s", async (chair, status, reasons) => {
    const { caseId, disputeId } = await beforeDeputies(chair);
    await here.votes(disputeId, 2, "+-+-");
    expect(await resultOf(caseId)).toMatchObject({ level: 2, basis: "TIE", outcome: chair, reasons });
    await here.timePasses(caseId);
    expect(await here.standing(caseId)).toMatchObject({ status, decision: { outcome: chair, reasons } });
  });

  it.each([
    ["+", "MAJORITY", "APPROVE"],
    ["-", "MAJORITY", "DENY"],
    ["+-", "TIE", "DENY"],
    ["++-", "MAJORITY", "APPROVE"],
  ])("counts the votes cast when the time is over: %j", async (votes, basis, outcome) => {
    const { caseId, disputeId } = await beforeDeputies("DENY");
    await here.votes(disputeId, 2, votes);
    await here.swept();
    expect((await resultOf(caseId)).level).toBe(1);
    await here.timePasses(caseId);
    expect(await resultOf(caseId)).toMatchObject({ level: 2, basis, outcome });
    expect(await here.disputeOf(caseId)).toMatchObject({ status: "OPEN", level: 2, dueAt: expect.any(String) });
  });

  it("passes on, as silence does, when it is equal and no chair has decided", async () => {
    const { caseId, disputeId } = await beforeDeputies(null);
    await here.votes(disputeId, 2, "++--");
    expect(await here.disputeOf(caseId)).toMatchObject({ status: "OPEN", level: 3, silentAt: null });
    expect(await resultOf(caseId)).toBeNull();
  });

  describe("at the last level, where no level has given a result", () => {
    /** A dispute before the principals, whom every level before them left it to in silence. */
    const beforePrincipals = async (): Promise<Disputed> => {
      const disputed = await beforeDeputies(null);
      await here.timePasses(disputed.caseId);
      expect(await here.disputeOf(disputed.caseId)).toMatchObject({ status: "OPEN", level: 3, silentAt: null });
      return disputed;
    };
    /** One whose principals were silent as well. */
    const overdue = async (): Promise<Disputed> => {
      const disputed = await beforePrincipals();
      await here.timePasses(disputed.caseId);
      expect(await here.disputeOf(disputed.caseId)).toMatchObject({ status: "OPEN", silentAt: expect.any(String) });
      return disputed;
    };
    const denied = {
      status: "INTENT_TO_DENY",
      rebuttalDueAt: expect.any(String),
      decision: { basis: "LADDER", outcome: "DENY", status: "PROPOSED", reasons: ["DIVERSION_RISK"] },
      disputes: { nodes: [{ status: "RESOLVED", level: 3 }] },
    };
    const deadlock = { level: 3, basis: "DEADLOCK", outcome: "DENY", reasons: ["DIVERSION_RISK"], decidedBy: null };

    it("authorizes nothing by equal votes of all: a denial is announced, for the reasons of those against", async () => {
      const { caseId, disputeId } = await beforePrincipals();
      await here.votes(disputeId, 3, "++--");
      expect(await resultOf(caseId)).toMatchObject(deadlock);
      expect(await here.standing(caseId)).toMatchObject(denied);
      expect((await here.entries((await resultOf(caseId)).id)).at(-1)).toBe("LadderDecided");
    });

    it("authorizes nothing by equal votes when its time is over", async () => {
      const { caseId, disputeId } = await beforePrincipals();
      await here.votes(disputeId, 3, "+-");
      await here.swept();
      expect((await here.standing(caseId)).status).toBe("IN_DISPUTE");
      await here.timePasses(caseId);
      expect(await resultOf(caseId)).toMatchObject(deadlock);
      expect(await here.standing(caseId)).toMatchObject(denied);
    });

    it.each([
      ["+", "MAJORITY", "APPROVE"],
      ["-", "MAJORITY", "DENY"],
      ["+-", "DEADLOCK", "DENY"],
    ])(
      "gives its voters their days anew with the first late vote, and counts then: %j",
      async (votes, basis, outcome) => {
        const { caseId, disputeId } = await overdue();
        const { silentAt } = await here.disputeOf(caseId);
        here.at("2026-07-06T14:00:00.000Z");
        await here.votes(disputeId, 3, votes);
        const { dueAt } = await here.disputeOf(caseId);
        // One business day from the first vote, at 17:00 in Washington.
        expect(await here.disputeOf(caseId)).toMatchObject({
          status: "OPEN",
          silentAt,
          dueAt: "2026-07-07T21:00:00.000Z",
        });
        const asked = `query E($id: ID!) { explainDeadline(caseId: $id) { deadlines { kind event from dueAt } } }`;
        const { explainDeadline } = await here.people.auditor.ask(asked, { id: caseId });
        expect(explainDeadline.deadlines).toContainEqual({
          kind: "LADDER_DECISION",
          event: "VOTED_LATE",
          from: "2026-07-06T14:00:00.000Z",
          dueAt,
        });
        here.at("2026-07-07T20:59:59.999Z");
        await here.swept();
        expect((await here.standing(caseId)).status).toBe("IN_DISPUTE");
        await here.timePasses(caseId);
        expect(await resultOf(caseId)).toMatchObject({ level: 3, basis, outcome });
        expect((await here.disputeOf(caseId)).status).toBe("RESOLVED");
      },
    );

    it("takes no vote once the days of a late one are over, whether or not anyone has noted that", async () => {
      const { disputeId } = await overdue();
      here.at("2026-07-06T14:00:00.000Z");
      await here.votes(disputeId, 3, "+");
      here.at("2026-07-07T21:00:00.000Z");
      const late = { disputeId, level: 3, outcome: "DENY", reasons: ["DIVERSION_RISK"] };
      expect(await here.refused(here.people.ostp, "castVote", late)).toEqual(blocked("LEVEL_TIME_OVER"));
    });

    it("decides by a majority of all, or by all, without waiting for the late votes' days to be over", async () => {
      const agreed = await overdue();
      await here.votes(agreed.disputeId, 3, "+++");
      expect(await resultOf(agreed.caseId)).toMatchObject({ basis: "MAJORITY", outcome: "APPROVE" });
      const divided = await overdue();
      await here.votes(divided.disputeId, 3, "+-+-");
      expect(await here.standing(divided.caseId)).toMatchObject(denied);
    });

    it.each([
      ["+", "MAJORITY", "APPROVE"],
      ["+-+-", "DEADLOCK", "DENY"],
    ])(
      "gives its days from the upgrade on to votes that waited before a late vote gave any: %j",
      async (cast, basis, outcome) => {
        const { caseId, disputeId } = await overdue();
        const { silentAt } = await here.disputeOf(caseId);
        const votes = [...cast].map((letter, index) => {
          const agency = ["ONCD", "OSTP", "COMMERCE", "DEFENSE"][index] as string;
          return `('vot_${disputeId}_${index}', '${disputeId}', '${caseId}', 'Application', 1, 3, '${agency}',
          'test|${agency.toLowerCase()}', '${letter === "+" ? "APPROVE" : "DENY"}',
          '${letter === "+" ? "{}" : "{DIVERSION_RISK}"}', '${silentAt}')`;
        });
        const { database } = here.graph;
        await database.asOwner(
          `insert into vote (id, dispute_id, case_id, case_type, case_revision, level, agency, official, outcome, reasons, cast_at)
         values ${votes.join(", ")}`,
        );
        const runner = { query: (statement: string) => database.asOwner(statement) } as unknown as QueryRunner;
        await new LateVotesDated1782001800000().down(runner);
        await new LateVotesDated1782001800000().up(runner);
        const [{ at: upgraded }] = (await database.asOwner("select now() as at")) as [{ at: Date }];

        here.at(upgraded.toISOString());
        await here.swept();
        expect(await resultOf(caseId)).toBeNull();
        const { dueAt } = await here.disputeOf(caseId);
        expect(Date.parse(dueAt)).toBeGreaterThan(upgraded.getTime());
        const [kept, made] = (await cachedDeadlines(here.graph)).get(caseId) as [object, object];
        expect(kept).toEqual(made);
        await here.timePasses(caseId);
        expect(await resultOf(caseId)).toMatchObject({ level: 3, basis, outcome });
      },
    );

    it("may be appealed for its silence while late votes' days run", async () => {
      const { caseId, disputeId, as } = await overdue();
      const { silentAt } = await here.disputeOf(caseId);
      here.at(new Date(Date.parse(silentAt) + 1).toISOString());
      await here.votes(disputeId, 3, "+");
      const input = { caseId, ground: "MISSED_DEADLINE", statement: "Decide." };
      expect(done(await as.mutate("appealDecision", input, "appeal { missed }")).appeal).toEqual({
        missed: "LADDER_DECISION",
      });
    });
  });

  it("denies with every reason that its voters gave", async () => {
    const { caseId, disputeId } = await beforeDeputies("APPROVE");
    const voters = [here.people.oncd, here.people.ostp, here.people.commerce];
    const reasons = ["INSUFFICIENT_SAFEGUARDS", "DIVERSION_RISK", "DIVERSION_RISK"];
    for (const [index, as] of voters.entries()) {
      done(await here.vote(disputeId, 2, as, "DENY", { reasons: [reasons[index]] }));
    }
    await here.timePasses(caseId);
    const { status, decision } = await here.standing(caseId);
    expect(status).toBe("INTENT_TO_DENY");
    expect(decision.reasons).toEqual(["DIVERSION_RISK", "INSUFFICIENT_SAFEGUARDS"]);
  });

  describe("refuses a vote", () => {
    it("of an agency that has voted, whichever of its officials casts it", async () => {
      const { disputeId } = await beforeDeputies("APPROVE");
      done(await here.vote(disputeId, 2, here.people.ostp, "DENY"));
      for (const as of [here.people.ostp, here.people.ostp2]) {
        expect(await refused(disputeId, as)).toEqual(blocked("AGENCY_VOTED"));
      }
    });

    it("where one official decides, and of another level", async () => {
      const { disputeId } = await here.disputed();
      expect(await refused(disputeId, here.people.oncd, { level: 1 })).toEqual(blocked("LEVEL_DOES_NOT_VOTE"));
      const at = refusal("BLOCKED", { field: ["input", "level"], blockers: ["WRONG_LEVEL"] });
      expect(await refused(disputeId, here.people.oncd)).toEqual([at, ...blocked("LEVEL_DOES_NOT_VOTE")]);
    });

    it("of an agency that the level doesn't name", async () => {
      const ladder = expeditedPreview.ladder.map((each) =>
        each.level === 2 ? { ...each, decidedBy: ["ONCD" as const, "OSTP" as const] } : each,
      );
      const { disputeId } = await beforeDeputies("APPROVE", await here.releaseUnder({ ladder }));
      expect(await refused(disputeId, here.people.defense)).toEqual(blocked("AGENCY_DOES_NOT_DECIDE"));
      await here.votes(disputeId, 2, "++");
      expect(await refused(disputeId, here.people.ostp2)).toEqual([
        ...blocked("LEVEL_DECIDED"),
        ...blocked("AGENCY_VOTED"),
      ]);
    });

    it("after its level's time, on hold, and by who is no official", async () => {
      const disputed = await beforeDeputies("APPROVE");
      here.at((await here.disputeOf(disputed.caseId)).dueAt);
      expect(await refused(disputed.disputeId, here.people.ostp)).toEqual(blocked("LEVEL_TIME_OVER"));
      here.at(tuesday);
      await here.stopped(disputed);
      expect(await refused(disputed.disputeId, here.people.ostp)).toEqual(blocked("CLOCK_STOPPED"));
      const document = "mutation M($input: CastVoteInput!) { castVote(input: $input) { refusals { code } } }";
      const input = { disputeId: disputed.disputeId, level: 2, outcome: "APPROVE", idempotencyKey: "not-mine-to-vote" };
      for (const as of [disputed.as, here.people.vendor, here.people.auditor, here.people.administrator]) {
        expect((await as.send(document, { input })).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
      }
    });

    it("to deny without a reason, and to approve with one", async () => {
      const { disputeId } = await beforeDeputies("APPROVE");
      const reasons = (blocker: string) =>
        refusal("INVALID_INPUT", { field: ["input", "reasons"], blockers: [blocker] });
      expect(await refused(disputeId, here.people.ostp, { outcome: "DENY" })).toEqual([reasons("REASONS_REQUIRED")]);
      expect(await refused(disputeId, here.people.ostp, { reasons: ["DIVERSION_RISK"] })).toEqual([
        reasons("REASONS_NOT_ALLOWED"),
      ]);
    });

    it("of a person who voted for another agency, who then takes no position for it either", async () => {
      const { caseId, disputeId } = await beforeDeputies("APPROVE");
      const as = (role: string) => here.graph.as({ roles: [role], subject: "test|many-hats" });
      done(await here.vote(disputeId, 2, as("commerce"), "APPROVE"));
      expect(await refused(disputeId, as("defense"))).toEqual(blocked("SPOKE_FOR_ANOTHER_AGENCY"));
      const position = { caseId, revision: 1, kind: "CONCUR" };
      expect(await here.refused(as("defense"), "recordPosition", position)).toEqual([
        refusal("BLOCKED", { field: ["input", "caseId"], blockers: ["SPOKE_FOR_ANOTHER_AGENCY"] }),
      ]);
      const chair = await here.disputed();
      done(await here.decide(chair.disputeId, 1, "APPROVE", {}, as("oncd")));
      const other = { caseId: chair.caseId, revision: 1, kind: "CONCUR" };
      expect(await here.refused(as("ostp"), "recordPosition", other)).toMatchObject([
        { blockers: ["SPOKE_FOR_ANOTHER_AGENCY"] },
      ]);
    });
  });

  it("keeps chair and voters from signing what comes of it; who took it further may", async () => {
    const { caseId, disputeId } = await here.disputed();
    done(await here.decide(disputeId, 1, "APPROVE"));
    done(await here.escalate(disputeId, 1, here.people.defense2));
    for (const as of [here.people.ostp2, here.people.commerce2, here.people.oncd]) {
      done(await here.vote(disputeId, 2, as, "APPROVE"));
    }
    await here.timePasses(caseId);
    const signing = await here.signing(caseId);
    const { oncd, oncd2, ostp2, commerce2 } = here.people;
    for (const as of [oncd2, ostp2, commerce2, oncd]) {
      expect(await here.refused(as, "countersignDecision", signing)).toEqual([
        refusal("BLOCKED", { field: ["input", "decisionId"], blockers: ["SIGNED_OWN_POSITION"] }),
      ]);
    }
    done(await here.people.defense2.mutate("countersignDecision", signing));
    expect((await here.read(caseId, "status")).status).toBe("APPROVED");
  });

  it("shows neither party anything of it but that the case is in dispute", async () => {
    const { caseId, disputeId, as } = await beforeDeputies("APPROVE");
    const { vote } = done(await here.vote(disputeId, 2, here.people.ostp, "DENY"));
    const { id: resultId } = await resultOf(caseId);
    const asked = `query N($case: ID!, $dispute: ID!, $vote: ID!, $result: ID!) {
      case: node(id: $case) { ... on Application { status disputes { totalCount } denialReasons { code } decision { id } } }
      dispute: node(id: $dispute) { id } vote: node(id: $vote) { id } result: node(id: $result) { id }
      changes(first: 100) { nodes { type subjectId } } }`;
    const ids = { case: caseId, dispute: disputeId, vote: vote.id, result: resultId };
    for (const reader of [as, here.people.vendor]) {
      const seen = await reader.ask(asked, ids);
      expect(seen).toMatchObject({
        case: { status: "IN_DISPUTE", disputes: null, denialReasons: null, decision: null },
        dispute: null,
        vote: null,
        result: null,
      });
      const subjects = seen.changes.nodes.map(({ subjectId }: { subjectId: string }) => subjectId);
      for (const id of [disputeId, vote.id, resultId]) expect(subjects).not.toContain(id);
      const inbox = "{ disputes { totalCount } }";
      expect((await reader.send(inbox)).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
      expect((await reader.send(`{ dispute(id: "${disputeId}") { id } }`)).errors?.[0]?.extensions.code).toBe(
        "FORBIDDEN",
      );
    }
  });

  it("has an inbox for each agency: what waits for its decision or its vote", async () => {
    const { oncd, ostp, commerce, auditor } = here.people;
    const found = async (as: Caller, filter: string) => {
      const asked = `{ disputes(first: 100, filter: { ${filter} }) { nodes { id viewerCanDecide viewerCanVote } } }`;
      return (await as.ask(asked)).disputes.nodes as { id: string; viewerCanDecide: boolean; viewerCanVote: boolean }[];
    };
    const agencyOf = (as: Caller) => (as === oncd ? "ONCD" : as === ostp ? "OSTP" : "COMMERCE");
    const mine = (as: Caller) => found(as, `awaitingAgency: ${agencyOf(as)}`);
    const { disputeId } = await here.disputed();
    const forChair = { id: disputeId, viewerCanDecide: true, viewerCanVote: false };
    expect(await mine(oncd)).toContainEqual(forChair);
    expect((await mine(ostp)).map(({ id }) => id)).not.toContain(disputeId);

    done(await here.decide(disputeId, 1, "APPROVE"));
    expect((await mine(oncd)).map(({ id }) => id)).not.toContain(disputeId);
    done(await here.escalate(disputeId, 1));
    const forVoter = { id: disputeId, viewerCanDecide: false, viewerCanVote: true };
    for (const as of [oncd, ostp, commerce]) expect(await mine(as)).toContainEqual(forVoter);
    done(await here.vote(disputeId, 2, ostp, "APPROVE"));
    expect((await mine(ostp)).map(({ id }) => id)).not.toContain(disputeId);
    const ids = async (filter: string) => (await found(auditor, filter)).map(({ id }) => id);
    expect(await ids("awaitingAgency: COMMERCE, level: [2], status: [OPEN]")).toContain(disputeId);
    expect(await ids("awaitingAgency: OSTP")).not.toContain(disputeId);
    expect(await ids("level: [3]")).not.toContain(disputeId);
    expect(await ids("status: [CLOSED]")).not.toContain(disputeId);
  });
});

describeOn(["postgres"], "acts on a dispute at the same time", (kind) => {
  let here: LadderSetting;
  beforeAll(async () => {
    here = await ladderSetting(kind);
  });
  afterAll(() => here?.stop());

  const refusalsOf = (answers: { refusals: { blockers: string[] }[] }[]) =>
    answers.flatMap(({ refusals }) => refusals.flatMap(({ blockers }) => blockers));
  const deputies = async (): Promise<Disputed> => {
    const disputed = await here.disputed();
    done(await here.decide(disputed.disputeId, 1, "DENY"));
    done(await here.escalate(disputed.disputeId, 1));
    return disputed;
  };

  it("settle once: the votes of all four, of which three decide", async () => {
    const { caseId, disputeId } = await deputies();
    const { oncd, ostp, commerce, defense } = here.people;
    const answers = await Promise.all(
      [oncd, ostp, commerce, defense].map((as) => here.vote(disputeId, 2, as, "APPROVE")),
    );
    expect(refusalsOf(answers)).toEqual(["LEVEL_DECIDED"]);
    const { decisions, votes } = await here.disputeOf(caseId);
    expect(votes.nodes).toHaveLength(3);
    expect(decisions.nodes.filter(({ level }: { level: number }) => level === 2)).toMatchObject([
      { basis: "MAJORITY", outcome: "APPROVE" },
    ]);
  });

  it("count one vote of two officials of an agency", async () => {
    const { caseId, disputeId } = await deputies();
    const answers = await Promise.all([
      here.vote(disputeId, 2, here.people.ostp, "APPROVE"),
      here.vote(disputeId, 2, here.people.ostp2, "DENY"),
    ]);
    expect(refusalsOf(answers)).toEqual(["AGENCY_VOTED"]);
    expect((await here.disputeOf(caseId)).votes.nodes).toHaveLength(1);
  });

  it("decide a level once, and take its result further only after it", async () => {
    const { caseId, disputeId } = await here.disputed();
    const [one, other, escalated] = await Promise.all([
      here.decide(disputeId, 1, "APPROVE"),
      here.decide(disputeId, 1, "DENY", {}, here.people.oncd),
      here.escalate(disputeId, 1),
    ]);
    const { level, decisions } = await here.disputeOf(caseId);
    expect(decisions.nodes).toHaveLength(1);
    expect([one, other].filter(({ refusals }) => refusals.length === 0)).toHaveLength(1);
    // Taken further first, it was undecided; after the decision, the other decision speaks of a level that is past.
    expect(level).toBe(escalated.refusals.length === 0 ? 2 : 1);
    if (level === 1) expect(refusalsOf([escalated])).toEqual(["LEVEL_UNDECIDED"]);
  });

  it("leave one dispute at one level: two agencies take the same result further", async () => {
    const { caseId, disputeId } = await here.disputed();
    done(await here.decide(disputeId, 1, "APPROVE"));
    const answers = await Promise.all([
      here.escalate(disputeId, 1, here.people.defense),
      here.escalate(disputeId, 1, here.people.commerce),
    ]);
    expect(refusalsOf(answers)).toEqual(["WRONG_LEVEL", "LEVEL_UNDECIDED"]);
    expect((await here.disputeOf(caseId)).level).toBe(2);
  });

  it("agree, whichever comes first: the chair decides, and the objection is withdrawn", async () => {
    const { caseId, disputeId } = await here.disputed();
    const [decided] = await Promise.all([
      here.decide(disputeId, 1, "DENY"),
      here.tell.position(caseId, here.people.defense, "CONCUR"),
    ]);
    expect(await here.standing(caseId)).toMatchObject({
      status: "AWAITING_COUNTERSIGNATURE",
      decision: { basis: "PANEL", outcome: "APPROVE" },
      disputes: { nodes: [{ status: "RESOLVED" }] },
    });
    const results = (await here.disputeOf(caseId)).decisions.nodes.length;
    expect(results).toBe(decided.refusals.length === 0 ? 1 : 0);
    expect(decided.refusals.map(({ code }: { code: string }) => code)).toEqual(
      results === 1 ? [] : ["ILLEGAL_TRANSITION"],
    );
  });

  it("do what is due once: the sweeper on two nodes", async () => {
    const { caseId, disputeId } = await here.disputed();
    here.at((await here.disputeOf(caseId)).dueAt);
    await Promise.all([here.swept(), here.swept()]);
    await here.swept();
    expect((await here.disputeOf(caseId)).level).toBe(2);
    expect((await here.entries(disputeId)).filter((type) => type === "DisputeEscalatedBySilence")).toHaveLength(1);
  });
});
