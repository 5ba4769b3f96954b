import { afterAll, beforeAll, expect, it } from "vitest";
import { eo12981 } from "../../src/rules/policies/eo12981.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import type { PolicyDocument } from "../../src/rules/policy.ts";
import { describeOn } from "../support/describe-on.ts";
import { policyInput } from "../support/policies.ts";
import { done } from "../support/story.ts";
import { type Setting, setting } from "./setting.ts";

const policyOf = "status dueAt policy { key version }";

describeOn(["postgres"], "a new version of a policy", (kind) => {
  let here: Setting;
  let keys = 0;
  beforeAll(async () => {
    here = await setting(kind);
    here.clock.set("2026-06-09T14:00:00.000Z");
  });
  afterAll(() => here?.stop());

  const publish = async (document: PolicyDocument) =>
    done(await here.people.ostp.mutate("publishPolicy", { document: policyInput(document) }));
  /** A release under the first version of a policy of its own, and what publishes the next. */
  const followed = async (phase?: Parameters<Setting["releaseUnder"]>[1]) => {
    keys += 1;
    const key = `followed-${keys}`;
    const releaseId = await here.releaseUnder({ key, version: 1 }, phase);
    const next = (change: Partial<PolicyDocument>) => publish({ ...expeditedPreview, key, version: 2, ...change });
    return { key, releaseId, next };
  };
  const onlyDefense: Partial<PolicyDocument> = { panel: [{ agency: "DEFENSE", seat: "REQUIRED" }] };

  it("is what a case begins under that is submitted after it; a case under way keeps its own", async () => {
    const { key, releaseId, next } = await followed();
    const before = await here.submitted(releaseId);
    await next(onlyDefense);
    const after = await here.submitted(releaseId);
    expect((await here.read(before.caseId, policyOf)).policy).toEqual({ key, version: 1 });
    expect((await here.read(after.caseId, policyOf)).policy).toEqual({ key, version: 2 });
    for (const { caseId } of [before, after]) {
      done(await here.people.commerce.mutate("acceptApplication", { applicationId: caseId, revision: 1 }));
    }
    const seats = "referrals { totalCount }";
    expect((await here.read(before.caseId, seats)).referrals.totalCount).toBe(expeditedPreview.panel.length);
    expect((await here.read(after.caseId, seats)).referrals.totalCount).toBe(1);
    await here.tell.position(after.caseId, here.people.defense);
    expect((await here.read(after.caseId, "status")).status).toBe("AWAITING_COUNTERSIGNATURE");
  });

  it("leaves a case that is amended under the version that it began under", async () => {
    const { releaseId, next } = await followed();
    const { as, caseId } = await here.inReview(releaseId);
    await next(onlyDefense);
    done(await as.mutate("amendApplication", { applicationId: caseId, revision: 1, namedUsers: 7 }));
    const { policy, referrals } = await here.read(caseId, `${policyOf} referrals { totalCount }`);
    expect(policy.version).toBe(1);
    expect(referrals.totalCount).toBe(expeditedPreview.panel.length);
  });

  it("is what a draft begins under once it is submitted, and a returned application once it is submitted again", async () => {
    const { releaseId, next } = await followed();
    const { as } = await here.applicant();
    const drafted = await here.tell.submittedApplication(releaseId, { as, draft: true });
    const returned = await here.submitted(releaseId);
    const sentBack = { applicationId: returned.caseId, revision: 1, reason: "INCOMPLETE", note: "Say more." };
    done(await here.people.commerce.mutate("returnApplication", sentBack));
    await next(onlyDefense);
    expect((await here.read(returned.caseId, policyOf)).policy.version).toBe(1);
    for (const [caller, applicationId] of [
      [as, drafted],
      [returned.as, returned.caseId],
    ] as const) {
      done(await caller.mutate("submitApplication", { existing: { applicationId, revision: 1 } }));
      expect((await here.read(applicationId, policyOf)).policy.version).toBe(2);
    }
  });

  it("counts the time of a new case, and of no other", async () => {
    const { releaseId, next } = await followed();
    const before = await here.submitted(releaseId);
    const due = (await here.read(before.caseId, policyOf)).dueAt;
    await next({ clocks: { ...expeditedPreview.clocks, refer: 1 } });
    const after = await here.submitted(releaseId);
    expect((await here.read(before.caseId, policyOf)).dueAt).toBe(due);
    expect((await here.read(after.caseId, policyOf)).dueAt).toBe("2026-06-10T21:00:00.000Z");
    expect(due).toBe("2026-06-11T21:00:00.000Z");
  });

  it("says at once whether use needs an authorization: that is the release's matter, and no case's", async () => {
    const { releaseId, next } = await followed("GENERAL_AVAILABILITY");
    const { partnerId } = await here.applicant();
    const asked =
      "query C($release: ID!, $partner: ID!) { checkAccess(releaseId: $release, partnerId: $partner, endUse: OTHER) { allowed } }";
    const mayUse = async () =>
      (await here.people.auditor.ask(asked, { release: releaseId, partner: partnerId })).checkAccess.allowed;
    expect(await mayUse()).toBe(true);
    await next({ phases: { GENERAL_AVAILABILITY: { partnerCap: null, authorizationRequired: true } } });
    expect(await mayUse()).toBe(false);
  });

  it("moves no release that follows another policy", async () => {
    const { releaseId } = await followed();
    await publish({ ...eo12981, version: 2, silence: "It means nothing." });
    const { caseId } = await here.submitted(releaseId);
    expect((await here.read(caseId, policyOf)).policy.version).toBe(1);
  });
});
