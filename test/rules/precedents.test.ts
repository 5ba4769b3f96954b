import { describe, expect, it } from "vitest";
import {
  type Decided,
  type LikenessFacts,
  likenessFacets,
  likenessOf,
  type Treatment,
  treatedDifferently,
} from "../../src/rules/precedents.ts";

const facts: LikenessFacts = {
  endUse: "CYBER_DEFENSE",
  jurisdiction: "US",
  partnerKind: "ENTERPRISE",
  policyKey: "expedited-preview",
  programmeId: null,
  deployment: "VENDOR_HOSTED",
  userJurisdictions: ["US", "NO"],
  conditionKinds: ["NAMED_USERS_AT_MOST"],
};

describe("how alike two applications are", () => {
  it("is a hundred for the same, of every facet in full", () => {
    const { score, parts } = likenessOf(facts, structuredClone(facts));
    expect(score).toBe(100);
    expect(parts.map(({ facet }) => facet)).toEqual(likenessFacets.filter((facet) => facet !== "PROGRAMME"));
    expect(parts.every(({ points, of }) => points === of)).toBe(true);
    expect(parts.reduce((sum, { of }) => sum + of, 0)).toBe(100);
  });

  it.each<[keyof LikenessFacts, unknown, string, number]>([
    ["endUse", "HEALTH", "END_USE", 70],
    ["jurisdiction", "NO", "JURISDICTION", 80],
    ["partnerKind", "ACADEMIC", "PARTNER_KIND", 90],
    ["policyKey", "eo12981", "POLICY", 90],
    ["deployment", "ON_PREMISES", "DEPLOYMENT", 90],
    ["userJurisdictions", ["DE"], "USER_JURISDICTIONS", 90],
    ["userJurisdictions", ["NO"], "USER_JURISDICTIONS", 95],
    ["conditionKinds", [], "CONDITION_KINDS", 90],
  ])("is less where %s is %j: by what that counts, and as much the other way round", (name, value, facet, score) => {
    const other = { ...facts, [name]: value } as LikenessFacts;
    const found = likenessOf(facts, other);
    expect(found.score).toBe(score);
    expect(found.parts.filter(({ points, of }) => points < of).map((part) => part.facet)).toEqual([facet]);
    expect(likenessOf(other, facts)).toEqual(found);
  });

  it("leaves out what isn't proposed yet", () => {
    const { score, parts } = likenessOf({ ...facts, conditionKinds: null }, facts);
    expect(score).toBe(100);
    expect(parts.map(({ facet }) => facet)).not.toContain("CONDITION_KINDS");
  });

  it("counts the programme where either was made under one", () => {
    const under = (programmeId: string | null) => ({ ...facts, programmeId });
    const programme = (one: LikenessFacts, other: LikenessFacts) =>
      likenessOf(one, other).parts.find(({ facet }) => facet === "PROGRAMME");
    expect(programme(under("prg_1"), under("prg_1"))).toMatchObject({ points: 10, of: 10 });
    expect(programme(under("prg_1"), under("prg_2"))).toMatchObject({ points: 0, of: 10 });
    expect(programme(under(null), under("prg_2"))).toMatchObject({ points: 0, of: 10 });
    expect(programme(under(null), under(null))).toBeUndefined();
    expect(likenessOf(under(null), under("prg_2")).score).toBe(91);
  });

  it("takes two without conditions for the same", () => {
    expect(likenessOf({ ...facts, conditionKinds: [] }, { ...facts, conditionKinds: [] }).score).toBe(100);
  });

  it("is nothing where nothing is the same", () => {
    const other: LikenessFacts = {
      endUse: "HEALTH",
      jurisdiction: "NO",
      partnerKind: "ACADEMIC",
      policyKey: "eo12981",
      programmeId: "prg_1",
      deployment: "ON_PREMISES",
      userJurisdictions: ["DE"],
      conditionKinds: ["FREE_TEXT"],
    };
    expect(likenessOf(facts, other).score).toBe(0);
  });
});

describe("like cases that were treated differently", () => {
  const approved = (...conditionKinds: Treatment["conditionKinds"][number][]): Treatment => ({
    outcome: "APPROVE",
    conditionKinds,
  });
  const denied: Treatment = { outcome: "DENY", conditionKinds: [] };
  const decided = (id: string, treatment: Treatment, part: Partial<LikenessFacts> = {}): Decided => ({
    id,
    facts: { ...facts, ...part },
    treatment,
  });
  const found = (treatment: Treatment | null, ...cases: Decided[]) => {
    const { measure, differences } = treatedDifferently({ facts, treatment }, cases);
    return { measure, ...Object.fromEntries(differences) };
  };

  it("are held against what was decided of the case itself", () => {
    expect(found(approved(), decided("a", approved()), decided("b", denied), decided("c", denied))).toEqual({
      measure: "THIS_CASE",
      b: [{ kind: "OUTCOME", expected: "APPROVE", found: "DENY" }],
      c: [{ kind: "OUTCOME", expected: "APPROVE", found: "DENY" }],
    });
  });

  it("are held against what most got while the case is open", () => {
    expect(found(null, decided("a", denied), decided("b", approved()), decided("c", approved()))).toEqual({
      measure: "MOST_LIKE_CASES",
      a: [{ kind: "OUTCOME", expected: "APPROVE", found: "DENY" }],
    });
  });

  it("are held against the latest where two treatments are equally many", () => {
    expect(found(null, decided("late", denied), decided("early", approved()))).toEqual({
      measure: "MOST_LIKE_CASES",
      early: [{ kind: "OUTCOME", expected: "DENY", found: "APPROVE" }],
    });
  });

  it("differ by kinds of conditions where both were approved, whatever their order and number", () => {
    const own = approved("FREE_TEXT", "NAMED_USERS_AT_MOST");
    expect(
      found(
        own,
        decided("same", approved("NAMED_USERS_AT_MOST", "FREE_TEXT", "FREE_TEXT")),
        decided("other", approved("NAMED_USERS_AT_MOST", "EXPIRES_AT")),
      ),
    ).toEqual({
      measure: "THIS_CASE",
      other: [
        { kind: "CONDITION_ADDED", condition: "EXPIRES_AT" },
        { kind: "CONDITION_MISSING", condition: "FREE_TEXT" },
      ],
    });
  });

  it.each<Partial<LikenessFacts>>([
    { endUse: "HEALTH" },
    { jurisdiction: "NO" },
    { partnerKind: "ACADEMIC" },
    { policyKey: "eo12981" },
  ])("are none that differ in %j", (part) => {
    expect(found(approved(), decided("a", denied, part))).toEqual({ measure: "THIS_CASE" });
  });

  it("are like whatever the deployment and the users' places", () => {
    const part = { deployment: "AIR_GAPPED", userJurisdictions: ["JP"] } as const;
    expect(Object.keys(found(approved(), decided("a", denied, part)))).toContain("a");
  });

  it("are none where nothing was decided", () => {
    expect(found(null)).toEqual({ measure: "MOST_LIKE_CASES" });
  });
});
