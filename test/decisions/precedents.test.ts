import { afterAll, beforeAll, expect, it } from "vitest";
import { sweep } from "../../src/decisions/clocks/sweep.ts";
import { describeOn } from "../support/describe-on.ts";
import { done } from "../support/story.ts";
import { appealKit, users } from "./appeal-kit.ts";
import { type Applicant, type Setting, setting } from "./setting.ts";

const asked = `query P($id: ID!, $first: Int, $after: String) { precedents(applicationId: $id, first: $first, after: $after) {
  totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor }
  nodes { likeness parts { facet points of } outcome conditionKinds decidedAt days treatedDifferently heldAgainst
    differences { kind condition says } application { id status } decision { outcome conditions { nodes { kind } } } } } }`;

const standing = `query A($id: ID!) { application(id: $id) {
  release { id } authorization { id } decision { conditions { nodes { id } } } } }`;

describeOn(["postgres"], "precedents", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
    here.clock.set("2026-06-09T14:00:00.000Z");
  });
  afterAll(() => here?.stop());

  const precedentsOf = async (id: string, page: { first?: number; after?: string } = {}) =>
    (await here.people.auditor.ask(asked, { id, ...page })).precedents;

  /** An application that was approved, under a condition where one is given. */
  async function approved(by: Applicant, content: Record<string, unknown>, condition?: Record<string, unknown>) {
    const releaseId = await here.release();
    const filed = await here.inReview(releaseId, by, content);
    const { oncd, ostp, commerce, defense } = here.people;
    if (condition) {
      const conditions = [{ text: "A condition.", predicate: condition }];
      await here.tell.position(filed.caseId, oncd, "CONCUR_WITH_CONDITIONS", { conditions });
    } else await here.tell.position(filed.caseId, oncd);
    for (const each of [ostp, commerce, defense]) await here.tell.position(filed.caseId, each);
    await here.tell.countersigned(filed.caseId);
    return filed.caseId;
  }

  async function denied(by: Applicant, content: Record<string, unknown>) {
    const { caseId } = await here.inReview(await here.release(), by, content);
    const { oncd, ostp, commerce, defense } = here.people;
    for (const each of [oncd, ostp]) await here.tell.position(caseId, each, "OBJECT", { reason: "END_USE_CONCERN" });
    for (const each of [commerce, defense]) await here.tell.position(caseId, each);
    here.clock.passDays(60);
    await here.tell.countersigned(caseId);
    return caseId;
  }

  /** Lets a condition of ONCD fall by its consent. */
  async function fallsByConsent(conditionId: string): Promise<void> {
    const { ostp, oncd } = here.people;
    const wish = { conditionId, drops: true, reason: "It proved too strict." };
    const { conditionChange } = done(await ostp.mutate("proposeConditionChange", wish, "conditionChange { id }"));
    const answer = { changeId: conditionChange.id, consent: true, reason: "We agree." };
    done(await oncd.mutate("consentToConditionChange", answer));
  }

  const norwegian = (part = {}) => here.applicant({ jurisdiction: "NO", ...part });

  it("are the decided cases of the end use, the most alike first, each with what makes it so", async () => {
    const content = { endUse: "HEALTH", deployment: "ON_PREMISES", userJurisdictions: ["NO"] };
    const other = await approved(await here.applicant({ jurisdiction: "CA", kind: "ACADEMIC" }), {
      endUse: "HEALTH",
      userJurisdictions: ["CA"],
    });
    const near = await approved(await norwegian(), content);
    await approved(await norwegian(), { ...content, endUse: "FINANCE" });
    const { caseId: open } = await here.inReview(await here.release(), await norwegian(), content);
    await here.submitted(await here.release(), await norwegian(), content);

    const { totalCount, nodes } = await precedentsOf(open);
    expect(totalCount).toBe(2);
    expect(nodes.map(({ application, likeness }: Found) => [application.id, likeness])).toEqual([
      [near, 100],
      [other, 44],
    ]);
    const of = (facet: string) => nodes[1].parts.find((part: { facet: string }) => part.facet === facet);
    expect(of("END_USE")).toEqual({ facet: "END_USE", points: 30, of: 30 });
    expect(of("JURISDICTION")).toEqual({ facet: "JURISDICTION", points: 0, of: 20 });
    expect(of("CONDITION_KINDS")).toBeUndefined();
    expect(nodes[0]).toMatchObject({ outcome: "APPROVE", days: 0, conditionKinds: [], treatedDifferently: false });
    expect(nodes[0].application.status).toBe("APPROVED");
    expect(nodes[0].decision.outcome).toBe("APPROVE");
  });

  it("flag like cases that were treated differently, and say in what", async () => {
    const content = { endUse: "EDUCATION" };
    const limited = await approved(await norwegian(), content, { kind: "NAMED_USERS_AT_MOST", max: 5 });
    const plain = await approved(await norwegian(), content);
    const refused = await denied(await norwegian(), content);
    const elsewhere = await denied(await here.applicant({ jurisdiction: "CA" }), content);
    const { nodes } = await precedentsOf(plain);
    const byId = new Map<string, Found>(nodes.map((node: Found) => [node.application.id, node]));
    expect([...byId.keys()].sort()).toEqual([limited, refused, elsewhere].sort());
    expect(byId.get(limited)).toMatchObject({
      conditionKinds: ["NAMED_USERS_AT_MOST"],
      treatedDifferently: true,
      heldAgainst: "THIS_CASE",
      differences: [
        {
          kind: "CONDITION_ADDED",
          condition: "NAMED_USERS_AT_MOST",
          says: "It is under a condition NAMED_USERS_AT_MOST that this case is not under.",
        },
      ],
      decision: { conditions: { nodes: [{ kind: "NAMED_USERS_AT_MOST" }] } },
    });
    expect(byId.get(refused)).toMatchObject({
      outcome: "DENY",
      days: 60,
      treatedDifferently: true,
      differences: [{ kind: "OUTCOME", condition: null, says: "It was denied, and this case was approved." }],
    });
    expect(byId.get(elsewhere)).toMatchObject({ treatedDifferently: false, differences: [] });
    const { caseId: open } = await here.submitted(await here.release(), await norwegian(), content);
    const [first] = (await precedentsOf(open)).nodes;
    expect(first.heldAgainst).toBe("MOST_LIKE_CASES");
  });

  it("compare the conditions that are proposed with those that others are under", async () => {
    const content = { endUse: "PUBLIC_SERVICES" };
    const condition = { kind: "LOG_RETENTION_DAYS", days: 90 };
    const plain = await approved(await norwegian(), content);
    const logged = await approved(await norwegian(), content, condition);
    const { caseId } = await here.inReview(await here.release(), await norwegian(), content);
    await here.tell.position(caseId, here.people.oncd, "CONCUR_WITH_CONDITIONS", {
      conditions: [{ text: "Keep logs.", predicate: condition }],
    });
    expect((await precedentsOf(caseId)).nodes.map(({ application }: Found) => application.id)).toEqual([logged, plain]);
  });

  it("keep an approval that was renewed, and are under the conditions that stand", async () => {
    const content = { endUse: "CRITICAL_INFRASTRUCTURE_OPERATIONS" };
    const limit = { kind: "NAMED_USERS_AT_MOST", max: 30 };
    const by = await norwegian();
    const first = await approved(by, content, limit);
    const plain = await approved(await norwegian(), content);
    const [flagged] = (await precedentsOf(plain)).nodes;
    expect(flagged).toMatchObject({
      application: { id: first },
      conditionKinds: [limit.kind],
      treatedDifferently: true,
    });

    const { decision, authorization, release } = (await here.people.auditor.ask(standing, { id: first })).application;
    await fallsByConsent(decision.conditions.nodes[0].id);
    const [dropped] = (await precedentsOf(plain)).nodes;
    expect(dropped).toMatchObject({ application: { id: first }, conditionKinds: [], treatedDifferently: false });

    const renewing = { ...content, replacesAuthorizationId: authorization.id };
    const renewal = await here.awaiting(release.id, by, renewing);
    await here.tell.countersigned(renewal.caseId);
    const { nodes } = await precedentsOf(plain);
    expect(nodes.map(({ application }: Found) => application)).toEqual(
      expect.arrayContaining([
        { id: first, status: "SUPERSEDED" },
        { id: renewal.caseId, status: "APPROVED" },
      ]),
    );
    expect(nodes).toHaveLength(2);
    expect((await precedentsOf(first)).nodes).toMatchObject([
      { heldAgainst: "THIS_CASE" },
      { heldAgainst: "THIS_CASE" },
    ]);
  });

  it("keep an approval that an appeal had reopened when its authorization ended", async () => {
    const content = { endUse: "SOFTWARE_ENGINEERING" };
    const limit = { kind: "NAMED_USERS_AT_MOST", max: 30 };
    const by = await norwegian();
    const ended = await approved(by, content, limit);
    const plain = await approved(await norwegian(), content);
    const { authorization, decision } = (await here.people.auditor.ask(standing, { id: ended })).application;
    const conditionIds = [decision.conditions.nodes[0].id];
    const statement = "Thirty are too few.";
    const appeal = { caseId: ended, ground: "CONDITIONS", statement, conditionIds };
    const filed = done(await by.as.mutate("appealDecision", appeal, "appeal { id }"));
    const ruled = [{ conditionId: conditionIds[0], drops: false, newWording: users(50), reason: "So." }];
    await appealKit(here).upheld(filed.appeal.id, { rulings: ruled });
    const found = async () => (await precedentsOf(plain)).nodes;
    expect(await found()).toEqual([]);
    done(await by.as.mutate("surrenderAuthorization", { authorizationId: authorization.id }));
    expect((await sweep(here.graph.services)).failed).toEqual([]);
    expect(await found()).toMatchObject([
      {
        application: { id: ended, status: "WITHDRAWN" },
        outcome: "APPROVE",
        conditionKinds: [limit.kind],
        decision: { outcome: "APPROVE" },
        heldAgainst: "THIS_CASE",
      },
    ]);
    expect((await precedentsOf(ended)).nodes).toMatchObject([{ application: { id: plain }, heldAgainst: "THIS_CASE" }]);
  });

  it("compare a case with the proposed conditions that stand, not with what fell by consent", async () => {
    const content = { endUse: "MODEL_EVALUATION" };
    const condition = { kind: "LOG_RETENTION_DAYS", days: 90 };
    await approved(await norwegian(), content, condition);
    const { caseId } = await here.inReview(await here.release(), await norwegian(), content);
    const conditions = [condition, { kind: "NAMED_USERS_AT_MOST", max: 30 }].map((predicate) => ({
      text: "A condition.",
      predicate,
    }));
    await here.tell.position(caseId, here.people.oncd, "CONCUR_WITH_CONDITIONS", { conditions });
    const kindsLike = async () => {
      const [{ parts }] = (await precedentsOf(caseId)).nodes;
      return parts.find(({ facet }: { facet: string }) => facet === "CONDITION_KINDS");
    };
    expect(await kindsLike()).toEqual({ facet: "CONDITION_KINDS", points: 5, of: 10 });
    const { nodes } = (await here.read(caseId, "positions { nodes { conditions { nodes { id kind } } } }")).positions;
    const proposed = nodes[0].conditions.nodes;
    await fallsByConsent(proposed.find((each: { kind: string }) => each.kind === "NAMED_USERS_AT_MOST").id);
    expect(await kindsLike()).toEqual({ facet: "CONDITION_KINDS", points: 10, of: 10 });
  });

  it("come in pages that go on where the last one ended", async () => {
    const content = { endUse: "SCIENTIFIC_RESEARCH" };
    const made: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      here.clock.passDays(1);
      made.push(await approved(await here.applicant({ jurisdiction: index % 2 ? "NO" : "CA" }), content));
    }
    const { caseId } = await here.submitted(await here.release(), await norwegian(), content);
    const whole = (await precedentsOf(caseId)).nodes.map(({ application }: Found) => application.id);
    expect(whole).toEqual([made[3], made[1], made[4], made[2], made[0]]);
    const found: string[] = [];
    let after: string | undefined;
    for (let more = true; more; ) {
      const { nodes, pageInfo, totalCount } = await precedentsOf(caseId, { first: 2, after });
      expect([totalCount, pageInfo.hasPreviousPage]).toEqual([5, after !== undefined]);
      found.push(...nodes.map(({ application }: Found) => application.id));
      ({ endCursor: after, hasNextPage: more } = pageInfo);
    }
    expect(found).toEqual(whole);
  });

  it.each([
    "nope",
    "",
    Buffer.from("likeness:100 soon").toString("base64url"),
    Buffer.from('["a","b","c"]').toString("base64url"),
  ])("refuse the cursor %j of another list", async (after) => {
    const { caseId } = await here.submitted();
    const { errors } = await here.people.auditor.send(asked, { id: caseId, after });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
  });

  it("are those of an application alone, that the one who asks may see", async () => {
    const { as } = await here.applicant();
    const draft = await here.tell.submittedApplication(here.releaseId, { as, draft: true });
    for (const id of [draft, here.releaseId, "app_none"]) {
      expect((await here.people.oncd.ask(asked, { id })).precedents).toBeNull();
    }
  });

  it("are for officials and auditors", async () => {
    const { as, caseId } = await here.submitted();
    for (const caller of [as, here.people.vendor, here.people.administrator]) {
      const { errors } = await caller.send(asked, { id: caseId });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN"]);
    }
  });
});

interface Found {
  readonly likeness: number;
  readonly application: { readonly id: string };
}
