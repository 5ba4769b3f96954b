import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";
import { aPolicy, aRelease, aVendor } from "./rows.ts";
import { type Applicant, type Setting, setting } from "./setting.ts";
import { statementsOf } from "./statements.ts";

const document = `query A($releaseId: ID!, $partnerId: ID!, $endUse: EndUse!, $use: UseInput) {
  checkAccess(releaseId: $releaseId, partnerId: $partnerId, endUse: $endUse, use: $use) {
    allowed reasons { code message } conditions { sourceId result predicate { kind max allowed days at } } asOf at } }`;
const whole = document.replace(
  "allowed reasons { code message }",
  `allowed reasons { code message directive { id } designation { id } condition { id text } }
   authorization { id status } release { name } partner { legalName }`,
);

describeOn(["postgres"], "checking access", (kind) => {
  let here: Setting;
  let releaseId: string;
  beforeAll(async () => {
    here = await setting(kind);
    releaseId = await here.release("LIMITED_PREVIEW", "eo12981");
  });
  afterAll(() => here?.stop());

  interface Asked {
    readonly releaseId?: string;
    readonly partnerId: string;
    readonly endUse?: string;
    readonly use?: object | null;
  }
  const check = async (asked: Asked, as: Caller = here.people.auditor, text = whole) =>
    (await as.ask(text, { releaseId, endUse: "CYBER_DEFENSE", use: null, ...asked })).checkAccess;
  const codes = async (asked: Asked, as?: Caller) => {
    const { allowed, reasons } = await check(asked, as);
    expect(allowed).toBe(reasons.length === 0);
    return reasons.map(({ code }: { code: string }) => code);
  };
  const lift = async (directiveId: string) =>
    done(await here.people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));

  /** An authorization under conditions that ONCD proposed. */
  const authorizedUnder = async (conditions: object[], by?: Applicant) => {
    const filed = await here.inReview(releaseId, by);
    await here.tell.position(filed.caseId, here.people.oncd, "CONCUR_WITH_CONDITIONS", { conditions });
    for (const agency of ["ostp", "commerce", "defense"] as const) {
      await here.tell.position(filed.caseId, here.people[agency]);
    }
    const { authorization } = await here.tell.countersigned(filed.caseId);
    return { ...filed, authorizationId: authorization.id as string };
  };

  it("reads everything in one statement, the revocation of who asks included", async () => {
    const condition = { text: "Few.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 5 } };
    const { as, partnerId } = await authorizedUnder([condition]);
    const directiveId = await here.tell.directive(releaseId, {
      effect: "LIMIT",
      limits: [{ kind: "NO_ONWARD_TRANSFER" }],
      scope: { partnerIds: [partnerId] },
    });
    const use = { namedUsers: 6 };
    for (const reader of [as, here.people.vendor, here.people.defense, here.people.auditor]) {
      let answer: { reasons: { code: string }[] } | null = null;
      const statements = await statementsOf(async () => {
        answer = await check({ partnerId, use }, reader, document);
      });
      expect(statements).toHaveLength(1);
      expect(statements[0]).toMatch(/from revocation/);
      expect(answer).toMatchObject({ reasons: [{ code: "CONDITION_NOT_MET" }, { code: "LIMIT_UNKNOWN" }] });
    }
    await lift(directiveId);
    const nothing = await statementsOf(() => check({ partnerId: "ptn_00000000000000000000000000" }, as, document));
    expect(nothing).toHaveLength(1);
  });

  it("gives the cursor that it is true as of: what changes it comes next", async () => {
    const { as, partnerId } = await here.authorized(releaseId);
    const before = await check({ partnerId });
    expect(before).toMatchObject({ allowed: true });
    const directiveId = await here.tell.directive(releaseId, { scope: { partnerIds: [partnerId] } });
    const asked = "query C($after: Cursor!) { changes(first: 5, after: $after) { nodes { type subjectId } } }";
    const { changes } = await here.people.auditor.ask(asked, { after: before.asOf });
    expect(changes.nodes).toEqual([{ type: "DirectiveIssued", subjectId: directiveId }]);
    const after = await check({ partnerId }, as);
    expect(after).toMatchObject({
      allowed: false,
      reasons: [{ code: "SUSPENDED_BY_DIRECTIVE", directive: { id: directiveId } }],
    });
    expect((await here.people.auditor.ask(asked, { after: after.asOf })).changes.nodes).toEqual([]);
    await lift(directiveId);
  });

  it("says what a use comes to under each condition", async () => {
    const until = "2099-01-01T00:00:00.000Z";
    const conditions = [
      { text: "Few users.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 5 } },
      { text: "Two countries.", predicate: { kind: "USER_JURISDICTIONS", allowed: ["US", "CA"] } },
      { text: "Logs.", predicate: { kind: "LOG_RETENTION_DAYS", days: 90 } },
      { text: "For a while.", predicate: { kind: "EXPIRES_AT", at: until } },
      { text: "Ask first.", predicate: { kind: "FREE_TEXT" } },
    ];
    const { partnerId, authorizationId } = await authorizedUnder(conditions);
    const use = { namedUsers: 6, userJurisdictions: ["US"], deployment: "AIR_GAPPED" };
    const answer = await check({ partnerId, use });
    expect(answer).toMatchObject({ allowed: false, authorization: { id: authorizationId, status: "ACTIVE" } });
    const results = answer.conditions.map(({ predicate, result }: { predicate: { kind: string }; result: string }) => [
      predicate.kind,
      result,
    ]);
    expect(Object.fromEntries(results)).toEqual({
      NAMED_USERS_AT_MOST: "NOT_MET",
      USER_JURISDICTIONS: "MET",
      LOG_RETENTION_DAYS: "UNKNOWN",
      EXPIRES_AT: "MET",
      FREE_TEXT: "PERSON_CHECKS",
    });
    expect(answer.conditions).toContainEqual(
      expect.objectContaining({ predicate: { kind: "EXPIRES_AT", max: null, allowed: null, days: null, at: until } }),
    );
    const reasons = answer.reasons.map(({ code, condition }: { code: string; condition: { text: string } }) => [
      condition.text,
      code,
    ]);
    expect(Object.fromEntries(reasons)).toEqual({
      "Few users.": "CONDITION_NOT_MET",
      "Logs.": "CONDITION_UNKNOWN",
      "Ask first.": "CONDITION_NEEDS_A_PERSON",
    });
    const free = answer.conditions.find((each: { result: string }) => each.result === "PERSON_CHECKS").sourceId;
    const met = { namedUsers: 5, userJurisdictions: ["CA", "US"], logRetentionDays: 90, personChecked: [free] };
    expect(await codes({ partnerId, use: met })).toEqual([]);
    // A fact that says nothing is unknown, never met.
    expect(await codes({ partnerId, use: { ...met, namedUsers: -1, userJurisdictions: [] } })).toEqual([
      "CONDITION_UNKNOWN",
      "CONDITION_UNKNOWN",
    ]);
  });

  it("judges the authorization for the end use that is asked about, and no other", async () => {
    const held = await here.authorized(releaseId);
    expect(await codes({ partnerId: held.partnerId })).toEqual([]);
    expect(await codes({ partnerId: held.partnerId, endUse: "EDUCATION" })).toEqual(["NO_AUTHORIZATION"]);
    const revoke = { authorizationId: held.authorizationId, reason: "DIVERSION", legalBasis: "Test" };
    done(await here.people.commerce.mutate("revokeAuthorization", revoke));
    expect(await codes({ partnerId: held.partnerId })).toEqual(["AUTHORIZATION_REVOKED"]);
    const again = await here.authorized(releaseId, held);
    expect(await check({ partnerId: held.partnerId })).toMatchObject({
      allowed: true,
      authorization: { id: again.authorizationId },
    });
  });

  describe("under a directive with a scope", () => {
    // Whether it touches the partner, and how the release stands: a scope that no partner of this phase is in is no limit.
    it.each<[string, (partnerId: string) => object, boolean, string]>([
      ["the partner's jurisdiction", () => ({ jurisdictions: ["FR", "GB"] }), true, "LIMITED"],
      ["another jurisdiction", () => ({ jurisdictions: ["US"] }), false, "LIMITED"],
      ["the partner's kind", () => ({ partnerKinds: ["ACADEMIC"] }), true, "LIMITED"],
      ["another kind", () => ({ partnerKinds: ["ENTERPRISE", "GOVERNMENT"] }), false, "LIMITED"],
      ["the partner itself", (id) => ({ partnerIds: [id] }), true, "LIMITED"],
      ["the release's phase, and so everybody", () => ({ phases: ["LIMITED_PREVIEW"] }), true, "SUSPENDED"],
      ["another phase", () => ({ phases: ["EXPANDED_PREVIEW"] }), false, "IN_FORCE"],
      [
        "all of them together",
        (id) => ({ jurisdictions: ["FR"], partnerKinds: ["ACADEMIC"], partnerIds: [id] }),
        true,
        "LIMITED",
      ],
      ["one part that does not fit", (id) => ({ jurisdictions: ["US"], partnerIds: [id] }), false, "LIMITED"],
    ])("that names %s", async (_, scope, touched, standing) => {
      const applicant = await here.applicant({ jurisdiction: "FR", kind: "ACADEMIC" });
      const { partnerId, authorizationId } = await here.authorized(releaseId, applicant);
      const directiveId = await here.tell.directive(releaseId, { scope: scope(partnerId) });
      expect(await codes({ partnerId })).toEqual(touched ? ["SUSPENDED_BY_DIRECTIVE"] : []);
      const asked = "query A($id: ID!) { authorization(id: $id) { effective status release { standing } } }";
      const { authorization } = await applicant.as.ask(asked, { id: authorizationId });
      expect(authorization).toEqual({ effective: !touched, status: "ACTIVE", release: { standing } });
      await lift(directiveId);
      expect(await codes({ partnerId })).toEqual([]);
    });

    it("that names another partner", async () => {
      const [one, other] = [await here.authorized(releaseId), await here.applicant()];
      const directiveId = await here.tell.directive(releaseId, { scope: { partnerIds: [other.partnerId] } });
      expect(await codes({ partnerId: one.partnerId })).toEqual([]);
      await lift(directiveId);
    });
  });

  it("holds a use to a limit, and names the limit's directive", async () => {
    const { partnerId } = await here.authorized(releaseId);
    const limits = [
      { kind: "REQUESTS_PER_DAY_AT_MOST", max: 100 },
      { kind: "DEPLOYMENTS", allowed: ["VENDOR_HOSTED", "AIR_GAPPED"] },
    ];
    const directiveId = await here.tell.directive(releaseId, { effect: "LIMIT", limits });
    const answer = await check({ partnerId, use: { requestsPerDay: 101, deployment: "VENDOR_HOSTED" } });
    expect(answer).toMatchObject({
      allowed: false,
      reasons: [{ code: "LIMIT_NOT_MET", directive: { id: directiveId } }],
    });
    expect(new Set(answer.conditions.map(({ sourceId }: { sourceId: string }) => sourceId))).toEqual(
      new Set([directiveId]),
    );
    expect(await codes({ partnerId, use: { requestsPerDay: 100, deployment: "AIR_GAPPED" } })).toEqual([]);
    // A limit on its own takes nothing from the authorization: only a use can break it.
    const asked = "query P($id: ID!) { partner(id: $id) { authorizations { nodes { effective } } } }";
    expect((await here.people.auditor.ask(asked, { id: partnerId })).partner.authorizations.nodes).toEqual([
      { effective: true },
    ]);

    const second = await here.tell.directive(releaseId, {
      effect: "LIMIT",
      limits: [{ kind: "DEPLOYMENTS", allowed: ["ON_PREMISES"] }],
    });
    const contradicting = await check({ partnerId, use: { requestsPerDay: 1, deployment: "ON_PREMISES" } });
    const involved = contradicting.reasons
      .filter(({ code }: { code: string }) => code === "LIMITS_CONTRADICT")
      .map(({ directive }: { directive: { id: string } }) => directive.id);
    expect(involved.sort()).toEqual([directiveId, second].sort());
    await lift(directiveId);
    await lift(second);
  });

  it("leaves use alone under a postponement, and under what is only requested", async () => {
    const { partnerId } = await here.authorized(releaseId);
    const postponed = await here.tell.directive(releaseId, { effect: "POSTPONE" });
    const requested = await here.tell.directive(releaseId, { force: "REQUEST" });
    expect(await codes({ partnerId })).toEqual([]);
    done(await here.people.vendor.mutate("answerDirectiveRequest", { directiveId: requested, answer: "ACCEPT" }));
    expect(await codes({ partnerId })).toEqual(["SUSPENDED_BY_DIRECTIVE"]);
    await lift(postponed);
    await lift(requested);
  });

  it("follows a designation of the vendor, with its own effect and scope", async () => {
    const applicant = await here.applicant({ kind: "GOVERNMENT" });
    const { partnerId } = await here.authorized(releaseId, applicant);
    const { defense } = here.people;
    const designate = async (rest: object) => {
      const input = { vendorId: here.vendorId, legalBasis: "41 U.S.C. 4713", ...rest };
      return done(await defense.mutate("designateSupplyChainRisk", input, "designation { id }")).designation.id;
    };
    const end = async (designationId: string) =>
      done(await defense.mutate("liftDesignation", { designationId, reason: "Resolved." }));
    const plain = await designate({});
    expect(await check({ partnerId })).toMatchObject({
      allowed: false,
      reasons: [{ code: "SUSPENDED_BY_DESIGNATION", designation: { id: plain } }],
    });
    await end(plain);
    const elsewhere = await designate({ scope: { partnerKinds: ["ACADEMIC"] } });
    expect(await codes({ partnerId })).toEqual([]);
    await end(elsewhere);
    const withdrawn = await designate({ effect: "WITHDRAW", scope: { partnerKinds: ["GOVERNMENT"] } });
    expect(await codes({ partnerId })).toEqual(["WITHDRAWN_BY_DESIGNATION"]);
    await end(withdrawn);
    const limited = await designate({ effect: "LIMIT", limits: [{ kind: "NAMED_USERS_AT_MOST", max: 2 }] });
    expect(await codes({ partnerId, use: { namedUsers: 3 } })).toEqual(["LIMIT_NOT_MET"]);
    await end(limited);
    expect(await codes({ partnerId })).toEqual([]);
  });

  it("needs no authorization in general availability, where bars, suspensions and directives still hold", async () => {
    const open = await here.release("GENERAL_AVAILABILITY");
    const { partnerId } = await here.applicant();
    const { commerce } = here.people;
    expect(await check({ releaseId: open, partnerId })).toMatchObject({ allowed: true, authorization: null });
    const directiveId = await here.tell.directive(open);
    expect(await codes({ releaseId: open, partnerId })).toEqual(["SUSPENDED_BY_DIRECTIVE"]);
    await lift(directiveId);
    const why = { partnerId, reason: "DIVERSION", legalBasis: "Test" };
    done(await commerce.mutate("suspendPartner", why));
    expect(await codes({ releaseId: open, partnerId })).toEqual(["PARTNER_SUSPENDED"]);
    done(await commerce.mutate("barPartner", why));
    expect(await codes({ releaseId: open, partnerId })).toEqual(["PARTNER_BARRED"]);
    done(await commerce.mutate("unbarPartner", { partnerId, note: "A mistake." }));
    expect(await codes({ releaseId: open, partnerId })).toEqual([]);
  });

  it("tells a release that is not open from one that was withdrawn", async () => {
    const { partnerId } = await here.applicant();
    const early = await here.release("UNDER_REVIEW");
    expect(await codes({ releaseId: early, partnerId })).toEqual(["RELEASE_NOT_OPEN", "NO_AUTHORIZATION"]);
    const gone = await here.release("WITHDRAWN");
    expect(await codes({ releaseId: gone, partnerId })).toEqual(["RELEASE_WITHDRAWN", "NO_AUTHORIZATION"]);
  });

  describe("for whom", () => {
    it("answers whom it does not concern exactly as for what does not exist", async () => {
      const held = await here.authorized(releaseId);
      const stranger = await here.applicant();
      const { partnerId } = held;
      const answer = async (as: Caller, asked: Asked) => {
        const { data, errors, status } = await as.send(whole, {
          releaseId,
          endUse: "CYBER_DEFENSE",
          use: null,
          ...asked,
        });
        return { data, errors, status };
      };
      const nothing = await answer(stranger.as, { partnerId: "ptn_00000000000000000000000000" });
      expect(nothing).toEqual({ data: { checkAccess: null }, errors: undefined, status: 200 });
      // Another partner of the same release; a vendor of another one.
      expect(await answer(stranger.as, { partnerId })).toEqual(nothing);
      expect(await answer(here.people.vendor2, { partnerId })).toEqual(nothing);
      for (const id of ["nonsense", "", "ptn_\u0000", releaseId]) {
        expect(await answer(stranger.as, { partnerId: id })).toEqual(nothing);
        expect(await answer(here.people.auditor, { partnerId, releaseId: id === releaseId ? partnerId : id })).toEqual(
          nothing,
        );
      }
      // A release that is not in the public register, though the partner asks about itself.
      const early = await here.release("UNDER_REVIEW");
      expect(await answer(held.as, { partnerId, releaseId: early })).toEqual(nothing);
    });

    it("keeps from a vendor what a partner holds of another vendor's release, though it sees both", async () => {
      const org = "third-labs";
      const rival = here.graph.as({ roles: ["vendor"], org });
      const rivals = await aRelease(here.graph, await aVendor(here.graph, org), await aPolicy(here.graph));
      const held = await here.authorized(releaseId);
      await here.submitted(rivals, held);
      const { partnerId } = held;
      const seen = await rival.ask("query S($r: ID!, $p: ID!) { release(id: $r) { id } partner(id: $p) { id } }", {
        r: releaseId,
        p: partnerId,
      });
      expect(seen).toEqual({ release: { id: releaseId }, partner: { id: partnerId } });
      expect(await check({ partnerId }, rival)).toBeNull();
      expect(await check({ partnerId, releaseId: rivals }, rival)).toMatchObject({ allowed: false });
      expect(await check({ partnerId, releaseId: rivals }, here.people.vendor)).toBeNull();
      // One that is both a vendor and a partner has the part of each.
      const both = here.graph.as({ roles: ["vendor", "partner"], org });
      const registered = await here.tell.admittedPartner({ as: both, legalName: "Third Labs (fictional)" });
      expect(await codes({ partnerId: registered }, both)).toEqual(["NO_AUTHORIZATION"]);
      expect(await check({ partnerId }, both)).toBeNull();
    });

    it("refuses the public, administrators and whoever is revoked", async () => {
      const { as, partnerId } = await here.authorized(releaseId);
      const variables = { releaseId, partnerId, endUse: "CYBER_DEFENSE" };
      const code = async (by: Caller) => (await by.send(document, variables)).errors?.[0]?.extensions.code;
      expect(await code(here.people.everyone)).toBe("UNAUTHENTICATED");
      expect(await code(here.people.administrator)).toBe("FORBIDDEN");
      const subject = "test|someone-else";
      const colleague = here.graph.as({ roles: ["commerce"], subject });
      expect(await code(colleague)).toBeUndefined();
      done(await here.people.administrator.mutate("revokeActor", { kind: "SUBJECT", value: subject, reason: "Left." }));
      const statements = await statementsOf(async () => expect(await code(colleague)).toBe("UNAUTHENTICATED"));
      expect(statements).toHaveLength(1);
      expect(await code(as)).toBeUndefined();
    });

    it.each([
      ["too many jurisdictions", { userJurisdictions: Array(301).fill("US") }],
      ["a jurisdiction too long", { userJurisdictions: ["USA"] }],
      ["too many checked by a person", { personChecked: Array(101).fill("con_0") }],
      ["a number that no Int holds", { namedUsers: 2 ** 31 }],
      ["a deployment that there is not", { deployment: "LAPTOP" }],
    ])("refuses %s, as bad input", async (_, use) => {
      const { partnerId } = await here.applicant();
      const variables = { releaseId, partnerId, endUse: "CYBER_DEFENSE", use };
      const answer = await here.people.auditor.send(document, variables);
      expect(answer.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    });
  });

  describe("in batches", () => {
    const batch = `query B($questions: [AccessQuestionInput!]!, $use: UseInput) {
      checkAccessBatch(questions: $questions, use: $use) {
        allowed reasons { code message } conditions { sourceId result predicate { kind max allowed days at } }
        authorization { id } asOf at } }`;
    const one = document.replace("asOf at }", "authorization { id } asOf at }");
    const endUse = "CYBER_DEFENSE";
    const unknown = "ptn_00000000000000000000000000";

    it("answers each question as checkAccess does, in their order and all of one moment", async () => {
      const condition = { text: "Few.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 5 } };
      const [bound, free, stranger] = [
        await authorizedUnder([condition]),
        await here.authorized(releaseId),
        await here.applicant(),
      ];
      const questions: { releaseId: string; partnerId: string; endUse: string; use?: object | null }[] = [
        { releaseId, partnerId: bound.partnerId, endUse },
        { releaseId, partnerId: bound.partnerId, endUse, use: { namedUsers: 5 } },
        { releaseId, partnerId: unknown, endUse },
        { releaseId, partnerId: free.partnerId, endUse },
        { releaseId, partnerId: free.partnerId, endUse: "EDUCATION", use: null },
        { releaseId, partnerId: stranger.partnerId, endUse },
        { releaseId: stranger.partnerId, partnerId: releaseId, endUse },
        { releaseId, partnerId: bound.partnerId, endUse },
      ];
      const use = { namedUsers: 6 };
      for (const reader of [here.people.auditor, here.people.vendor, here.people.oncd, bound.as]) {
        const { checkAccessBatch: answers } = await reader.ask(batch, { questions, use });
        const [first] = answers;
        for (const [at, question] of questions.entries()) {
          const { checkAccess } = await reader.ask(one, { ...question, use: question.use ?? use });
          expect(answers[at]).toEqual(checkAccess && { ...checkAccess, at: first.at, asOf: first.asOf });
        }
        expect(answers[0].reasons).toMatchObject([{ code: "CONDITION_NOT_MET" }]);
        expect([answers[1].allowed, answers[2], answers[6]]).toEqual([true, null, null]);
        // What isn't its own is as what doesn't exist.
        expect(answers[3] === null).toBe(reader === bound.as);
        expect(answers[5] === null).toBe(![here.people.auditor, here.people.oncd].includes(reader));
      }
    });

    it("answers a thousand in as many statements as one", async () => {
      const { partnerId } = await here.authorized(releaseId);
      const questions = Array.from({ length: 1_000 }, (_, at) => ({
        releaseId,
        partnerId: at % 2 === 0 ? partnerId : unknown,
        endUse,
      }));
      const plain =
        "query B($questions: [AccessQuestionInput!]!) { checkAccessBatch(questions: $questions) { allowed reasons { code } authorization { id status } } }";
      const counts: number[] = [];
      for (const size of [1, 2, 1_000]) {
        const asked = questions.slice(0, size);
        let answers: ({ allowed: boolean } | null)[] = [];
        const statements = await statementsOf(async () => {
          answers = (await here.people.vendor.ask(plain, { questions: asked })).checkAccessBatch;
        });
        expect(answers.map((answer) => answer?.allowed ?? null)).toEqual(
          asked.map((_, at) => (at % 2 === 0 ? true : null)),
        );
        counts.push(statements.length);
      }
      expect(counts).toEqual([2, 2, 2]);
    });

    it("answers a thousand that each say how the model is used, and costs more for longer lists", async () => {
      const { partnerId } = await authorizedUnder([
        { text: "Where.", predicate: { kind: "USER_JURISDICTIONS", allowed: ["CA", "FR", "US"] } },
      ]);
      const asked = (userJurisdictions: string[], size: number) => {
        const use = {
          namedUsers: 5,
          userJurisdictions,
          deployment: "ON_PREMISES",
          requestsPerDay: 1,
          onwardTransfer: false,
        };
        return { questions: Array.from({ length: size }, () => ({ releaseId, partnerId, endUse, use })) };
      };
      const short =
        "query B($questions: [AccessQuestionInput!]!) { checkAccessBatch(questions: $questions) { allowed } }";
      const { checkAccessBatch } = await here.people.vendor.ask(short, asked(["US", "CA", "US", "FR"], 1_000));
      expect(checkAccessBatch).toEqual(Array(1_000).fill({ allowed: true }));
      const cost = async (length: number) => {
        const { extensions } = await here.people.vendor.send(short, asked(Array(length).fill("US"), 10));
        const found = extensions?.cost as { requested: number } | undefined;
        return found?.requested ?? Number.NaN;
      };
      expect((await cost(300)) - (await cost(0))).toBe(300);
    });

    it("costs three for each question, so that one operation can't ask for batch after batch", async () => {
      const { partnerId } = await here.applicant();
      const questions = Array(1_000).fill({ releaseId, partnerId, endUse });
      const asked = async (batches: number) => {
        const fields = Array.from(
          { length: batches },
          (_, at) => `b${at}: checkAccessBatch(questions: $questions) { allowed }`,
        );
        const document = `query B($questions: [AccessQuestionInput!]!) { ${fields.join(" ")} }`;
        return here.people.auditor.send(document, { questions });
      };
      const { data, errors, extensions } = await asked(3);
      expect(errors).toBeUndefined();
      expect(Object.values(data).map((answers) => (answers as object[]).length)).toEqual([1_000, 1_000, 1_000]);
      expect(extensions?.cost).toMatchObject({ requested: 9_000 });
      const tooMany = await asked(10);
      expect(tooMany.errors).toMatchObject([{ extensions: { code: "COST_EXCEEDED", requested: 30_000 } }]);
      expect(tooMany.data).toBeUndefined();
    });

    it("refuses more than a thousand, none, the public and whoever is revoked", async () => {
      const { partnerId } = await here.applicant();
      const code = async (by: Caller, size: number) => {
        const questions = Array(size).fill({ releaseId, partnerId, endUse });
        return (await by.send(batch, { questions })).errors?.[0]?.extensions.code;
      };
      expect(await code(here.people.auditor, 1_001)).toBe("BAD_USER_INPUT");
      expect(await code(here.people.auditor, 0)).toBe("BAD_USER_INPUT");
      expect(await code(here.people.everyone, 1)).toBe("UNAUTHENTICATED");
      expect(await code(here.people.administrator, 1)).toBe("FORBIDDEN");
      const subject = "test|one-more";
      const colleague = here.graph.as({ roles: ["commerce"], subject });
      expect(await code(colleague, 2)).toBeUndefined();
      done(await here.people.administrator.mutate("revokeActor", { kind: "SUBJECT", value: subject, reason: "Left." }));
      expect(await code(colleague, 2)).toBe("UNAUTHENTICATED");
    });
  });
});
