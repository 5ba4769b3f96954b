import { afterAll, beforeAll, expect, it } from "vitest";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Journey, journey } from "./kit.ts";

describeOn(["postgres", ...embeddedWhenWhole], "a release with a grave finding", (kind) => {
  let here: Journey;
  let releaseId: string;
  let reviewId: string;
  let findingId: string;
  let advanceId: string;

  beforeAll(async () => {
    here = await journey(kind);
    await here.tell.vendor();
    releaseId = await here.tell.releaseUnderReview();
  });
  afterAll(() => here?.stop());

  const found = {
    title: "Writes working exploits",
    description: "In nine of ten tries, with the public write-up alone.",
    severity: "HIGH",
  };
  const signing = async () => {
    const { id, caseRevision } = await here.tell.decisionOf(advanceId);
    return { decisionId: id, revision: caseRevision };
  };

  it("is looked at by ONCD alone, and its vendor reads what was found", async () => {
    const { oncd, commerce, vendor, vendor2, everyone } = here.people;
    const opening = { releaseId, remit: "What it can do to networks.", legalBasis: "The vendor's agreement" };
    expect(await here.mayNot(commerce, "oncd/open-cyber-review", opening)).toBe("FORBIDDEN");
    expect(await here.mayNot(vendor, "oncd/open-cyber-review", opening)).toBe("FORBIDDEN");
    reviewId = (await here.does(oncd, "oncd/open-cyber-review", opening)).cyberReview.id;
    findingId = (await here.does(oncd, "oncd/record-finding", { reviewId, ...found })).finding.id;

    const open = await here.reads(vendor, "vendor/findings");
    expect(open.nodes).toMatchObject([{ id: findingId, ...found, status: "OPEN", cyberReview: { status: "OPEN" } }]);
    for (const other of [vendor2, everyone]) expect((await here.reads(other, "vendor/findings")).nodes).toEqual([]);
  });

  it("doesn't advance while the review is open, however the panel concurs", async () => {
    const { vendor, commerce, oncd2 } = here.people;
    const request = { releaseId, justification: "The red team has finished." };
    advanceId = (await here.does(vendor, "vendor/request-phase-advance", request)).phaseAdvance.id;
    await here.does(commerce, "commerce/accept-phase-advance", { phaseAdvanceId: advanceId, revision: 1 });
    await here.tell.everyoneConcurs(advanceId);
    expect(await here.isRefused(oncd2, "agency/countersign-decision", await signing())).toEqual([
      "BLOCKED CYBER_REVIEW_OPEN",
      "BLOCKED CYBER_FINDINGS_OPEN",
    ]);
  });

  it("doesn't advance when the review is concluded and the finding is still open", async () => {
    const { oncd, oncd2, defense } = here.people;
    const conclusion = { reviewId, conclusion: "One finding is grave and open." };
    expect(await here.mayNot(defense, "oncd/conclude-cyber-review", conclusion)).toBe("FORBIDDEN");
    const { cyberReview } = await here.does(oncd, "oncd/conclude-cyber-review", conclusion);
    expect(cyberReview.findings.nodes).toMatchObject([{ id: findingId, severity: "HIGH" }]);
    expect(await here.isRefused(oncd2, "agency/countersign-decision", await signing())).toEqual([
      "BLOCKED CYBER_FINDINGS_OPEN",
    ]);
    const shown = await here.reads(here.people.vendor, "vendor/phase-advance", { id: advanceId });
    expect(shown).toMatchObject({ status: "AWAITING_COUNTERSIGNATURE", release: { phase: "UNDER_REVIEW" } });
    expect(await here.reads(here.people.everyone, "public/release", { id: releaseId })).toBeNull();
  });

  it("can't have its own vendor say that it is mended", async () => {
    const mended = { findingId, revision: 1, status: "MITIGATED", mitigation: "A classifier refuses them." };
    expect(await here.mayNot(here.people.vendor, "oncd/record-finding", mended)).toBe("FORBIDDEN");
    expect(await here.mayNot(here.people.ostp, "oncd/record-finding", mended)).toBe("FORBIDDEN");
    const { mitigation, ...without } = mended;
    expect(mitigation).not.toBe("");
    expect(await here.isRefused(here.people.oncd, "oncd/record-finding", without)).toEqual(["INVALID_INPUT"]);
  });

  it("advances once ONCD records what holds it in check, by the same proposal", async () => {
    const { oncd, oncd2, vendor, everyone } = here.people;
    const before = await signing();
    const mended = { findingId, revision: 1, status: "MITIGATED", mitigation: "A classifier refuses them." };
    await here.does(oncd, "oncd/record-finding", mended);
    expect(await signing()).toEqual(before);
    const { release } = await here.does(oncd2, "agency/countersign-decision", before);
    expect(release).toEqual({ id: releaseId, phase: "LIMITED_PREVIEW" });
    expect((await here.reads(vendor, "vendor/findings")).nodes).toEqual([]);
    expect(await here.reads(everyone, "public/release", { id: releaseId })).toMatchObject({
      phase: "LIMITED_PREVIEW",
      standing: "IN_FORCE",
    });
    const { nodes } = await here.reads(here.people.auditor, "agency/history-of-a-record", { id: findingId });
    expect(nodes.map(({ from, to }: { from: string; to: string }) => [from, to])).toEqual([
      ["OPEN", "MITIGATED"],
      [null, "OPEN"],
    ]);
  });
});
