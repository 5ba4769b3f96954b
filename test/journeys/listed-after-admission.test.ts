import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { sweepAlone } from "../support/falling-due.ts";
import { importList } from "../support/screening.ts";
import { type Journey, journey } from "./kit.ts";

describeOn(["postgres", ...embeddedWhenWhole], "a partner whose name is on a list after it was admitted", (kind) => {
  let here: Journey;
  let releaseId: string;
  let partnerId: string;
  let caseId: string;
  let hitId: string;

  beforeAll(async () => {
    here = await journey(kind);
    await here.tell.vendor();
    releaseId = await here.tell.previewedRelease();
    partnerId = await here.tell.admittedPartner({ legalName: "Kestrel Shipping Lines Inc." });
    await here.tell.authorization(releaseId);
    caseId = await here.tell.applicationInReview(releaseId, { endUse: "EDUCATION" });
    for (const each of [here.people.oncd, here.people.ostp]) await here.tell.position(caseId, each);
  });
  afterAll(() => here?.stop());

  const seatsHeard = async () => {
    const { referrals } = await here.reads(here.people.defense, "agency/case", { id: caseId });
    return referrals.nodes
      .filter(({ awaiting }: { awaiting: boolean }) => !awaiting)
      .map(({ agency }: { agency: string }) => agency);
  };
  /** What falls due about the case is done, as the sweeper does it, until nothing more is. */
  const sweep = async () => {
    while (await sweepAlone(here.graph, caseId));
  };

  it("is raised as a hit when the list comes, which moves nothing by itself", async () => {
    const { commerce, partner } = here.people;
    const { list } = await importList(here.graph, [
      { name: "Kestrel Shipping Lines", federalRegisterNotice: "91 FR 2" },
    ]);
    expect(list).toMatchObject({ hitsRaised: 1, hitsOnAdmitted: 1 });
    const { nodes } = await here.reads(commerce, "commerce/screening-hits");
    expect(nodes).toMatchObject([
      {
        screenedName: "Kestrel Shipping Lines Inc.",
        matchedName: "Kestrel Shipping Lines",
        party: { federalRegisterNotice: "91 FR 2" },
        partner: { id: partnerId, status: "ADMITTED" },
        status: "OPEN",
      },
    ]);
    hitId = nodes[0].id;
    expect(await here.access(releaseId, partnerId)).toMatchObject({ allowed: true });
    expect((await here.reads(partner, "partner/my-registration")).nodes).toMatchObject([{ status: "ADMITTED" }]);
  });

  it("is told neither to the partner nor to the vendor", async () => {
    const { partner, vendor, everyone } = here.people;
    for (const each of [partner, vendor]) {
      const { errors } = await each.send("{ screeningHits { totalCount } }");
      expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
    expect((await everyone.send("{ screeningHits { totalCount } }")).errors?.[0]?.extensions.code).toBe(
      "UNAUTHENTICATED",
    );
    expect(JSON.stringify(await here.reads(partner, "partner/changes", { first: 100 }))).not.toContain(hitId);
  });

  it("lets no agency's silence count while it is open", async () => {
    here.at("2026-06-15T21:00:00.000Z");
    await sweep();
    here.at("2026-06-16T21:00:00.000Z");
    await sweep();
    expect(await seatsHeard()).toEqual(["ONCD", "OSTP"]);
  });

  it("is disposed of by a person of Commerce, and by nobody else", async () => {
    const { commerce, oncd, partner, auditor } = here.people;
    const found = {
      hitId,
      disposition: "FALSE_MATCH",
      reason: "DIFFERENT_ORGANISATION",
      note: "Another country, another owner.",
    };
    for (const other of [oncd, partner, auditor]) {
      expect(await here.mayNot(other, "commerce/dispose-screening-hit", found)).toBe("FORBIDDEN");
    }
    const { hit } = await here.does(commerce, "commerce/dispose-screening-hit", found);
    expect(hit).toMatchObject({ status: "FALSE_MATCH", disposedBy: "test|commerce", dispositionNote: found.note });
    expect((await here.reads(commerce, "commerce/screening-hits")).nodes).toEqual([]);
    const { nodes } = await here.reads(auditor, "agency/history-of-a-record", { id: hitId });
    expect(nodes[0]).toMatchObject({ to: "FALSE_MATCH", actorSubject: "test|commerce" });
  });

  it("lets the review go on where it stood", async () => {
    await sweep();
    expect(await seatsHeard()).toEqual(["ONCD", "OSTP", "COMMERCE", "DEFENSE"]);
    expect(await here.tell.decisionOf(caseId)).toMatchObject({ status: "PROPOSED", outcome: "APPROVE" });
  });

  it("is found a true match after all: the measure is a person's too, and stops every use", async () => {
    const { commerce, partner } = here.people;
    const found = {
      hitId,
      revision: 2,
      disposition: "TRUE_MATCH",
      reason: "SAME_ORGANISATION",
      note: "The same register.",
    };
    await here.does(commerce, "commerce/dispose-screening-hit", found);
    expect(await here.access(releaseId, partnerId)).toMatchObject({ allowed: true });
    const measure = { partnerId, reason: "LISTED_PARTY", legalBasis: "15 CFR part 744, by analogy" };
    expect(await here.mayNot(here.people.defense, "commerce/bar-partner", measure)).toBe("FORBIDDEN");
    await here.does(commerce, "commerce/bar-partner", measure);
    expect(await here.access(releaseId, partnerId)).toMatchObject({ allowed: false, reasons: ["PARTNER_BARRED"] });
    expect((await here.reads(partner, "partner/my-registration")).nodes).toMatchObject([
      { status: "BARRED", statusReason: "LISTED_PARTY" },
    ]);
  });
});
