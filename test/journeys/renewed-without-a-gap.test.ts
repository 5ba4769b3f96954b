import { afterAll, beforeAll, expect, it } from "vitest";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Journey, journey } from "./kit.ts";

describeOn(["postgres", ...embeddedWhenWhole], "a customer that renews what it holds", (kind) => {
  let here: Journey;
  let releaseId: string;
  let partnerId: string;
  let held: string;
  let renewalId: string;
  let renewed: string;
  let expiresAt: string;

  beforeAll(async () => {
    here = await journey(kind);
    const { tell, people } = here;
    await tell.vendor();
    releaseId = await tell.previewedRelease();
    partnerId = await tell.admittedPartner();
    await tell.admittedPartner({ as: people.partner2, legalName: "Globex Health (fictional)" });
    held = (await tell.authorization(releaseId)).authorizationId;
    expiresAt = (await here.reads(people.partner, "partner/authorization", { id: held })).expiresAt;
  });
  afterAll(() => here?.stop());

  const asking = (more: object = {}) => ({
    new: {
      releaseId,
      endUse: "CYBER_DEFENSE",
      endUseStatement: "As before, with a second shift.",
      deployment: "VENDOR_HOSTED",
      namedUsers: 60,
      userJurisdictions: ["US"],
      ...more,
    },
  });
  const allowedBy = (by: string) => ({ allowed: true, reasons: [], by });

  it("can't ask for the same use twice, and nobody else can renew it", async () => {
    const { partner, partner2 } = here.people;
    expect(await here.isRefused(partner, "partner/submit-application", asking())).toEqual([
      "BLOCKED AUTHORIZATION_HELD",
    ]);
    const renewal = asking({ replacesAuthorizationId: held });
    expect(await here.isRefused(partner2, "partner/submit-application", renewal)).toEqual(["NOT_FOUND"]);
    expect(await here.mayNot(here.people.vendor, "partner/submit-application", renewal)).toBe("FORBIDDEN");
  });

  it("applies before it ends, and goes on using what it holds while the panel looks", async () => {
    const { partner, commerce } = here.people;
    here.at("2026-11-30T15:00:00.000Z");
    const submitted = await here.does(partner, "partner/submit-application", asking({ replacesAuthorizationId: held }));
    renewalId = submitted.application.id;
    const toRefer = await here.reads(commerce, "commerce/applications-to-refer");
    expect(toRefer.nodes).toMatchObject([{ id: renewalId, replaces: { id: held, status: "ACTIVE", expiresAt } }]);
    await here.does(commerce, "commerce/accept-application", { applicationId: renewalId, revision: 1 });
    await here.tell.everyoneConcurs(renewalId);
    expect(await here.access(releaseId, partnerId)).toEqual(allowedBy(held));
    expect(await here.reads(partner, "partner/my-application", { id: renewalId })).toMatchObject({
      status: "AWAITING_COUNTERSIGNATURE",
      authorization: null,
      replaces: { id: held, status: "ACTIVE" },
    });
  });

  it("holds one or the other at every moment, and never both", async () => {
    const { oncd2, oncd, partner, vendor } = here.people;
    const { id, caseRevision } = await here.tell.decisionOf(renewalId);
    const signing = { decisionId: id, revision: caseRevision };
    expect(await here.isRefused(oncd, "agency/countersign-decision", signing)).toEqual(["BLOCKED SIGNED_OWN_POSITION"]);
    here.at("2026-12-01T15:59:59.999Z");
    expect(await here.access(releaseId, partnerId)).toEqual(allowedBy(held));
    here.at("2026-12-01T16:00:00.000Z");
    renewed = (await here.does(oncd2, "agency/countersign-decision", signing)).authorization.id;
    expect(await here.access(releaseId, partnerId)).toEqual(allowedBy(renewed));
    const active = { filter: { status: ["ACTIVE"] } };
    expect((await here.reads(vendor, "vendor/authorizations", active)).nodes).toMatchObject([{ id: renewed }]);
    expect(await here.reads(partner, "partner/authorization", { id: held })).toMatchObject({
      status: "SUPERSEDED",
      effective: false,
      endedAt: "2026-12-01T16:00:00.000Z",
    });
    expect(await here.reads(partner, "partner/authorization", { id: renewed })).toMatchObject({
      status: "ACTIVE",
      effective: true,
      issuedAt: "2026-12-01T16:00:00.000Z",
      replaces: { id: held, status: "SUPERSEDED" },
    });
  });

  it("doesn't notice the day on which the first would have ended", async () => {
    here.at(expiresAt);
    expect(await here.access(releaseId, partnerId)).toEqual(allowedBy(renewed));
    expect(
      await here.isRefused(
        here.people.partner,
        "partner/submit-application",
        asking({ replacesAuthorizationId: held }),
      ),
    ).toEqual(["BLOCKED AUTHORIZATION_SUPERSEDED"]);
  });

  it("ends for who lets it run out, on the day that it said", async () => {
    const { expiresAt: last } = await here.reads(here.people.partner, "partner/authorization", { id: renewed });
    here.at(new Date(new Date(last).getTime() - 1).toISOString());
    expect(await here.access(releaseId, partnerId)).toEqual(allowedBy(renewed));
    here.at(last);
    expect(await here.access(releaseId, partnerId)).toMatchObject({
      allowed: false,
      reasons: ["AUTHORIZATION_EXPIRED"],
    });
  });
});
