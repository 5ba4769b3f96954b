import "reflect-metadata";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Policy } from "../../src/releases/policies/policy.ts";
import { releasesSubgraph } from "../../src/releases/subgraph.ts";
import type { Vendor } from "../../src/releases/vendors/vendor.ts";
import { directiveStatuses, releasePhases } from "../../src/rules/vocabulary.ts";
import { auditor, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { codesOf, openRoom, type Room, refusal } from "../support/room.ts";
import { aDesignation, aDirective, aPolicy, aVendor, tuesday } from "../support/rows.ts";
import { entriesOf } from "./entries.ts";
import { aReleaseIn } from "./rows.ts";

const labs = vendorOf("labs");
const oncd = official("ONCD");
const because = "We can't tell where a request comes from: it would go off for everyone.";
const cannot = { part: "SCOPE_JURISDICTIONS", enforceable: false, note: because };
const can = { part: "SCOPE_PARTNERS", enforceable: true, note: null };
const shownStatement = "enforcementStatement { id revision statedAt parts { part enforceable note } release { id } }";
const shownDirective = `directive { id enforcedAt secondsToAcknowledge enforcedAsWorded secondsToEnforce
  attestation { id revision enforcedAt notEnforced note attestedAt directive { id } }
  attestations { totalCount nodes { revision } } unenforceable { part note release { id } } withheld { field because } }`;
const hours = (count: number): Date => new Date(tuesday.getTime() + count * 3_600_000);

describeOn(["postgres", ...embeddedWhenWhole], "what vendors say of enforcement", (kind) => {
  let room: Room;
  let vendor: Vendor;
  let policy: Policy;
  beforeAll(async () => {
    room = await openRoom(kind, releasesSubgraph());
    vendor = await aVendor(room, "labs");
    policy = await aPolicy(room);
    await aVendor(room, "rivals");
  });
  afterAll(() => room?.close());
  afterEach(() => {
    room.services.clock.fixed = null;
  });

  const releaseIn = (phase: (typeof releasePhases)[number] = "LIMITED_PREVIEW") =>
    aReleaseIn(room, vendor, policy, phase);
  const state = async (releaseId: string, parts: readonly object[] = [cannot, can], more: object = {}) =>
    (await room.change(labs, "stateEnforcement", { releaseId, parts, ...more }, shownStatement)).enforcementStatement;
  const refusedState = (input: object) => room.refused(labs, "stateEnforcement", input);
  const attest = async (directiveId: string, more: object = {}) =>
    (await room.change(labs, "attestEnforcement", { directiveId, enforcedAt: hours(2), ...more }, shownDirective))
      .directive;
  const refusedAttest = (directiveId: string, more: object = {}) =>
    room.refused(labs, "attestEnforcement", { directiveId, enforcedAt: hours(2), ...more });
  const read = async (by: typeof labs, id: string) =>
    (await room.ask(by, `{ ${shownDirective.replace("{", `(id: "${id}") {`)} }`)).data.directive;

  describe("what can be enforced", () => {
    it("is stated for a release, anew in place of what was stated before, and all of it is kept", async () => {
      const { id } = await releaseIn();
      const first = await state(id);
      expect(first).toMatchObject({ revision: 1, parts: [cannot, can], release: { id } });
      const second = await state(id, [can], { revision: 1 });
      expect(second).toMatchObject({ revision: 2, parts: [can] });
      const document = `{ release(id: "${id}") { enforcement { id } }
        enforcementStatements(releaseId: "${id}") { nodes { id } } }`;
      const { data } = await room.ask(oncd, document);
      expect(data.release.enforcement).toEqual({ id: second.id });
      expect(data.enforcementStatements.nodes.map((each: { id: string }) => each.id).sort()).toEqual(
        [first.id, second.id].sort(),
      );
      const [entry] = await entriesOf(room, first.id);
      expect(entry).toMatchObject({ type: "EnforcementStated", audience: ["officials", "vendor:labs"] });
      expect(entry!.state.parts).toEqual([cannot, can]);
    });

    it("is seen by officials, auditors and the vendor, and withheld from others", async () => {
      const { id } = await releaseIn();
      const statement = await state(id);
      const document = `{ release(id: "${id}") { enforcement { id } withheld { field because } }
        enforcementStatement(id: "${statement.id}") { id } }`;
      for (const by of [labs, oncd, auditor]) {
        const { data } = await room.ask(by, document);
        expect([data.release.enforcement, data.enforcementStatement]).toEqual([
          { id: statement.id },
          { id: statement.id },
        ]);
      }
      for (const by of [publicActor, vendorOf("rivals"), partnerOf("acme")]) {
        const { data } = await room.ask(by, document);
        expect([data.release.enforcement, data.enforcementStatement]).toEqual([null, null]);
        expect(data.release.withheld).toContainEqual({ field: "enforcement", because: "COMMERCIALLY_CONFIDENTIAL" });
      }
    });

    it.each(releasePhases)(
      "is stated of a release in %s where officials see it and it isn't withdrawn",
      async (phase) => {
        const { id } = await releaseIn(phase);
        const blocked = (blocker: string) => [
          refusal("BLOCKED", { field: ["input", "releaseId"], blockers: [blocker] }),
        ];
        const input = { releaseId: id, parts: [can] };
        if (phase === "DRAFT") expect(await refusedState(input)).toEqual(blocked("RELEASE_NOT_REGISTERED"));
        else if (phase === "WITHDRAWN") expect(await refusedState(input)).toEqual(blocked("RELEASE_WITHDRAWN"));
        else expect((await state(id, [can])).revision).toBe(1);
      },
    );

    it.each([
      ["a part twice", [can, can], ["parts", "1", "part"]],
      ["a part that can't be, without why", [can, { ...cannot, note: null }], ["parts", "1", "note"]],
    ])("is refused with %s", async (_what, parts, path) => {
      const { id: releaseId } = await releaseIn();
      expect(await refusedState({ releaseId, parts })).toEqual([
        refusal("INVALID_INPUT", { field: ["input", ...path] }),
      ]);
    });

    it("is refused over what its author hasn't read, and by another vendor", async () => {
      const { id: releaseId } = await releaseIn();
      const field = ["input", "revision"];
      const input = { releaseId, parts: [can] };
      expect(await refusedState({ ...input, revision: 1 })).toEqual([refusal("STALE_REVISION", { field })]);
      await state(releaseId);
      expect(await refusedState(input)).toEqual([refusal("ALREADY_DONE", { field })]);
      expect(await refusedState({ ...input, revision: 2 })).toEqual([refusal("STALE_REVISION", { field })]);
      const foreign = { field: ["input", "releaseId"], blockers: ["NOT_YOUR_ORGANISATION"] };
      expect(await room.refused(vendorOf("rivals"), "stateEnforcement", { ...input, revision: 1 })).toEqual([
        refusal("BLOCKED", foreign),
      ]);
    });

    it("shows on a directive which parts of its wording can't be, on each release that it is on", async () => {
      const own = await aVendor(room, `own-${kind}`);
      const ownReleases = [
        await aReleaseIn(room, own, policy, "LIMITED_PREVIEW"),
        await aReleaseIn(room, own, policy, "UNDER_REVIEW"),
      ];
      const scope = { jurisdictions: ["CA"], partnerIds: ["ptn_1"] };
      const { id } = await aDirective(room, { vendorId: own.id, effect: "SUSPEND", scope });
      const by = vendorOf(`own-${kind}`);
      expect((await read(by, id)).unenforceable).toEqual([]);
      for (const { id: releaseId } of ownReleases) {
        await room.change(by, "stateEnforcement", { releaseId, parts: [cannot, can] }, shownStatement);
      }
      expect((await read(oncd, id)).unenforceable).toEqual(
        ownReleases.map(({ id: releaseId }) => ({ part: cannot.part, note: because, release: { id: releaseId } })),
      );
      expect((await read(publicActor, id)).unenforceable).toBeNull();
    });
  });

  describe("an order on everyone", () => {
    const note = "Copies at customers that we don't reach run on.";
    const stop = { part: "EFFECT_SUSPEND", enforceable: false, note };

    it("shows that its vendor can't do all of it", async () => {
      const { id: releaseId } = await releaseIn();
      const { id } = await aDirective(room, { releaseId, effect: "SUSPEND" });
      await state(releaseId, [stop]);
      const unable = [{ part: stop.part, note, release: { id: releaseId } }];
      for (const by of [labs, oncd, auditor]) expect((await read(by, id)).unenforceable).toEqual(unable);
      expect((await read(publicActor, id)).unenforceable).toBeNull();
    });

    it.each(["POSTPONE", "SUSPEND", "WITHDRAW"] as const)("of %s is attested as far as it is done", async (effect) => {
      const { id: releaseId } = await releaseIn();
      const { id } = await aDirective(room, { releaseId, effect, inForceSince: hours(1) });
      const directive = await attest(id, { notEnforced: [`EFFECT_${effect}`], note });
      expect(directive).toMatchObject({
        enforcedAsWorded: false,
        secondsToEnforce: null,
        attestation: { notEnforced: [`EFFECT_${effect}`], note },
      });
      expect(await read(publicActor, id)).toMatchObject({ enforcedAsWorded: false, secondsToEnforce: null });
      expect(await attest(id, { revision: 1 })).toMatchObject({ enforcedAsWorded: true, secondsToEnforce: 3600 });
    });

    it("is not attested by another effect's name", async () => {
      const { id: releaseId } = await releaseIn();
      const { id } = await aDirective(room, { releaseId, effect: "WITHDRAW", inForceSince: hours(1) });
      expect(await refusedAttest(id, { notEnforced: ["EFFECT_SUSPEND"], note })).toEqual([
        refusal("INVALID_INPUT", { field: ["input", "notEnforced"] }),
      ]);
    });

    it("of a designation says the same", async () => {
      const own = await aVendor(room, `everyone-${kind}`);
      const { id: releaseId } = await aReleaseIn(room, own, policy, "LIMITED_PREVIEW");
      const by = vendorOf(own.org);
      const { id: designationId } = await aDesignation(room, {
        vendorId: own.id,
        effect: "SUSPEND",
        designatedAt: hours(1),
      });
      await room.change(by, "stateEnforcement", { releaseId, parts: [stop] }, shownStatement);
      const shown = "designation { enforcedAsWorded unenforceable { part note release { id } } }";
      const input = { designationId, enforcedAt: hours(2), notEnforced: [stop.part], note };
      expect((await room.change(by, "attestEnforcement", input, shown)).designation).toEqual({
        enforcedAsWorded: false,
        unenforceable: [{ part: stop.part, note, release: { id: releaseId } }],
      });
    });
  });

  describe("that a directive is enforced", () => {
    const inForce = async (more: object = {}) =>
      aDirective(room, { releaseId: (await releaseIn()).id, effect: "SUSPEND", inForceSince: hours(1), ...more });

    it("is attested with when and how far: that not all of it is enforced is for everyone who sees it", async () => {
      const { id } = await inForce({ scope: { jurisdictions: ["CA"] }, acknowledgedAt: hours(1.5) });
      const directive = await attest(id, { notEnforced: ["SCOPE_JURISDICTIONS"], note: "Off for everyone." });
      expect(directive).toMatchObject({
        enforcedAt: hours(2).toISOString(),
        secondsToAcknowledge: 1800,
        enforcedAsWorded: false,
        secondsToEnforce: null,
        attestation: {
          revision: 1,
          notEnforced: ["SCOPE_JURISDICTIONS"],
          note: "Off for everyone.",
          directive: { id },
        },
        attestations: { totalCount: 1 },
      });
      for (const by of [oncd, auditor]) expect(await read(by, id)).toEqual({ ...directive, withheld: [] });
      const seen = await read(publicActor, id);
      expect(seen).toMatchObject({
        enforcedAsWorded: false,
        secondsToEnforce: null,
        enforcedAt: hours(2).toISOString(),
      });
      expect(seen).toMatchObject({ attestation: null, attestations: null, unenforceable: null });
      const hidden = ["unenforceable", "attestation", "attestations"];
      for (const field of hidden) expect(seen.withheld).toContainEqual({ field, because: "COMMERCIALLY_CONFIDENTIAL" });
      const attestation = `{ enforcementAttestation(id: "${directive.attestation.id}") { id } }`;
      expect((await room.ask(vendorOf("rivals"), attestation)).data.enforcementAttestation).toBeNull();
      const [entry] = await entriesOf(room, directive.attestation.id);
      expect(entry).toMatchObject({ type: "EnforcementAttested", audience: ["officials", "vendor:labs"] });
    });

    it("as it is worded says to everyone how long the stop took to bite, until that is corrected", async () => {
      const { id } = await inForce({ scope: { jurisdictions: ["CA"] } });
      await attest(id);
      const bitten = { enforcedAsWorded: true, secondsToEnforce: 3600, enforcedAt: hours(2).toISOString() };
      expect(await read(publicActor, id)).toMatchObject(bitten);
      await attest(id, { revision: 1, notEnforced: ["SCOPE_JURISDICTIONS"], note: "Off for everyone." });
      expect(await read(publicActor, id)).toMatchObject({ enforcedAsWorded: false, secondsToEnforce: null });
    });

    it("is unknown until it is attested", async () => {
      const { id } = await inForce();
      const unknown = {
        enforcedAt: null,
        enforcedAsWorded: null,
        secondsToAcknowledge: null,
        secondsToEnforce: null,
        attestation: null,
      };
      expect(await read(oncd, id)).toMatchObject(unknown);
    });

    it("is corrected by naming what is corrected: the latest stands, and all are kept", async () => {
      const { id } = await inForce();
      const first = await attest(id);
      expect(await refusedAttest(id)).toEqual([refusal("ALREADY_DONE", { field: ["input", "revision"] })]);
      expect(await refusedAttest(id, { revision: 2 })).toEqual([
        refusal("STALE_REVISION", { field: ["input", "revision"] }),
      ]);
      const second = await attest(id, { revision: 1, enforcedAt: hours(3), note: "It was later." });
      expect(second).toMatchObject({ secondsToEnforce: 7200, attestation: { revision: 2 } });
      expect(second.attestations.nodes.map(({ revision }: { revision: number }) => revision).sort()).toEqual([1, 2]);
      const [entry] = await entriesOf(room, second.attestation.id);
      expect(entry!.type).toBe("EnforcementAttestationCorrected");
      expect((await entriesOf(room, first.attestation.id))[0]!.state.enforcedAt).toBe(hours(2).toISOString());
      const rewrite = "update enforcement_attestation set note = 'x'";
      await expect(room.database.asOwner(rewrite)).rejects.toThrow(/append-only/);
    });

    it("is attested by one of many at once", async () => {
      const { id: directiveId } = await inForce();
      const input = { directiveId, enforcedAt: hours(2) };
      const all = await Promise.all(
        Array.from({ length: 5 }, () => room.change(labs, "attestEnforcement", input, shownDirective)),
      );
      expect(all.filter(({ directive }) => directive !== null)).toHaveLength(1);
      const codes = all.flatMap(({ refusals }) => refusals.map(({ code }: { code: string }) => code));
      expect(codes).toEqual(Array(4).fill("ALREADY_DONE"));
    });

    it.each(directiveStatuses)("of one that is %s is taken if it was ever in force", async (status) => {
      const inForceSince = status === "IN_FORCE" || status === "LIFTED" ? hours(1) : null;
      const { id } = await inForce({
        status,
        force: "REQUEST",
        inForceSince,
        liftedAt: status === "LIFTED" ? hours(4) : null,
      });
      if (inForceSince !== null) expect((await attest(id)).secondsToEnforce).toBe(3600);
      else {
        const detail = { field: ["input", "directiveId"], from: status, attempted: "attest" };
        expect(await refusedAttest(id)).toEqual([refusal("ILLEGAL_TRANSITION", detail)]);
      }
    });

    it("of a request that was taken back before it was in force is refused", async () => {
      const { id } = await inForce({ status: "LIFTED", force: "REQUEST", inForceSince: null, liftedAt: hours(4) });
      const detail = { field: ["input", "directiveId"], from: "LIFTED", attempted: "attest" };
      expect(await refusedAttest(id)).toEqual([refusal("ILLEGAL_TRANSITION", detail)]);
    });

    it.each([
      ["before it was in force", 0.9, [refusal("INVALID_INPUT", { field: ["input", "enforcedAt"] })]],
      ["as it came into force", 1, []],
      ["as it was lifted", 4, []],
      ["after it was lifted", 4.1, [refusal("INVALID_INPUT", { field: ["input", "enforcedAt"] })]],
    ])("%s is refused where that can't be", async (_when, hour, expected) => {
      const { id } = await inForce({ status: "LIFTED", liftedAt: hours(4) });
      expect(await refusedAttest(id, { enforcedAt: hours(hour) })).toEqual(expected);
    });

    it("for a moment to come is refused, and for this one is taken", async () => {
      const { id } = await inForce();
      room.services.clock.fixed = hours(5);
      expect(await refusedAttest(id, { enforcedAt: new Date(hours(5).getTime() + 1) })).toEqual([
        refusal("INVALID_INPUT", { field: ["input", "enforcedAt"] }),
      ]);
      expect((await attest(id, { enforcedAt: hours(5) })).secondsToEnforce).toBe(4 * 3600);
    });

    it("but for parts that it isn't worded with, or without a word of what is done instead, is refused", async () => {
      const { id } = await inForce({ scope: { jurisdictions: ["CA"] } });
      const note = "Off for everyone.";
      expect(await refusedAttest(id, { notEnforced: ["SCOPE_PARTNERS"], note })).toEqual([
        refusal("INVALID_INPUT", { field: ["input", "notEnforced"] }),
      ]);
      expect(await refusedAttest(id, { notEnforced: ["SCOPE_JURISDICTIONS"] })).toEqual([
        refusal("INVALID_INPUT", { field: ["input", "note"] }),
      ]);
    });

    it("is attested of a designation in the same way, with how long it took for everyone who sees that", async () => {
      const own = await aVendor(room, `designated-${kind}`);
      await aReleaseIn(room, own, policy, "LIMITED_PREVIEW");
      const by = vendorOf(own.org);
      const scope = { jurisdictions: ["CA"] };
      const designated = { effect: "SUSPEND", designatedAt: hours(1), acknowledgedAt: hours(1.5), scope } as const;
      const { id: designationId } = await aDesignation(room, { vendorId: own.id, ...designated });
      const shown = shownDirective
        .replace("directive {", "designation {")
        .replace("directive { id }", "designation { id }");
      const attestIt = (more: object = {}) =>
        room.change(
          by,
          "attestEnforcement",
          { designationId, enforcedAt: hours(2), ...more },
          `${shown} directive { id }`,
        );
      const note = "Off for everyone.";
      const first = await attestIt({ notEnforced: ["SCOPE_JURISDICTIONS"], note });
      expect(first).toMatchObject({
        directive: null,
        designation: {
          secondsToAcknowledge: 1800,
          enforcedAsWorded: false,
          secondsToEnforce: null,
          attestation: { revision: 1, notEnforced: ["SCOPE_JURISDICTIONS"], note, designation: { id: designationId } },
        },
      });
      const { designation } = await attestIt({ revision: 1 });
      expect(designation).toMatchObject({
        enforcedAsWorded: true,
        secondsToEnforce: 3600,
        attestations: { totalCount: 2 },
      });
      const read = async (reader: typeof labs) =>
        (await room.ask(reader, `{ ${shown.replace("{", `(id: "${designationId}") {`)} }`)).data.designation;
      for (const reader of [oncd, auditor]) expect(await read(reader)).toEqual({ ...designation, withheld: [] });
      const seen = await read(publicActor);
      const hidden = { attestation: null, attestations: null, unenforceable: null };
      expect(seen).toMatchObject({ secondsToAcknowledge: 1800, secondsToEnforce: 3600, ...hidden });
      for (const field of Object.keys(hidden)) {
        expect(seen.withheld).toContainEqual({ field, because: "COMMERCIALLY_CONFIDENTIAL" });
      }
      const { id } = designation.attestation;
      const asked = `{ enforcementAttestation(id: "${id}") { directive { id } designation { id } }
        enforcementAttestations(designationId: "${designationId}") { nodes { revision } } }`;
      const { data } = await room.ask(oncd, asked);
      expect(data.enforcementAttestation).toEqual({ directive: null, designation: { id: designationId } });
      expect(data.enforcementAttestations.nodes).toHaveLength(2);
      expect((await room.ask(vendorOf("rivals"), asked)).data).toMatchObject({
        enforcementAttestation: null,
        enforcementAttestations: { nodes: [] },
      });
      const [entry] = await entriesOf(room, id);
      expect(entry).toMatchObject({
        type: "EnforcementAttestationCorrected",
        audience: ["officials", `vendor:designated-${kind}`],
      });
    });

    it("is shown with what of a designation's wording its vendor can't enforce", async () => {
      const own = await aVendor(room, `unable-${kind}`);
      const release = await aReleaseIn(room, own, policy, "LIMITED_PREVIEW");
      const by = vendorOf(own.org);
      const { id } = await aDesignation(room, {
        vendorId: own.id,
        effect: "SUSPEND",
        scope: { jurisdictions: ["CA"] },
      });
      await room.change(by, "stateEnforcement", { releaseId: release.id, parts: [cannot] }, shownStatement);
      const asked = `{ designation(id: "${id}") { unenforceable { part release { id } } } }`;
      expect((await room.ask(by, asked)).data.designation.unenforceable).toEqual([
        { part: cannot.part, release: { id: release.id } },
      ]);
    });

    it.each([
      ["before it was made", {}, 0.9, ["input", "enforcedAt"]],
      ["after it was lifted", { status: "LIFTED", liftedAt: hours(4) }, 4.1, ["input", "enforcedAt"]],
    ] as const)("of a designation %s is refused", async (_when, more, hour, field) => {
      const own = await aVendor(room, `untimely-${hour}-${kind}`);
      const { id } = await aDesignation(room, { vendorId: own.id, effect: "SUSPEND", designatedAt: hours(1), ...more });
      const input = { designationId: id, enforcedAt: hours(hour) };
      expect(await room.refused(vendorOf(own.org), "attestEnforcement", input)).toEqual([
        refusal("INVALID_INPUT", { field: [...field] }),
      ]);
    });

    it("is about a directive or a designation: of neither, of both, and of another vendor's it is refused", async () => {
      const { id: directiveId } = await inForce();
      const own = await aVendor(room, `another-${kind}`);
      await aReleaseIn(room, own, policy, "LIMITED_PREVIEW");
      const { id: designationId } = await aDesignation(room, { vendorId: own.id, effect: "SUSPEND" });
      const either = [refusal("INVALID_INPUT", { field: ["input", "directiveId"] })];
      const input = { enforcedAt: hours(2) };
      expect(await room.refused(labs, "attestEnforcement", input)).toEqual(either);
      expect(await room.refused(labs, "attestEnforcement", { ...input, directiveId, designationId })).toEqual(either);
      expect(await room.refused(labs, "attestEnforcement", { ...input, designationId })).toEqual([
        refusal("BLOCKED", { field: ["input", "designationId"], blockers: ["NOT_YOUR_ORGANISATION"] }),
      ]);
      expect(await room.refused(labs, "attestEnforcement", { ...input, designationId: directiveId })).toEqual([
        refusal("NOT_FOUND", { field: ["input", "designationId"] }),
      ]);
    });

    it("is its vendor's to attest: on all its releases, and no one else's", async () => {
      const { id } = await aDirective(room, { vendorId: vendor.id, effect: "SUSPEND", inForceSince: hours(1) });
      const input = { directiveId: id, enforcedAt: hours(2) };
      const detail = { field: ["input", "directiveId"], blockers: ["NOT_YOUR_ORGANISATION"] };
      expect(await room.refused(vendorOf("rivals"), "attestEnforcement", input)).toEqual([refusal("BLOCKED", detail)]);
      expect((await attest(id)).attestation.revision).toBe(1);
      const document = `mutation ($input: AttestEnforcementInput!) { attestEnforcement(input: $input) { refusals { code } } }`;
      for (const by of [oncd, partnerOf("acme"), auditor]) {
        const variables = { input: { idempotencyKey: "a-key-of-its-own", ...input } };
        expect(codesOf(await room.ask(by, document, variables))).toEqual(["FORBIDDEN"]);
      }
    });
  });
});
