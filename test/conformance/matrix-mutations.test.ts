import { afterAll, beforeAll, expect, it } from "vitest";
import { taken } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import {
  type Arena,
  allows,
  expectRefused,
  inputWith,
  oneOfEach,
  openArena,
  refusalFor,
  unknownId,
} from "../support/matrix-arena.ts";
import type { Fact } from "../support/matrix-facts.ts";
import { mutationRules, type Target } from "../support/matrix-roots.ts";
import { sees } from "../support/matrix-rules.ts";
import { type Field, mutationDocument, mutations } from "../support/matrix-schema.ts";
import { everyRole, type RawAnswer, type Viewpoint, viewpoints } from "../support/matrix-viewpoints.ts";

/** Whether the record is the viewpoint's own to change: of a request, whether it was asked, as what it was asked. */
function isOwn(own: NonNullable<Target["own"]>, { roles, org }: Viewpoint, fact: Fact): boolean {
  const asVendor = fact.vendors.includes(org ?? "");
  const asPartner = fact.partners.includes(org ?? "");
  if (own === "VENDOR") return asVendor;
  if (own === "PARTNER") return asPartner;
  const vendorIsAsked = fact.contentFor?.includes("VENDOR") === true;
  return vendorIsAsked ? asVendor && roles.includes("VENDOR") : asPartner && roles.includes("PARTNER");
}

/** How many records of one type a mutation is tried on that its caller may not change, and how many of its own. */
const ofEachType = 2;

/** Whether this mutation is tried on records of a type that it isn't about: each is on every tenth such type. */
const triedOn = (mutation: number, type: number): boolean => taken(mutation + type, 10);

describeOn(["postgres"], "the matrix of roles and mutations", (kind) => {
  let arena: Arena;
  beforeAll(async () => {
    arena = await openArena(kind);
  });
  afterAll(() => arena?.graph.stop());

  it.each(viewpoints)(
    "refuses $name every mutation that isn't of its roles, whatever it is about, and writes nothing",
    async (viewpoint) => {
      await arena.unchanged(async () => {
        for (const [index, mutation] of mutations.entries()) {
          const { roles, targets, input } = mutationRules[mutation.name] ?? { roles: everyRole, targets: {} };
          if (allows(roles, viewpoint)) continue;
          const send = (given: Record<string, unknown>) =>
            arena.askAs(viewpoint)(mutationDocument(mutation), inputWith(given));
          const about = Object.values(targets).flatMap((target) =>
            target.types.flatMap((type) =>
              [unknownId(type), ...oneOfEach(arena.of([type]), viewpoint).map(({ id }) => id)].map(target.input),
            ),
          );
          const answers = [];
          // Whatever it is about: an unknown record, and every third of those that there are.
          const tried = about.filter((_, place) => place === 0 || taken(place + index, 3));
          for (const given of input ? [input] : tried) answers.push(await send(given));
          expectRefused(answers[0] as RawAnswer, refusalFor(viewpoint));
          expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size, mutation.name).toBe(1);
        }
      });
    },
  );

  const targetsFor = (viewpoint: Viewpoint): [Field, string, Target][] =>
    mutations.flatMap((mutation) => {
      const { roles, targets } = mutationRules[mutation.name] ?? { roles: [], targets: {} };
      if (!allows(roles, viewpoint)) return [];
      return Object.entries(targets).map(([path, target]): [Field, string, Target] => [mutation, path, target]);
    });
  const actors = viewpoints.filter(
    (viewpoint) => targetsFor({ ...viewpoint }).length > 0 || viewpoint.roles.length > 1,
  );

  it.each(actors)(
    "answers $name for a record hidden from it as for one that isn't there, and writes nothing",
    async (viewpoint) => {
      await arena.unchanged(async () => {
        for (const [index, [mutation, path, { input, types }]] of targetsFor(viewpoint).entries()) {
          const send = (id: string) => arena.askAs(viewpoint)(mutationDocument(mutation), inputWith(input(id)));
          const hidden = arena.of(types).filter((fact) => !sees(viewpoint, fact));
          const ofOtherTypes = oneOfEach(
            arena.all.filter(({ type }) => !types.includes(type)),
            viewpoint,
          );
          for (const [place, type] of [...arena.types()].entries()) {
            if (!types.includes(type) && !triedOn(index, place)) continue;
            const missing = await send(unknownId(type));
            expect(missing.body.data?.result?.refusals, mutation.name).toEqual([
              expect.objectContaining({ code: "NOT_FOUND", field: ["input", ...path.split(".")] }),
            ]);
            const alike = [...hidden, ...ofOtherTypes].filter((fact) => fact.type === type);
            for (const { id } of alike.slice(0, ofEachType)) {
              expect(await send(id), `${mutation.name} ${path} ${id}`).toEqual(missing);
            }
          }
        }
      });
    },
  );

  it.each(actors)("lets $name change no record of another that it sees", async (viewpoint) => {
    await arena.unchanged(async () => {
      for (const [mutation, path, { input, types, own, foreign }] of targetsFor(viewpoint)) {
        if (own === null) continue;
        const others = arena.of(types).filter((fact) => sees(viewpoint, fact) && !isOwn(own, viewpoint, fact));
        for (const { id } of others.slice(0, ofEachType)) {
          const { body } = await arena.askAs(viewpoint)(mutationDocument(mutation), inputWith(input(id)));
          expect(body.data?.result?.refusals, `${mutation.name} ${path} ${id}`).toEqual([
            expect.objectContaining({ code: foreign, blockers: ["NOT_YOUR_ORGANISATION"] }),
          ]);
        }
      }
    });
  });

  it.each(actors)(
    "takes every mutation of its roles from $name: done, or refused for the record's own state",
    async (viewpoint) => {
      for (const mutation of mutations) {
        const { roles, targets, input } = mutationRules[mutation.name] ?? { roles: [], targets: {} };
        if (!allows(roles, viewpoint)) continue;
        const given = Object.values(targets).flatMap(({ types, own, input }) => {
          const mine = arena
            .of(types)
            .filter((fact) => sees(viewpoint, fact) && (own === null || isOwn(own, viewpoint, fact)));
          return mine.slice(0, ofEachType).map(({ id }) => input(id));
        });
        for (const each of input ? [input] : given) {
          const { body } = await arena.askAs(viewpoint)(mutationDocument(mutation), inputWith(each));
          expect(body.errors, mutation.name).toBeUndefined();
          const codes = body.data.result.refusals.map(({ code }: { code: string }) => code);
          expect(codes, `${mutation.name} ${JSON.stringify(each)}`).not.toContain("NOT_FOUND");
        }
      }
    },
  );
});
