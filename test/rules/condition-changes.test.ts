import { describe, expect, it } from "vitest";
import {
  blockersOfAnswering,
  blockersOfChanging,
  type ChangeableFacts,
  type ConsentFacts,
} from "../../src/rules/condition-changes.ts";

const standing: ChangeableFacts = { stands: true, proposedBy: "ONCD", shared: false, seats: ["ONCD", "OSTP"] };
const asked: ConsentFacts = {
  status: "PROPOSED",
  proposedBy: "ONCD",
  askedBy: "ostp-1",
  official: { subject: "oncd-1", agency: "ONCD" },
  spokeForAnother: false,
};

describe("a change of a condition by consent", () => {
  it.each<[string, Partial<ChangeableFacts>, string[]]>([
    ["of one that stands", {}, []],
    ["of one that doesn't", { stands: false }, ["CONDITION_NOT_STANDING"]],
    ["of one that was ruled", { proposedBy: null }, ["CONDITION_RULED"]],
    ["of one that two agencies proposed", { shared: true }, ["CONDITION_SHARED"]],
  ])("%s", (_which, change, blockers) => {
    expect(blockersOfChanging({ ...standing, ...change }, "OSTP")).toEqual(blockers);
  });

  it("is asked for by an agency of the case's panel", () => {
    expect(blockersOfChanging(standing, "DEFENSE")).toEqual(["AGENCY_HAS_NO_SEAT"]);
    expect(blockersOfChanging({ ...standing, stands: false }, null)).toEqual([
      "CONDITION_NOT_STANDING",
      "AGENCY_HAS_NO_SEAT",
    ]);
  });

  it.each<[string, Partial<ConsentFacts>, string[]]>([
    ["by its proposer", {}, []],
    ["by another agency", { official: { subject: "ostp-2", agency: "OSTP" } }, ["NOT_THE_PROPOSER"]],
    ["by someone of no agency", { proposedBy: null, official: { subject: "x", agency: null } }, ["NOT_THE_PROPOSER"]],
    ["by who asked for it", { askedBy: "oncd-1" }, ["ASKED_FOR_IT"]],
    ["by who spoke for another agency", { spokeForAnother: true }, ["SPOKE_FOR_ANOTHER_AGENCY"]],
    ["a second time", { status: "REFUSED" }, ["NOT_PROPOSED"]],
    ["of a ruling", { status: "RULED" }, ["NOT_PROPOSED"]],
    ["once what it is about has ended", { status: "CLOSED" }, ["CHANGE_OVER"]],
  ])("is answered %s", (_which, change, blockers) => {
    expect(blockersOfAnswering({ ...asked, ...change })).toEqual(blockers);
  });
});
