import { afterAll, beforeAll, expect, it } from "vitest";
import { releasePhases } from "../../src/rules/vocabulary.ts";
import { type Setting, setting } from "../decisions/setting.ts";
import { describeOn } from "../support/describe-on.ts";
import type { Caller } from "../support/graph.ts";
import { done } from "../support/story.ts";

const named = { legalName: "Acme Research", jurisdiction: "US", note: "Our first choice." };
const shown =
  "nomination { id org legalName jurisdiction note status nominatedAt withdrawnAt release { id } applications { totalCount } }";

describeOn(["postgres"], "a vendor's short list", (kind) => {
  let here: Setting;
  beforeAll(async () => {
    here = await setting(kind);
    await here.tell.vendor({ as: here.people.vendor2, org: "second-labs", name: "Second (fictional)" });
  });
  afterAll(() => here?.stop());

  const nominate = (org: string, more: Record<string, unknown> = {}, by: Caller = here.people.vendor) =>
    by.mutate("nominatePartner", { releaseId: here.releaseId, org, ...named, ...more }, shown);
  const withdraw = (nominationId: string, by: Caller = here.people.vendor) =>
    by.mutate("withdrawNomination", { nominationId }, shown);

  it("takes an organisation by its name in tokens, and answers the same whether or not it is registered", async () => {
    const { org } = await here.applicant();
    const { nomination: known } = done(await nominate(org));
    const { nomination: unknown } = done(await nominate("nobody-at-all"));
    const alike = ({ id: _, org: __, nominatedAt: ___, ...rest }: Record<string, unknown>) => rest;
    expect(alike(known)).toEqual(alike(unknown));
    expect(known).toMatchObject({
      ...named,
      org,
      status: "STANDING",
      release: { id: here.releaseId },
      applications: { totalCount: 0 },
    });
    const { nodes } = (
      await here.people.auditor.ask(
        "query E($id: ID!) { changes(filter: { subjectId: $id }) { nodes { type from to } } }",
        { id: known.id },
      )
    ).changes;
    expect(nodes).toEqual([{ type: "PartnerNominated", from: null, to: "STANDING" }]);
  });

  it("shows on an application to officials and the vendor, and to nobody else", async () => {
    const listed = await here.inReview();
    const other = await here.inReview();
    const asked = "query N($id: ID!) { application(id: $id) { nominated withheld { field because } } }";
    const read = async (by: Caller, id: string) => (await by.ask(asked, { id })).application;
    expect((await read(here.people.commerce, listed.caseId)).nominated).toBe(false);
    const { nomination } = done(await nominate(listed.org));
    expect(nomination.applications.totalCount).toBe(1);
    for (const by of [here.people.vendor, here.people.defense, here.people.auditor]) {
      expect((await read(by, listed.caseId)).nominated).toBe(true);
      expect((await read(by, other.caseId)).nominated).toBe(false);
    }
    const own = await read(listed.as, listed.caseId);
    expect(own.nominated).toBeNull();
    expect(own.withheld).toContainEqual({ field: "nominated", because: "COMMERCIALLY_CONFIDENTIAL" });
    const list = `query L($id: ID!) { release(id: $id) { nominations(filter: { status: [STANDING] }) { nodes { id
      applications { nodes { id } } } } } node(id: "${nomination.id}") { id } }`;
    const { release } = await here.people.oncd.ask(list, { id: here.releaseId });
    expect(release.nominations.nodes).toContainEqual({
      id: nomination.id,
      applications: { nodes: [{ id: listed.caseId }] },
    });
    for (const by of [listed.as, here.people.vendor2, here.people.everyone]) {
      expect(await by.ask(list, { id: here.releaseId })).toEqual({ release: { nominations: null }, node: null });
    }
    done(await withdraw(nomination.id));
    expect((await read(here.people.commerce, listed.caseId)).nominated).toBe(false);
  });

  it("holds an organisation once for a release, of many at once too, and again once it was taken off", async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => nominate("once-only")));
    const made = all.filter(({ nomination }) => nomination !== null);
    expect(made).toHaveLength(1);
    expect(all.flatMap(({ refusals }) => refusals.map(({ code }: { code: string }) => code))).toEqual(
      Array(3).fill("DUPLICATE"),
    );
    expect((await nominate("once-only")).refusals).toMatchObject([{ code: "DUPLICATE", field: ["input", "org"] }]);
    done(await nominate("once-only", { releaseId: await here.release() }));
    const [{ nomination }] = made;
    expect(done(await withdraw(nomination.id)).nomination).toMatchObject({
      status: "WITHDRAWN",
      withdrawnAt: expect.any(String),
    });
    expect((await withdraw(nomination.id)).refusals).toMatchObject([
      { code: "ILLEGAL_TRANSITION", from: "WITHDRAWN", attempted: "withdraw", field: ["input", "nominationId"] },
    ]);
    done(await nominate("once-only"));
  });

  it.each(releasePhases.filter((phase) => phase !== "DRAFT"))(
    "for a release in %s is taken unless it is withdrawn",
    async (phase) => {
      const { refusals } = await nominate("anyone", { releaseId: await here.release(phase) });
      const withdrawn = [{ code: "BLOCKED", field: ["input", "releaseId"], blockers: ["RELEASE_WITHDRAWN"] }];
      expect(refusals).toMatchObject(phase === "WITHDRAWN" ? withdrawn : []);
    },
  );

  it("for a draft is refused: officials would read it", async () => {
    const draft = { name: "Draft", modelVersion: "1", policyKey: "eo12981", draft: true };
    const { release } = done(await here.people.vendor.mutate("registerRelease", draft, "release { id }"));
    expect((await nominate("anyone", { releaseId: release.id })).refusals).toMatchObject([
      { code: "BLOCKED", blockers: ["RELEASE_NOT_REGISTERED"] },
    ]);
  });

  it.each([
    ["a place that there isn't", { jurisdiction: "ZZ" }, "jurisdiction"],
    ["a name that deceives", { legalName: "Acme\u202eResearch" }, "legalName"],
  ])("refuses %s", async (_what, more, field) => {
    expect((await nominate("misnamed", more)).refusals).toMatchObject([
      { code: "INVALID_INPUT", field: ["input", field] },
    ]);
  });

  it("is its vendor's alone", async () => {
    const { nomination } = done(await nominate("ours"));
    expect((await nominate("theirs", {}, here.people.vendor2)).refusals).toMatchObject([
      { code: "BLOCKED", blockers: ["NOT_YOUR_ORGANISATION"] },
    ]);
    expect((await withdraw(nomination.id, here.people.vendor2)).refusals).toMatchObject([{ code: "NOT_FOUND" }]);
    const document =
      "mutation N($input: NominatePartnerInput!) { nominatePartner(input: $input) { refusals { code } } }";
    const input = { idempotencyKey: "a-key-of-its-own", releaseId: here.releaseId, org: "x", ...named };
    for (const by of [here.people.commerce, here.people.partner]) {
      expect((await by.send(document, { input })).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
  });
});
