import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Caller, type Graph, startGraph } from "../support/graph.ts";
import { done, type Story, story } from "../support/story.ts";

const described = {
  description: "For defenders whom we know.",
  partnerKinds: ["SECURITY_RESEARCH", "ENTERPRISE"],
  endUses: ["VULNERABILITY_RESEARCH", "CYBER_DEFENSE"],
  policyKey: "trusted-access",
};
const shown = `programme { id name description partnerKinds endUses policyKey status closedAt closingReason
  vendor { org } policy { key version appliesTo phases { phase } } enrolments { totalCount } }`;
const shownEnrolment = `enrolment { id org status reason legalBasis enrolledAt endedAt endingReason
  programme { id } partner { id } }`;
const trusted = { reason: "We know it.", legalBasis: "Our agreement of May." };

describeOn(["postgres", ...embeddedWhenWhole], "trusted-access programmes", (kind) => {
  let graph: Graph;
  let tell: Story;
  let made = 0;
  beforeAll(async () => {
    graph = await startGraph(kind);
    tell = story(graph);
    await tell.vendor();
    await tell.vendor({ as: tell.people.vendor2, org: "second-labs", name: "Second Labs (fictional)" });
  });
  afterAll(() => graph?.stop());

  const nameOfIts = () => {
    made += 1;
    return `Trusted Access ${made}`;
  };
  const open = async (more: object = {}, by: Caller = tell.people.vendor) =>
    done(await by.mutate("openProgramme", { name: nameOfIts(), ...described, ...more }, shown)).programme;
  const refused = async (name: string, input: Record<string, unknown>, by: Caller = tell.people.vendor) =>
    (await by.mutate(name, input)).refusals.map(
      ({ message: _, from: __, attempted: ___, ...rest }: Record<string, unknown>) => rest,
    );
  const enrol = async (programmeId: string, org: string) =>
    done(await tell.people.vendor.mutate("enrolInProgramme", { programmeId, org, ...trusted }, shownEnrolment))
      .enrolment;
  const end = async (enrolmentId: string) =>
    done(await tell.people.vendor.mutate("endEnrolment", { enrolmentId, reason: "It left." }, shownEnrolment))
      .enrolment;
  const close = async (programmeId: string) =>
    done(await tell.people.vendor.mutate("closeProgramme", { programmeId, reason: "It is over." }, shown)).programme;
  const entries = async (id: string) => {
    const asked =
      "query E($id: ID!) { changes(filter: { subjectId: $id }, first: 100) { nodes { type from to legalBasis } } }";
    return (await tell.people.auditor.ask(asked, { id })).changes.nodes;
  };

  describe("opening one", () => {
    it("says whom and what it is for, under the newest version of its policy", async () => {
      const programme = await open();
      expect(programme).toMatchObject({ status: "OPEN", policyKey: "trusted-access", vendor: { org: "example-labs" } });
      expect(programme.partnerKinds).toEqual(["ENTERPRISE", "SECURITY_RESEARCH"]);
      expect(programme.endUses).toEqual(["CYBER_DEFENSE", "VULNERABILITY_RESEARCH"]);
      expect(programme.policy).toEqual({ key: "trusted-access", version: 1, appliesTo: "PROGRAMMES", phases: [] });
      expect(await entries(programme.id)).toEqual([
        { type: "ProgrammeOpened", from: null, to: "OPEN", legalBasis: null },
      ]);
    });

    it.each([
      ["a policy for releases", { policyKey: "eo12981" }, "INVALID_INPUT", ["input", "policyKey"]],
      ["no policy", { policyKey: "nowhere" }, "NOT_FOUND", ["input", "policyKey"]],
      ["a name that deceives", { name: "Trusted\u202eAccess" }, "INVALID_INPUT", ["input", "name"]],
    ])("under %s is refused", async (_what, more, code, field) => {
      const [refusal] = await refused("openProgramme", { name: nameOfIts(), ...described, ...more });
      expect(refusal).toMatchObject({ code, field });
    });

    it.each(["partnerKinds", "endUses"])("without %s, or with one twice, is refused", async (list) => {
      const [value] = described[list as "partnerKinds"];
      for (const values of [[], [value, value]]) {
        const document =
          "mutation O($input: OpenProgrammeInput!) { openProgramme(input: $input) { refusals { code } } }";
        const input = {
          idempotencyKey: `${list}-${values.length}-of-it`,
          name: nameOfIts(),
          ...described,
          [list]: values,
        };
        const { errors } = await tell.people.vendor.send(document, { input });
        expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
      }
    });

    it("lets one of many of one name at once through, and another once it is closed", async () => {
      const name = nameOfIts();
      const all = await Promise.all(
        Array.from({ length: 4 }, () => tell.people.vendor.mutate("openProgramme", { name, ...described }, shown)),
      );
      const opened = all.filter(({ programme }) => programme !== null);
      expect(opened).toHaveLength(1);
      expect(all.flatMap(({ refusals }) => refusals.map(({ code }: { code: string }) => code))).toEqual(
        Array(3).fill("DUPLICATE"),
      );
      expect((await open({ name }, tell.people.vendor2)).name).toBe(name);
      await close(opened[0].programme.id);
      expect((await open({ name })).status).toBe("OPEN");
    });

    it("is for companies that are enrolled as vendors", async () => {
      const stranger = graph.as({ roles: ["vendor"], org: "not-enrolled" });
      expect(await refused("openProgramme", { name: nameOfIts(), ...described }, stranger)).toMatchObject([
        { code: "BLOCKED", blockers: ["VENDOR_NOT_ENROLLED"] },
      ]);
    });

    it("keeps its policy from releases", async () => {
      const release = {
        name: "Sly",
        modelVersion: "1",
        description: "D",
        safeguards: "S",
        policyKey: "trusted-access",
      };
      expect(await refused("registerRelease", release)).toMatchObject([
        { code: "INVALID_INPUT", field: ["input", "policyKey"] },
      ]);
    });
  });

  describe("enrolling in one", () => {
    it("takes an organisation by its name in tokens, and answers the same whether or not it is registered", async () => {
      const { id } = await open();
      const org = `known-${kind}`;
      await tell.registeredPartner({ as: graph.as({ roles: ["partner"], org }), legalName: `${org} (fictional)` });
      const known = await enrol(id, org);
      const unknown = await enrol(id, `unknown-${kind}`);
      const alike = ({ id: _, org: __, enrolledAt: ___, ...rest }: Record<string, unknown>) => rest;
      expect(alike(known)).toEqual(alike(unknown));
      expect(known).toMatchObject({ status: "ENROLLED", ...trusted, programme: { id }, partner: null });
      expect(await entries(known.id)).toEqual([
        { type: "EnrolledInProgramme", from: null, to: "ENROLLED", legalBasis: trusted.legalBasis },
      ]);
      const asked = "query E($id: ID!) { enrolment(id: $id) { partner { org } } }";
      expect((await tell.people.commerce.ask(asked, { id: known.id })).enrolment.partner).toEqual({ org });
      expect((await tell.people.commerce.ask(asked, { id: unknown.id })).enrolment.partner).toBeNull();
    });

    it("refuses whoever is in it, lets one of many at once through, and takes back whose enrolment ended", async () => {
      const { id: programmeId } = await open();
      const input = { programmeId, org: "twice", ...trusted };
      const all = await Promise.all(
        Array.from({ length: 4 }, () => tell.people.vendor.mutate("enrolInProgramme", input, shownEnrolment)),
      );
      const enrolled = all.filter(({ enrolment }) => enrolment !== null);
      expect(enrolled).toHaveLength(1);
      expect(await refused("enrolInProgramme", input)).toMatchObject([{ code: "DUPLICATE", field: ["input", "org"] }]);
      const ended = await end(enrolled[0].enrolment.id);
      expect(ended).toMatchObject({ status: "ENDED", endingReason: "It left.", endedAt: expect.any(String) });
      expect((await enrol(programmeId, "twice")).status).toBe("ENROLLED");
    });

    it("is over with the programme, and an enrolment ends once", async () => {
      const { id: programmeId } = await open();
      const { id: enrolmentId } = await enrol(programmeId, "last");
      expect(await close(programmeId)).toMatchObject({ status: "CLOSED", closingReason: "It is over." });
      const illegal = (name: string) => [{ code: "ILLEGAL_TRANSITION", field: ["input", name], blockers: [] }];
      expect(await refused("enrolInProgramme", { programmeId, org: "late", ...trusted })).toEqual(
        illegal("programmeId"),
      );
      expect(await refused("closeProgramme", { programmeId, reason: "Again." })).toEqual(illegal("programmeId"));
      await end(enrolmentId);
      expect(await refused("endEnrolment", { enrolmentId, reason: "Again." })).toEqual(illegal("enrolmentId"));
    });
  });

  describe("what Commerce revokes", () => {
    const why = { reason: "BREACH_OF_CONDITIONS", legalBasis: "A test of programmes.", note: "It took in anyone." };
    const said = {
      revokedAt: expect.any(String),
      revocationReason: why.reason,
      revocationLegalBasis: why.legalBasis,
      revocationNote: why.note,
    };
    const revocation = "revokedAt revocationReason revocationLegalBasis revocationNote";
    const revoke = async (programmeId: string) => {
      const shownRevoked = `programme { id status closingReason ${revocation} }`;
      return done(await tell.people.commerce.mutate("revokeProgramme", { programmeId, ...why }, shownRevoked))
        .programme;
    };
    const shownIt = `enrolment { id status reason legalBasis ${revocation} }`;
    const revokeEnrolment = async (enrolmentId: string) =>
      done(await tell.people.commerce.mutate("revokeEnrolment", { enrolmentId, ...why }, shownIt)).enrolment;
    const reinstate = async (enrolmentId: string, more: object = {}) =>
      done(await tell.people.commerce.mutate("reinstateEnrolment", { enrolmentId, ...more }, shownIt)).enrolment;
    const told = async (by: Caller, id: string) => {
      const asked = "query T($id: ID!) { changes(filter: { subjectId: $id }, first: 100) { nodes { type } } }";
      return (await by.ask(asked, { id })).changes.nodes.map(({ type }: { type: string }) => type);
    };
    const illegal = (from: string, attempted: string) => [{ code: "ILLEGAL_TRANSITION", from, attempted }];
    const commerce = async (name: string, input: object) =>
      (await tell.people.commerce.mutate(name, { ...input })).refusals;

    it("is any vendor's programme, with why and on what law, told to the vendor and those in it", async () => {
      const { id, name } = await open();
      await enrol(id, "told-of-it");
      expect(await revoke(id)).toEqual({ id, status: "REVOKED", closingReason: null, ...said });
      expect((await entries(id)).at(-1)).toEqual({
        type: "ProgrammeRevoked",
        from: "OPEN",
        to: "REVOKED",
        legalBasis: why.legalBasis,
      });
      expect(await told(tell.people.vendor, id)).toContain("ProgrammeRevoked");
      const member = graph.as({ roles: ["partner"], org: "told-of-it" });
      expect(await told(member, id)).toEqual(["ProgrammeRevoked"]);
      expect(await told(tell.people.vendor2, id)).toEqual([]);
      const asked = `query P($id: ID!) { programme(id: $id) { status ${revocation} } }`;
      for (const by of [tell.people.vendor, member]) {
        expect((await by.ask(asked, { id })).programme).toEqual({ status: "REVOKED", ...said });
      }
      expect(await refused("enrolInProgramme", { programmeId: id, org: "late", ...trusted })).toMatchObject([
        { code: "ILLEGAL_TRANSITION" },
      ]);
      expect(
        (await tell.people.vendor.mutate("closeProgramme", { programmeId: id, reason: "Us too." })).refusals,
      ).toMatchObject(illegal("REVOKED", "close"));
      expect(await commerce("revokeProgramme", { programmeId: id, ...why })).toMatchObject(
        illegal("REVOKED", "revoke"),
      );
      // Its name is free: a programme that mends what was wrong may take its place.
      expect((await open({ name })).status).toBe("OPEN");
    });

    it("is a programme that its vendor has closed, too: what is under way under it ends with that", async () => {
      const { id } = await open();
      await close(id);
      expect(await revoke(id)).toMatchObject({ status: "REVOKED", closingReason: "It is over." });
    });

    it("is a single enrolment, which its vendor makes anew in none of its programmes until it is reinstated", async () => {
      const [one, other] = [await open(), await open()];
      const org = `single-${kind}`;
      const { id } = await enrol(one.id, org);
      expect(await revokeEnrolment(id)).toEqual({ id, status: "REVOKED", ...trusted, ...said });
      expect((await entries(id)).at(-1)).toEqual({
        type: "EnrolmentRevoked",
        from: "ENROLLED",
        to: "REVOKED",
        legalBasis: why.legalBasis,
      });
      for (const by of [tell.people.vendor, graph.as({ roles: ["partner"], org })]) {
        expect(await told(by, id)).toContain("EnrolmentRevoked");
      }
      const revoked = [{ code: "BLOCKED", field: ["input", "org"], blockers: ["ENROLMENT_REVOKED"] }];
      for (const programmeId of [one.id, other.id, (await open()).id]) {
        expect(await refused("enrolInProgramme", { programmeId, org, ...trusted })).toEqual(revoked);
      }
      const theirs = await open({}, tell.people.vendor2);
      await tell.enrolment(theirs.id, org, { as: tell.people.vendor2 });
      const ending = await tell.people.vendor.mutate("endEnrolment", { enrolmentId: id, reason: "Us too." });
      expect(ending.refusals).toMatchObject(illegal("REVOKED", "end"));
      expect(await reinstate(id, { note: "It was another of that name." })).toEqual({
        id,
        status: "ENROLLED",
        ...trusted,
        revokedAt: null,
        revocationReason: null,
        revocationLegalBasis: null,
        revocationNote: "It was another of that name.",
      });
      expect(await told(tell.people.vendor, id)).toContain("EnrolmentReinstated");
      expect((await enrol(other.id, org)).status).toBe("ENROLLED");
      expect(await commerce("reinstateEnrolment", { enrolmentId: id })).toMatchObject(illegal("ENROLLED", "reinstate"));
      await end(id);
      expect(await commerce("revokeEnrolment", { enrolmentId: id, ...why })).toMatchObject(illegal("ENDED", "revoke"));
    });

    it("keeps an organisation from being enrolled elsewhere at the same time", async () => {
      for (let round = 0; round < 5; round += 1) {
        const [one, other] = [await open(), await open()];
        const org = `raced-${round}`;
        const { id } = await enrol(one.id, org);
        const [, made] = await Promise.all([
          revokeEnrolment(id),
          tell.people.vendor.mutate("enrolInProgramme", { programmeId: other.id, org, ...trusted }, shownEnrolment),
        ]);
        if (made.enrolment === null) expect(made.refusals).toMatchObject([{ blockers: ["ENROLMENT_REVOKED"] }]);
        else {
          const order = await graph.database.query<{ type: string }>(
            "select type from ledger_entry where subject_id in ($1, $2) order by seq",
            [id, made.enrolment.id],
          );
          expect(order.map(({ type }) => type)).toEqual([
            "EnrolledInProgramme",
            "EnrolledInProgramme",
            "EnrolmentRevoked",
          ]);
        }
      }
    });

    it("is Commerce's alone to revoke, and to reinstate", async () => {
      const { id: programmeId } = await open();
      const { id: enrolmentId } = await enrol(programmeId, "nobody-elses");
      const inputs = {
        revokeProgramme: { programmeId, ...why },
        revokeEnrolment: { enrolmentId, ...why },
        reinstateEnrolment: { enrolmentId },
      };
      for (const [name, input] of Object.entries(inputs)) {
        const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
        const document = `mutation M($input: ${type}!) { ${name}(input: $input) { refusals { code } } }`;
        const { vendor, oncd, ostp, defense, partner, auditor, administrator } = tell.people;
        for (const by of [vendor, oncd, ostp, defense, partner, auditor, administrator]) {
          const { errors } = await by.send(document, { input: { idempotencyKey: "a-key-of-its-own", ...input } });
          expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
        }
      }
    });
  });

  it("are seen by officials, their vendor and those enrolled, and by nobody else", async () => {
    const { id } = await open();
    const partner = graph.as({ roles: ["partner"], org: "in-it" });
    const enrolment = await enrol(id, "in-it");
    await enrol(id, "another-in-it");
    const asked = `query P($id: ID!, $enrolment: ID!) { programme(id: $id) { enrolments { totalCount } vendor { org } }
      enrolment(id: $enrolment) { org } node(id: $enrolment) { id } }`;
    const seenBy = async (by: Caller) => by.ask(asked, { id, enrolment: enrolment.id });
    for (const by of [tell.people.vendor, tell.people.defense, tell.people.auditor]) {
      const { programme, enrolment: one } = await seenBy(by);
      expect([programme.enrolments.totalCount, one]).toEqual([2, { org: "in-it" }]);
    }
    const own = await seenBy(partner);
    expect(own).toMatchObject({ programme: { enrolments: { totalCount: 1 } }, enrolment: { org: "in-it" } });
    // Of a vendor without a public release nobody learns its name.
    expect(own.programme.vendor).toBeNull();
    for (const by of [tell.people.vendor2, tell.people.partner, tell.people.everyone, tell.people.administrator]) {
      expect(await seenBy(by)).toEqual({ programme: null, enrolment: null, node: null });
    }
  });

  it("are their vendor's alone to enrol in and to close", async () => {
    const { id: programmeId } = await open();
    const { id: enrolmentId } = await enrol(programmeId, "one-of-them");
    const both = graph.as({ roles: ["vendor", "partner"], org: "one-of-them" });
    const inputs = {
      enrolInProgramme: { programmeId, org: "more", ...trusted },
      closeProgramme: { programmeId, reason: "No." },
      endEnrolment: { enrolmentId, reason: "No." },
    };
    for (const [name, input] of Object.entries(inputs)) {
      expect(await refused(name, input, tell.people.vendor2)).toMatchObject([{ code: "NOT_FOUND" }]);
      expect(await refused(name, input, both)).toMatchObject([
        { code: "BLOCKED", blockers: ["NOT_YOUR_ORGANISATION"] },
      ]);
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const document = `mutation M($input: ${type}!) { ${name}(input: $input) { refusals { code } } }`;
      for (const by of [tell.people.commerce, tell.people.partner]) {
        const { errors } = await by.send(document, { input: { idempotencyKey: "a-key-of-its-own", ...input } });
        expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
      }
    }
  });
});
