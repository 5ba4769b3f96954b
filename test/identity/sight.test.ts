import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idPrefixes, type NodeType } from "../../src/graph/ids.ts";
import { type Actor, commonSightOf, roles, sightOf } from "../../src/identity/actor.ts";
import { agencyTag, audienceTags, readsRestricted, rowAccess } from "../../src/identity/visibility.ts";
import { type Agency, agencies } from "../../src/rules/vocabulary.ts";

/** Anyone at all, whether or not a token could say so. */
const anyone: fc.Arbitrary<Actor> = fc.record({
  subject: fc.constantFrom(null, "test|one", "test|two"),
  roles: fc.subarray([...roles]).map((held) => new Set(held)),
  agency: fc.constantFrom(null, ...agencies),
  org: fc.constantFrom(null, "example-labs", "second-labs"),
  tokenId: fc.constantFrom(null, "token"),
  expiresAt: fc.constant(null),
});

/** The same person as an official of an agency. */
const officialOf = (one: Actor, agency: Agency): Actor => ({
  ...one,
  agency,
  roles: new Set([...[...one.roles].filter((role) => !(agencies as readonly string[]).includes(role)), agency]),
});

/** Every type but those of which an agency has its own. */
const commonTypes = (Object.keys(idPrefixes) as NodeType[]).filter((type) => type !== "Change" && type !== "Webhook");

/** The tags of what no agency has for itself. */
const commonTags = (actor: Actor): readonly string[] | null =>
  audienceTags(actor)?.filter((tag) => !tag.startsWith(agencyTag("" as never))) ?? null;

describe("what actors are shown", () => {
  it("is the same for two with the same roles, agency and organisation alone", () => {
    fc.assert(
      fc.property(anyone, anyone, (one, other) => {
        const same =
          (one.subject === null) === (other.subject === null) &&
          one.agency === other.agency &&
          one.org === other.org &&
          roles.every((role) => one.roles.has(role) === other.roles.has(role));
        expect(sightOf(one).rights === sightOf(other).rights).toBe(same);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is the same for officials of different agencies, by every rule but those of an agency's own", () => {
    fc.assert(
      fc.property(anyone, fc.constantFrom(...agencies), fc.constantFrom(...agencies), (one, agency, another) => {
        const [first, second] = [officialOf(one, agency), officialOf(one, another)];
        expect(commonSightOf(first).rights).toBe(commonSightOf(second).rights);
        expect(sightOf(first).rights === sightOf(second).rights).toBe(agency === another);
        expect(commonTags(first)).toEqual(commonTags(second));
        expect(readsRestricted(first)).toBe(readsRestricted(second));
        for (const type of commonTypes) {
          expect(rowAccess(type, "t", first), type).toEqual(rowAccess(type, "t", second));
          expect(rowAccess(type, "t", commonSightOf(first).anyone), type).toEqual(rowAccess(type, "t", first));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("differs where anything but the agency does", () => {
    fc.assert(
      fc.property(anyone, anyone, (one, other) => {
        const kin = ({ subject, roles: held, agency, org }: Actor) =>
          JSON.stringify([subject !== null, [...held].filter((role) => role !== agency).sort(), agency !== null, org]);
        expect(commonSightOf(one).rights === commonSightOf(other).rights).toBe(kin(one) === kin(other));
        const alike = { ...one, subject: one.subject && "test|another", tokenId: null, expiresAt: new Date(0) };
        for (const sight of [sightOf, commonSightOf]) expect(sight(alike).rights).toBe(sight(one).rights);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is shown to someone who is nobody in particular and sees no more than each of them", () => {
    fc.assert(
      fc.property(anyone, (one) => {
        for (const { anyone: shown } of [sightOf(one), commonSightOf(one)]) {
          expect([null, ""]).toContain(shown.subject);
          expect(shown.tokenId).toBeNull();
          expect(readsRestricted(shown)).toBe(readsRestricted(one));
          expect(commonTags(shown)).toEqual(commonTags(one));
          expect([...shown.roles].every((role) => one.roles.has(role))).toBe(true);
        }
        const held = commonSightOf(one).anyone.roles;
        if (one.agency !== null) expect(held.has(one.agency)).toBe(false);
        const own = agencies.map(agencyTag);
        const tags = audienceTags(commonSightOf(one).anyone);
        if (tags !== null) expect(tags.filter((tag) => own.includes(tag))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
