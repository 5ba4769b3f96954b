import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOn } from "../support/describe-on.ts";
import { type Graph, startGraph } from "../support/graph.ts";
import { type Story, story } from "../support/story.ts";

describeOn(["embedded", "postgres"], "clearing a customer", (kind) => {
  let graph: Graph;
  let tell: Story;
  let releaseId: string;
  let partnerId: string;

  beforeAll(async () => {
    graph = await startGraph(kind);
    tell = story(graph);
    await tell.vendor();
    releaseId = await tell.previewedRelease();
    partnerId = await tell.admittedPartner();
  });
  afterAll(() => graph?.stop());

  const access = async (as = tell.people.vendor, use: Record<string, unknown> | null = null) =>
    (
      await as.ask(
        `query A($releaseId: ID!, $partnerId: ID!, $use: UseInput) {
          checkAccess(releaseId: $releaseId, partnerId: $partnerId, endUse: CYBER_DEFENSE, use: $use) {
            allowed reasons { code } conditions { sourceId result predicate { kind max } } asOf at release { name } partner { legalName }
            authorization { id effective }
          } }`,
        { releaseId, partnerId, use },
      )
    ).checkAccess;

  it("takes a release from its registration to a limited preview by the panel's countersigned decision", async () => {
    const { release } = await graph.everyone.ask(
      `query R($id: ID!) { release(id: $id) { phase standing partnersAuthorized vendor { name } description withheld { field because } } }`,
      { id: releaseId },
    );
    expect(release).toMatchObject({
      phase: "LIMITED_PREVIEW",
      standing: "IN_FORCE",
      partnersAuthorized: 0,
      vendor: { name: "Example Labs (fictional)" },
      description: null,
      withheld: expect.arrayContaining([{ field: "description", because: "COMMERCIALLY_CONFIDENTIAL" }]),
    });
  });

  it("clears a customer with conditions, and says at each step who may use what", async () => {
    const { people } = tell;
    // A vendor knows of a partner once it has applied for one of its releases, and not before.
    expect(await access(people.vendor)).toBeNull();
    expect(await access(people.partner)).toMatchObject({
      allowed: false,
      reasons: [{ code: "NO_AUTHORIZATION" }],
      authorization: null,
    });

    const applicationId = await tell.applicationInReview(releaseId);
    const condition = { text: "At most 40 named users.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 40 } };
    await tell.position(applicationId, people.oncd, "CONCUR_WITH_CONDITIONS", {
      conditions: [condition],
      rationale: "Few users.",
    });
    await tell.position(applicationId, people.ostp);
    await tell.position(applicationId, people.commerce, "NO_EQUITY");
    expect(await tell.decisionOf(applicationId)).toBeNull();
    await tell.position(applicationId, people.defense);
    expect(await tell.decisionOf(applicationId)).toMatchObject({ status: "PROPOSED", outcome: "APPROVE" });

    const { authorization } = await tell.countersigned(applicationId, people.commerce2);
    const { application } = await people.partner.ask(
      `query P($id: ID!) { application(id: $id) {
        status withheld { field because } referrals { totalCount }
        authorization { id effective conditions { nodes { text proposedBy predicate { kind max } withheld { field } } totalCount } }
        decision { outcome countersignedBy countersignedAgency }
      } }`,
      { id: applicationId },
    );
    expect(application).toMatchObject({
      status: "APPROVED",
      referrals: null,
      withheld: expect.arrayContaining([{ field: "referrals", because: "PANEL_DELIBERATION" }]),
      authorization: {
        id: authorization.id,
        effective: true,
        conditions: {
          totalCount: 1,
          nodes: [{ text: condition.text, proposedBy: null, predicate: condition.predicate }],
        },
      },
      decision: { outcome: "APPROVE", countersignedBy: null, countersignedAgency: null },
    });

    expect(await access()).toMatchObject({ allowed: false, reasons: [{ code: "CONDITION_UNKNOWN" }] });
    expect(await access(people.vendor, { namedUsers: 41 })).toMatchObject({
      allowed: false,
      reasons: [{ code: "CONDITION_NOT_MET" }],
    });
    expect(await access(people.partner, { namedUsers: 40 })).toMatchObject({
      allowed: true,
      reasons: [],
      partner: { legalName: "Acme Research (fictional)" },
      authorization: { id: authorization.id, effective: true },
    });
    expect(await access(people.vendor2)).toBeNull();
  });

  it("stops every authorization at once by a directive, and lets it go on when it is lifted", async () => {
    const directiveId = await tell.directive(releaseId);
    expect(await access(undefined, { namedUsers: 1 })).toMatchObject({
      allowed: false,
      reasons: [{ code: "SUSPENDED_BY_DIRECTIVE" }],
    });
    const { directive } = await tell.people.commerce.mutate(
      "liftDirective",
      { directiveId, reason: "Resolved." },
      "directive { status }",
    );
    expect(directive.status).toBe("LIFTED");
    expect(await access(undefined, { namedUsers: 1 })).toMatchObject({ allowed: true });
  });

  it("leaves a ledger without gaps that tells each reader its part", async () => {
    const seen = async (as: typeof graph.everyone) =>
      (await as.ask("{ changes(first: 100) { nodes { sequence type } } }")).changes.nodes as {
        sequence: number;
        type: string;
      }[];
    const all = await seen(tell.people.auditor);
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1));
    const partners = await seen(tell.people.partner);
    expect(partners.map(({ type }) => type)).toContain("AuthorizationIssued");
    expect(partners.map(({ type }) => type)).not.toContain("PositionRecorded");
    expect((await seen(tell.people.everyone)).map(({ type }) => type)).toContain("DirectiveIssued");
  });
});
