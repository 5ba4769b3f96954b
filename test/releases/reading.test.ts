import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../../src/identity/actor.ts";
import type { PhaseAdvance } from "../../src/releases/advances/phase-advance.ts";
import type { Designation } from "../../src/releases/directives/designation.ts";
import type { Directive } from "../../src/releases/directives/directive.ts";
import type { Policy } from "../../src/releases/policies/policy.ts";
import type { Release } from "../../src/releases/register/release.ts";
import { releasesSubgraph } from "../../src/releases/subgraph.ts";
import type { Vendor } from "../../src/releases/vendors/vendor.ts";
import { administrator, auditor, bothOf, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { describeOn } from "../support/describe-on.ts";
import { everyPage } from "../support/every-page.ts";
import { codesOf, openRoom, type Room } from "../support/room.ts";
import { aDesignation, aDirective, aPolicy, aVendor, tuesday } from "../support/rows.ts";
import { aPhaseAdvance, aReleaseIn } from "./rows.ts";

const oncd = official("ONCD");
const hour = 60 * 60 * 1000;
const later = (hours: number): Date => new Date(tuesday.getTime() + hours * hour);

describeOn(["embedded", "postgres"], "reading releases and what stands on them", (kind) => {
  let room: Room;
  let policy: Policy;
  const vendors: Vendor[] = [];
  const releases: Record<string, Release> = {};
  const directives: Record<string, Directive> = {};
  const advances: Record<string, PhaseAdvance> = {};
  let designation: Designation;

  beforeAll(async () => {
    room = await openRoom(kind, releasesSubgraph());
    policy = await aPolicy(room);
    for (const org of ["open", "shut", "bare"]) vendors.push(await aVendor(room, org));
    const [open, shut] = vendors as [Vendor, Vendor];
    const release = async (name: string, vendor: Vendor, phase: Release["phase"], rest: Partial<Release> = {}) => {
      releases[name] = await aReleaseIn(room, vendor, policy, phase, { name, ...rest });
    };
    await release("Aurora", open, "LIMITED_PREVIEW", { registeredAt: later(1) });
    await release("Borealis", open, "UNDER_REVIEW", { registeredAt: later(1) });
    await release("Cumulus", open, "DRAFT");
    await release("100% Delta_", shut, "REGISTERED", { registeredAt: later(2) });
    const directive = async (name: string, rest: Parameters<typeof aDirective>[1]) => {
      directives[name] = await aDirective(room, rest);
    };
    await directive("order", { effect: "SUSPEND", releaseId: releases.Aurora!.id, vendorId: null, issuedAt: later(1) });
    const request = { force: "REQUEST", status: "REQUESTED", agency: "ONCD", inForceSince: null } as const;
    await directive("request", { effect: "POSTPONE", releaseId: releases.Aurora!.id, vendorId: null, ...request });
    const wide = { vendorId: open.id, releaseId: null, agency: "COMMERCE", issuedAt: later(2) } as const;
    await directive("wide", { effect: "POSTPONE", ...wide });
    await directive("hidden", { effect: "SUSPEND", vendorId: shut.id, releaseId: null });
    designation = await aDesignation(room, { vendorId: shut.id, effect: "SUSPEND" });
    advances.open = await aPhaseAdvance(room, releases.Borealis!, { dueAt: later(3), submittedAt: later(1) });
    advances.done = await aPhaseAdvance(room, releases.Aurora!, { status: "APPROVED" });
  });
  afterAll(() => room?.close());

  const idsOf = (...rows: (readonly { id: string }[] | { id: string } | undefined)[]): string[] =>
    rows
      .flatMap((row) => row ?? [])
      .map(({ id }) => id)
      .sort();
  const list = async (by: Actor, field: string, args = ""): Promise<string[]> => {
    const { data } = await room.ask(by, `{ ${field}${args} { nodes { id } totalCount } }`);
    const ids = data[field].nodes.map(({ id }: { id: string }) => id);
    expect(data[field].totalCount).toBe(ids.length);
    return ids.sort();
  };

  describe("who sees what", () => {
    const everyRelease = () => Object.values(releases);
    const registered = () => everyRelease().filter(({ phase }) => phase !== "DRAFT");
    const ofOpen = () => everyRelease().filter(({ vendorId }) => vendorId === vendors[0]?.id);
    it.each([
      ["the public", publicActor, () => idsOf(releases.Aurora)],
      ["a partner", partnerOf("open"), () => idsOf(releases.Aurora)],
      ["an administrator", administrator(), () => idsOf(releases.Aurora)],
      ["a vendor", vendorOf("open"), () => idsOf(ofOpen())],
      ["another vendor", vendorOf("shut"), () => idsOf(releases.Aurora, releases["100% Delta_"])],
      ["an organisation that is both", bothOf("open"), () => idsOf(ofOpen())],
      ["an official", oncd, () => idsOf(registered())],
      ["an auditor", auditor, () => idsOf(everyRelease())],
    ])("shows %s these releases", async (_who, by, expected) => {
      expect(await list(by, "releases")).toEqual(expected());
    });

    it.each([
      ["the public", publicActor, () => idsOf(vendors[0])],
      ["another vendor", vendorOf("bare"), () => idsOf(vendors[0], vendors[2])],
      ["an official", oncd, () => idsOf(vendors)],
    ])("shows %s these vendors", async (_who, by, expected) => {
      expect(await list(by, "vendors")).toEqual(expected());
    });

    it.each([
      ["the public", publicActor, () => idsOf(directives.order, directives.wide)],
      ["the vendor", vendorOf("open"), () => idsOf(directives.order, directives.wide, directives.request)],
      ["another vendor", vendorOf("shut"), () => idsOf(directives.order, directives.wide, directives.hidden)],
      ["an official", oncd, () => idsOf(Object.values(directives))],
    ])("shows %s these directives", async (_who, by, expected) => {
      expect(await list(by, "directives")).toEqual(expected());
    });

    it.each([
      ["the public", publicActor, () => ({ phaseAdvances: [], designations: [] })],
      ["another vendor", vendorOf("bare"), () => ({ phaseAdvances: [], designations: [] })],
      [
        "the vendor of both",
        vendorOf("open"),
        () => ({ phaseAdvances: idsOf(Object.values(advances)), designations: [] }),
      ],
      ["the vendor designated", vendorOf("shut"), () => ({ phaseAdvances: [], designations: idsOf(designation) })],
      [
        "an official",
        oncd,
        () => ({ phaseAdvances: idsOf(Object.values(advances)), designations: idsOf(designation) }),
      ],
    ])("shows %s these phase advances and designations", async (_who, by, expected) => {
      const found = { phaseAdvances: await list(by, "phaseAdvances"), designations: await list(by, "designations") };
      expect(found).toEqual(expected());
    });

    it("withholds what a release's vendor states from the public, and says so", async () => {
      const read = `{ release(id: "${releases.Aurora?.id}") { description safeguards withheld { field because } } }`;
      const because = "COMMERCIALLY_CONFIDENTIAL";
      const withheld = [
        ...["description", "safeguards", "phaseAdvances"].map((field) => ({ field, because })),
        { field: "cyberReviews", because: "SECURITY_FINDINGS" },
        ...["enforcement", "nominations"].map((field) => ({ field, because })),
      ];
      const hidden = { description: null, safeguards: null, withheld };
      for (const by of [publicActor, vendorOf("shut"), partnerOf("open")]) {
        expect((await room.ask(by, read)).data.release).toEqual(hidden);
      }
      const whole = { description: "A model.", safeguards: "Many.", withheld: [] };
      for (const by of [vendorOf("open"), oncd, auditor])
        expect((await room.ask(by, read)).data.release).toEqual(whole);
    });

    it("answers by id for a hidden record exactly as for one that does not exist", async () => {
      const { ids } = room.services;
      const pairs = [
        ["release", releases.Borealis?.id, ids.next("Release")],
        ["vendor", vendors[1]?.id, ids.next("Vendor")],
        ["phaseAdvance", advances.open?.id, ids.next("PhaseAdvance")],
        ["directive", directives.request?.id, ids.next("Directive")],
        ["designation", designation.id, ids.next("Designation")],
      ] as const;
      for (const [field, hidden, absent] of pairs) {
        const document = `query ($id: ID!) { ${field}(id: $id) { id } }`;
        const answers = await Promise.all(
          [hidden, absent, "not an id"].map((id) => room.ask(publicActor, document, { id })),
        );
        for (const answer of answers) expect(answer).toEqual({ data: { [field]: null }, errors: [] });
      }
    });

    it("gives the owner's record for a reference of each type, under the same visibility", async () => {
      const { references } = releasesSubgraph();
      const releaseId = releases.Borealis?.id;
      const stated = { remit: "All of it.", legalBasis: "A test." };
      const { cyberReview } = await room.change(
        oncd,
        "openCyberReview",
        { releaseId, ...stated },
        "cyberReview { id }",
      );
      const parts = [{ part: "SCOPE_PHASES", enforceable: true }];
      const { enforcementStatement } = await room.change(
        vendorOf("open"),
        "stateEnforcement",
        { releaseId, parts },
        "enforcementStatement { id }",
      );
      const { directive } = await room.change(
        vendorOf("shut"),
        "attestEnforcement",
        { directiveId: directives.hidden?.id, enforcedAt: tuesday },
        "directive { attestation { id } }",
      );
      const organisation = { org: "someone", legalName: "Someone (fictional)", jurisdiction: "US" };
      const { nomination } = await room.change(
        vendorOf("open"),
        "nominatePartner",
        { releaseId, ...organisation },
        "nomination { id }",
      );
      const found = { reviewId: cyberReview.id, title: "T", description: "D.", severity: "LOW" };
      const { finding } = await room.change(oncd, "recordFinding", found, "finding { id }");
      const rows = {
        Vendor: vendors[1],
        Policy: policy,
        Release: releases.Borealis,
        PhaseAdvance: advances.open,
        Directive: directives.hidden,
        Designation: designation,
        CyberReview: cyberReview,
        Finding: finding,
        EnforcementStatement: enforcementStatement,
        EnforcementAttestation: directive.attestation,
        Nomination: nomination,
      };
      expect(Object.keys(references).sort()).toEqual(Object.keys(rows).sort());
      for (const [type, row] of Object.entries(rows)) {
        const find = (by: Actor) => references[type]?.({ __typename: type, id: row?.id } as never, room.context(by));
        expect(await find(oncd)).toMatchObject({ __typename: type, id: row?.id });
        const hidden = await find(publicActor);
        if (type === "Policy") expect(hidden).toMatchObject({ id: row?.id });
        else expect(hidden).toBeNull();
      }
    });
  });

  describe("filters", () => {
    it("finds releases by phase, vendor and name", async () => {
      const { Aurora, Borealis } = releases;
      expect(await list(oncd, "releases", "(filter: { phase: [UNDER_REVIEW, LIMITED_PREVIEW] })")).toEqual(
        idsOf(Aurora, Borealis),
      );
      expect(await list(oncd, "releases", `(filter: { vendorId: "${vendors[1]?.id}" })`)).toEqual(
        idsOf(releases["100% Delta_"]),
      );
      expect(await list(oncd, "releases", '(filter: { text: "REAL" })')).toEqual(idsOf(Borealis));
      expect(await list(oncd, "releases", '(filter: { phase: [UNDER_REVIEW], text: "aurora" })')).toEqual([]);
    });

    it("takes the characters of a pattern for themselves", async () => {
      const delta = idsOf(releases["100% Delta_"]);
      for (const text of ["100%", "_", "% d"])
        expect(await list(oncd, "releases", `(filter: { text: "${text}" })`)).toEqual(delta);
      for (const text of ["%", "_"]) expect(await list(oncd, "vendors", `(filter: { text: "${text}" })`)).toEqual([]);
      expect(await list(oncd, "vendors", '(filter: { text: "SHUT" })')).toEqual(idsOf(vendors[1]));
    });

    it("finds phase advances by status and release", async () => {
      expect(await list(oncd, "phaseAdvances", "(filter: { status: [SUBMITTED] })")).toEqual(idsOf(advances.open));
      expect(await list(oncd, "phaseAdvances", `(filter: { releaseId: "${releases.Aurora?.id}" })`)).toEqual(
        idsOf(advances.done),
      );
    });

    it("finds directives by status, effect and agency", async () => {
      const { request, wide } = directives;
      expect(await list(oncd, "directives", "(filter: { status: [REQUESTED] })")).toEqual(idsOf(request));
      expect(await list(oncd, "directives", "(filter: { effect: [POSTPONE] })")).toEqual(idsOf(request, wide));
      expect(await list(oncd, "directives", "(filter: { effect: [POSTPONE], agency: [COMMERCE] })")).toEqual(
        idsOf(wide),
      );
    });

    it("finds directives by vendor, those on its releases with those on all of them", async () => {
      const { order, request, wide, hidden } = directives;
      expect(await list(oncd, "directives", `(filter: { vendorId: "${vendors[0]?.id}" })`)).toEqual(
        idsOf(order, request, wide),
      );
      expect(await list(oncd, "directives", `(filter: { vendorId: "${vendors[1]?.id}" })`)).toEqual(idsOf(hidden));
      expect(await list(publicActor, "directives", `(filter: { vendorId: "${vendors[1]?.id}" })`)).toEqual([]);
    });

    it("finds designations by status", async () => {
      expect(await list(oncd, "designations", "(filter: { status: [LIFTED] })")).toEqual([]);
      expect(await list(oncd, "designations", "(filter: { status: [IN_FORCE] })")).toEqual(idsOf(designation));
    });

    it.each([
      ["releases", 'vendorId: "\\u0000"'],
      ["releases", 'text: ""'],
      ["vendors", `text: "${"x".repeat(201)}"`],
      ["phaseAdvances", 'releaseId: "\\u0000"'],
      ["policies", 'key: "\\u0000"'],
      ["directives", 'vendorId: "\\u0000"'],
      ["releases", `phase: [${"LIMITED_PREVIEW ".repeat(21)}]`],
      ["phaseAdvances", `status: [${"SUBMITTED ".repeat(21)}]`],
      ["directives", `status: [${"IN_FORCE ".repeat(21)}]`],
      ["directives", `effect: [${"SUSPEND ".repeat(21)}]`],
      ["directives", `agency: [${"ONCD ".repeat(21)}]`],
      ["designations", `status: [${"LIFTED ".repeat(21)}]`],
    ])("refuses of %s the filter %s", async (field, filter) => {
      const answer = await room.ask(oncd, `{ ${field}(filter: { ${filter} }) { nodes { id } } }`);
      expect(codesOf(answer)).toEqual(["BAD_USER_INPUT"]);
    });
  });

  const everyOrder = [
    ["vendors", ["ENROLLED_AT_DESC", "ENROLLED_AT_ASC", "NAME_ASC"]],
    ["releases", ["REGISTERED_AT_DESC", "REGISTERED_AT_ASC", "NAME_ASC"]],
    ["phaseAdvances", ["SUBMITTED_AT_DESC", "SUBMITTED_AT_ASC", "DUE_AT_ASC"]],
    ["directives", ["ISSUED_AT_DESC", "ISSUED_AT_ASC"]],
    ["designations", ["DESIGNATED_AT_DESC", "DESIGNATED_AT_ASC"]],
    ["policies", ["KEY_ASC", "PUBLISHED_AT_DESC"]],
  ] as const;
  it.each(everyOrder.flatMap(([field, orders]) => orders.map((orderBy) => [field, orderBy])))(
    "pages through %s in the order %s, each once, nulls last",
    async (field, orderBy) => {
      const whole = await everyPage(room, auditor, field as string, { orderBy: orderBy as string, first: 100 });
      for (const first of [1, 2]) {
        expect(await everyPage(room, auditor, field as string, { orderBy: orderBy as string, first })).toEqual(whole);
      }
      expect([...whole].sort()).toEqual(await list(auditor, field as string));
      if (String(orderBy).startsWith("REGISTERED_AT")) expect(whole.at(-1)).toBe(releases.Cumulus?.id);
      if (orderBy === "DUE_AT_ASC") expect(whole).toEqual([advances.open?.id, advances.done?.id]);
    },
  );

  it("shows the directives on a release with those on its vendor, in one order", async () => {
    const read = async (by: Actor, args = "") => {
      const { data } = await room.ask(
        by,
        `{ release(id: "${releases.Aurora?.id}") { directives${args} { totalCount nodes { id } } } }`,
      );
      return data.release.directives;
    };
    const { order, request, wide } = directives;
    const three = [wide, order, request].map((row) => ({ id: row?.id }));
    expect(await read(oncd)).toEqual({ totalCount: 3, nodes: three });
    expect(await read(publicActor)).toEqual({ totalCount: 2, nodes: three.slice(0, 2) });
    expect(await read(oncd, "(orderBy: ISSUED_AT_ASC, first: 1)")).toEqual({ totalCount: 3, nodes: [three[2]] });
    expect(await read(oncd, "(filter: { effect: [SUSPEND] })")).toEqual({ totalCount: 1, nodes: [three[1]] });
  });

  it("takes as many statements for one row of each list as for many", async () => {
    const grow = async (number: number) => {
      const vendor = await aVendor(room, `counted-${number}`);
      for (const effect of ["LIMIT", "POSTPONE"] as const) {
        const release = await aReleaseIn(room, vendor, policy, "LIMITED_PREVIEW");
        await aPhaseAdvance(room, release);
        await aDirective(room, { effect, releaseId: release.id });
      }
      await aDirective(room, { effect: "POSTPONE", vendorId: vendor.id });
      await aDesignation(room, { effect: "SUSPEND", vendorId: vendor.id });
    };
    const everything = `{
      vendors(first: 100, filter: { text: "counted" }) { totalCount nodes { name
        releases { totalCount nodes { name standing policy { key } vendor { name }
          directives { totalCount nodes { effect release { name } vendor { name } limits { kind } } }
          phaseAdvances { totalCount nodes { status release { name } policy { title } } } } }
        directives { totalCount nodes { effect } }
        designations { totalCount nodes { effect vendor { name } } } } } }`;
    await grow(1);
    const one = await room.statements(auditor, everything);
    for (let number = 2; number <= 6; number += 1) await grow(number);
    expect(await room.statements(auditor, everything)).toBe(one);
    const { data } = await room.ask(auditor, everything);
    expect(data.vendors.totalCount).toBe(6);
    expect(data.vendors.nodes.flatMap(({ releases }: typeof data) => releases.nodes)).toHaveLength(12);
  });
});
