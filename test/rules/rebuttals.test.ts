import { describe, expect, it } from "vitest";
import {
  blockersOfDecidingRebuttal,
  blockersOfRebutting,
  type RebuttalBlocker,
  type RebuttalFacts,
  type RebuttingFacts,
} from "../../src/rules/rebuttals.ts";
import { rebuttalStatuses } from "../../src/rules/review-vocabulary.ts";
import { applicationStatuses } from "../../src/rules/vocabulary.ts";

const end = new Date("2026-06-10T14:00:00.000Z");
const now = new Date(end.getTime() - 1);

describe("rebutting an intended denial", () => {
  const sound: RebuttingFacts = {
    caseStatus: "INTENT_TO_DENY",
    caseRevision: 2,
    namedRevision: 2,
    applicant: true,
    windowEndsAt: end,
    rebutted: false,
    now,
  };
  it.each<[string, Partial<RebuttingFacts>, RebuttalBlocker[]]>([
    ["is possible to the last moment", {}, []],
    ["ends with the window", { now: end }, ["REBUTTAL_WINDOW_OVER"]],
    ["is possible while the clock is stopped", { windowEndsAt: null, now: end }, []],
    ["is done once", { rebutted: true }, ["REBUTTED"]],
    ["is the applicant's alone", { applicant: false }, ["NOT_YOUR_ORGANISATION"]],
    ["names the revision", { namedRevision: 1 }, ["STALE_REVISION"]],
    [
      "says all at once",
      { namedRevision: 1, rebutted: true, now: end },
      ["STALE_REVISION", "REBUTTED", "REBUTTAL_WINDOW_OVER"],
    ],
    [
      "tells nobody else what the applicant did",
      { namedRevision: 1, applicant: false, rebutted: true, now: end },
      ["NOT_YOUR_ORGANISATION"],
    ],
  ])("%s", (_, change, expected) => {
    expect(blockersOfRebutting({ ...sound, ...change })).toEqual(expected);
  });

  it.each(applicationStatuses)("needs an intent to deny: %s", (caseStatus) => {
    expect(blockersOfRebutting({ ...sound, caseStatus })).toEqual(
      caseStatus === "INTENT_TO_DENY" ? [] : ["NO_INTENT_TO_DENY"],
    );
  });
});

describe("deciding a rebuttal", () => {
  const sound: RebuttalFacts = {
    status: "FILED",
    dueAt: end,
    now,
    stopped: false,
    seats: ["ONCD", "OSTP"],
    participants: ["oncd-1"],
    official: { subject: "oncd-2", agency: "ONCD" },
  };
  it.each<[string, Partial<RebuttalFacts>, RebuttalBlocker[]]>([
    ["is possible to the last moment", {}, []],
    ["ends with its time", { now: end }, ["REBUTTAL_TIME_OVER"]],
    ["waits for the clock", { stopped: true, dueAt: null }, ["CLOCK_STOPPED"]],
    ["is for the panel's agencies", { official: { subject: "commerce", agency: "COMMERCE" } }, ["AGENCY_HAS_NO_SEAT"]],
    ["is for officials", { official: { subject: "nobody", agency: null } }, ["AGENCY_HAS_NO_SEAT"]],
    ["is for who took no part", { official: { subject: "oncd-1", agency: "ONCD" } }, ["TOOK_PART"]],
  ])("%s", (_, change, expected) => {
    expect(blockersOfDecidingRebuttal({ ...sound, ...change })).toEqual(expected);
  });

  it.each(rebuttalStatuses)("needs one that is filed: %s", (status) => {
    expect(blockersOfDecidingRebuttal({ ...sound, status })).toEqual(status === "FILED" ? [] : ["REBUTTAL_NOT_FILED"]);
  });
});
