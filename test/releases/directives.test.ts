import "reflect-metadata";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Policy } from "../../src/releases/policies/policy.ts";
import type { Release } from "../../src/releases/register/release.ts";
import { releasesSubgraph } from "../../src/releases/subgraph.ts";
import type { Vendor } from "../../src/releases/vendors/vendor.ts";
import { auditor, official, partnerOf, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { codesOf, openRoom, type Room, refusal } from "../support/room.ts";
import { aPartner, aPolicy, aVendor } from "../support/rows.ts";
import { entriesOf, ledgerLength } from "./entries.ts";
import { aReleaseIn } from "./rows.ts";

const labs = vendorOf("labs");
const oncd = official("ONCD");
const stated = {
  effect: "SUSPEND",
  force: "ORDER",
  reason: "CYBER_INCIDENT",
  legalBasis: "EO 14409 s. 4(b)",
  rationale: "An incident of 8 June.",
};
const shown = `directive {
  id effect force status reason legalBasis rationale agency issuedBy issuedAt inForceSince answeredAt answer
  acknowledgedAt liftedAt liftedBy liftingReason withheld { field because }
  scope { jurisdictions partnerKinds partnerIds phases } limits { kind max allowed days at } release { id } vendor { id } }`;
const field = ["input", "directiveId"];

describeOn(["postgres", ...embeddedWhenWhole], "directives", (kind) => {
  let room: Room;
  let vendor: Vendor;
  let policy: Policy;
  beforeAll(async () => {
    room = await openRoom(kind, releasesSubgraph());
    vendor = await aVendor(room, "labs");
    policy = await aPolicy(room);
  });
  afterAll(() => room?.close());

  const releaseIn = (phase: Release["phase"]) => aReleaseIn(room, vendor, policy, phase);
  const issue = async (target: object, rest: object = {}, by = oncd) =>
    (await room.change(by, "issueDirective", { ...target, ...stated, ...rest }, shown)).directive;
  const refusedIssue = (input: object) => room.refused(oncd, "issueDirective", { ...stated, ...input });

  describe("issuing", () => {
    it("puts an order in force at once, and tells everyone who sees the release", async () => {
      const { id } = await releaseIn("LIMITED_PREVIEW");
      const directive = await issue({ releaseId: id });
      expect(directive).toMatchObject({ ...stated, status: "IN_FORCE", agency: "ONCD", issuedBy: "ONCD|one" });
      expect(directive).toMatchObject({ scope: null, limits: [], release: { id }, vendor: null, withheld: [] });
      expect(directive.inForceSince).toBe(directive.issuedAt);
      const [entry] = await entriesOf(room, directive.id);
      expect(entry).toMatchObject({
        type: "DirectiveIssued",
        from: null,
        to: "IN_FORCE",
        legalBasis: stated.legalBasis,
      });
      expect(entry!.audience).toEqual(["officials", "vendor:labs", "public"]);
      const hidden = { rationale: stated.rationale, issuedBy: "ONCD|one", liftedBy: null, scope: null, answer: null };
      expect(entry!.restricted).toEqual(hidden);
    });

    it("keeps what is ordered about an unpublished release, and what is only requested, from the public", async () => {
      const order = await issue({ releaseId: (await releaseIn("UNDER_REVIEW")).id });
      const request = await issue({ releaseId: (await releaseIn("LIMITED_PREVIEW")).id }, { force: "REQUEST" });
      expect(request).toMatchObject({ status: "REQUESTED", inForceSince: null });
      for (const { id } of [order, request]) {
        const [entry] = await entriesOf(room, id);
        expect(entry!.audience).toEqual(["officials", "vendor:labs"]);
        const read = `{ directive(id: "${id}") { status } }`;
        for (const by of [publicActor, vendorOf("rivals"), partnerOf("acme")]) {
          expect((await room.ask(by, read)).data.directive).toBeNull();
        }
        expect((await room.ask(labs, read)).data.directive).not.toBeNull();
      }
    });

    it("orders on all releases of a vendor, public when one of them is", async () => {
      const quiet = await aVendor(room, "quiet");
      const unseen = await issue({ vendorId: quiet.id });
      expect(unseen).toMatchObject({ release: null, vendor: { id: quiet.id } });
      expect((await entriesOf(room, unseen.id))[0]!.audience).toEqual(["officials", "vendor:quiet"]);
      await aReleaseIn(room, quiet, policy, "GENERAL_AVAILABILITY");
      const seen = await issue({ vendorId: quiet.id });
      expect((await entriesOf(room, seen.id))[0]!.audience).toEqual(["officials", "vendor:quiet", "public"]);
    });

    it("keeps scope and limits as they were stated, sorted and once each", async () => {
      const { id } = await releaseIn("LIMITED_PREVIEW");
      const partner = await aPartner(room, "acme");
      const scope = { jurisdictions: ["US", "CA", "US"], partnerIds: [partner.id], phases: ["LIMITED_PREVIEW"] };
      const max = { kind: "NAMED_USERS_AT_MOST", max: 10 };
      const until = { kind: "EXPIRES_AT", at: "2099-06-30T23:00:00.000+02:00" };
      const limits = [max, { kind: "DEPLOYMENTS", allowed: ["ON_PREMISES", "AIR_GAPPED"] }, until, max];
      const directive = await issue({ releaseId: id }, { effect: "LIMIT", scope, limits });
      expect(directive.scope).toEqual({ ...scope, jurisdictions: ["CA", "US"], partnerKinds: null });
      const none = { max: null, allowed: null, days: null, at: null };
      expect(directive.limits).toEqual([
        { ...none, ...max },
        { ...none, kind: "DEPLOYMENTS", allowed: ["AIR_GAPPED", "ON_PREMISES"] },
        { ...none, kind: "EXPIRES_AT", at: "2099-06-30T21:00:00.000Z" },
      ]);
    });

    it("shows the public the order and its limits, and withholds whom it touches and why", async () => {
      const { id: releaseId } = await releaseIn("LIMITED_PREVIEW");
      const limits = [{ kind: "NO_ONWARD_TRANSFER" }];
      const { id } = await issue({ releaseId }, { effect: "LIMIT", limits, scope: { jurisdictions: ["CA"] } });
      const { directive } = (
        await room.ask(publicActor, `{ directive(id: "${id}") ${shown.slice("directive".length)} }`)
      ).data;
      expect(directive).toMatchObject({ effect: "LIMIT", status: "IN_FORCE", legalBasis: stated.legalBasis });
      expect(directive.limits).toMatchObject(limits);
      const hidden = { scope: null, rationale: null, issuedBy: null, answer: null };
      expect(directive).toMatchObject(hidden);
      const withheld = Object.fromEntries(
        directive.withheld.map((w: { field: string; because: string }) => [w.field, w.because]),
      );
      expect(withheld).toEqual({
        issuedBy: "OFFICIAL_IDENTITY",
        liftedBy: "OFFICIAL_IDENTITY",
        rationale: "OFFICIAL_RATIONALE",
        scope: "PARTNERS_CONCERNED",
        answer: "COMMERCIALLY_CONFIDENTIAL",
        attestation: "COMMERCIALLY_CONFIDENTIAL",
        attestations: "COMMERCIALLY_CONFIDENTIAL",
        unenforceable: "COMMERCIALLY_CONFIDENTIAL",
      });
      const own = (await room.ask(labs, `{ directive(id: "${id}") ${shown.slice("directive".length)} }`)).data
        .directive;
      expect(own).toMatchObject({ rationale: stated.rationale, scope: { jurisdictions: ["CA"] }, issuedBy: null });
    });

    const invalid = (...path: string[]) => refusal("INVALID_INPUT", { field: ["input", ...path] });
    it.each([
      ["a LIMIT without limits", { effect: "LIMIT" }, ["limits"]],
      ["limits on a SUSPEND", { limits: [{ kind: "NO_ONWARD_TRANSFER" }] }, ["limits"]],
      ["a POSTPONE for some partners", { effect: "POSTPONE", scope: { jurisdictions: ["CA"] } }, ["scope"]],
      ["a scope that restricts nothing", { scope: {} }, ["scope"]],
      ["a part of a scope without values", { scope: { phases: [] } }, ["scope", "phases"]],
      ["a phase that no directive touches", { scope: { phases: ["DRAFT", "LIMITED_PREVIEW"] } }, ["scope", "phases"]],
      ["a jurisdiction that isn't one", { scope: { jurisdictions: ["ZZ"] } }, ["scope", "jurisdictions"]],
      [
        "a limit without its number",
        { effect: "LIMIT", limits: [{ kind: "NAMED_USERS_AT_MOST" }] },
        ["limits", "0", "max"],
      ],
      ["a limit in words", { effect: "LIMIT", limits: [{ kind: "FREE_TEXT" }] }, ["limits", "0", "kind"]],
      [
        "a limit that has ended",
        {
          effect: "LIMIT",
          limits: [{ kind: "NO_ONWARD_TRANSFER" }, { kind: "EXPIRES_AT", at: "2020-01-01T00:00:00Z" }],
        },
        ["limits", "1", "at"],
      ],
    ])("refuses %s", async (_what, rest, path) => {
      const { id } = await releaseIn("LIMITED_PREVIEW");
      const before = await ledgerLength(room);
      expect(await refusedIssue({ releaseId: id, ...rest })).toEqual([invalid(...path)]);
      expect(await ledgerLength(room)).toBe(before);
    });

    it("names all that is wrong with a directive at once", async () => {
      const { id } = await releaseIn("LIMITED_PREVIEW");
      const limits = [{ kind: "NAMED_USERS_AT_MOST", max: 0 }];
      const answer = await refusedIssue({ releaseId: id, effect: "LIMIT", scope: { partnerKinds: [] }, limits });
      expect(answer).toEqual([invalid("scope", "partnerKinds"), invalid("limits", "0", "max")]);
    });

    it.each([["neither a release nor a vendor"], ["both"]])("refuses one about %s", async (which) => {
      const both = which === "both" ? { releaseId: (await releaseIn("LIMITED_PREVIEW")).id, vendorId: vendor.id } : {};
      expect(await refusedIssue(both)).toEqual([invalid("releaseId")]);
    });

    it("refuses one about what isn't there, or partners that aren't", async () => {
      const { ids } = room.services;
      const absent = (name: string) => [refusal("NOT_FOUND", { field: ["input", name] })];
      expect(await refusedIssue({ releaseId: ids.next("Release") })).toEqual(absent("releaseId"));
      expect(await refusedIssue({ vendorId: ids.next("Vendor") })).toEqual(absent("vendorId"));
      expect(await refusedIssue({ releaseId: (await releaseIn("DRAFT")).id })).toEqual(absent("releaseId"));
      const scope = { partnerIds: [ids.next("Partner")] };
      const unknown = await refusedIssue({ vendorId: vendor.id, scope });
      expect(unknown).toEqual([refusal("NOT_FOUND", { field: ["input", "scope", "partnerIds"] })]);
    });

    it("refuses one about a release that was withdrawn", async () => {
      const { id } = await releaseIn("WITHDRAWN");
      const detail = { field: ["input", "releaseId"], blockers: ["RELEASE_WITHDRAWN"] };
      expect(await refusedIssue({ releaseId: id })).toEqual([refusal("BLOCKED", detail)]);
    });

    it("does it once for one key", async () => {
      const { id } = await releaseIn("LIMITED_PREVIEW");
      const input = { releaseId: id, idempotencyKey: "issue-once-for-one-key", scope: { jurisdictions: ["CA"] } };
      const first = await issue(input);
      expect(await issue(input)).toEqual(first);
      const rows = await room.database.query("select id from directive where release_id = $1", [id]);
      expect(rows).toHaveLength(1);
    });

    it.each([
      ["no legal basis", { legalBasis: "" }],
      ["a partner's id with NUL", { scope: { partnerIds: ["ptn\u0000"] } }],
      ["301 jurisdictions", { scope: { jurisdictions: Array(301).fill("US") } }],
      ["21 limits", { effect: "LIMIT", limits: Array(21).fill({ kind: "NO_ONWARD_TRANSFER" }) }],
    ])("refuses %s as BAD_USER_INPUT", async (_what, rest) => {
      const document =
        "mutation ($input: IssueDirectiveInput!) { issueDirective(input: $input) { refusals { code } } }";
      const input = { ...stated, vendorId: vendor.id, idempotencyKey: "malformed-input", ...rest };
      expect(codesOf(await room.ask(oncd, document, { input }))).toEqual(["BAD_USER_INPUT"]);
    });
  });

  describe("answering a request", () => {
    const requested = async () => issue({ releaseId: (await releaseIn("LIMITED_PREVIEW")).id }, { force: "REQUEST" });

    it("puts it in force when the vendor accepts, and only then", async () => {
      const { id, release } = await requested();
      const standing = async () =>
        (await room.ask(publicActor, `{ release(id: "${release.id}") { standing } }`)).data.release.standing;
      expect(await standing()).toBe("IN_FORCE");
      const answer = { directiveId: id, answer: "ACCEPT" };
      const { directive } = await room.change(labs, "answerDirectiveRequest", answer, shown);
      expect(directive).toMatchObject({ status: "IN_FORCE", answer: null, inForceSince: expect.any(String) });
      expect(directive.inForceSince).toBe(directive.answeredAt);
      expect(await standing()).toBe("SUSPENDED");
      const [, entry] = await entriesOf(room, id);
      expect(entry).toMatchObject({ type: "DirectiveAccepted", from: "REQUESTED", to: "IN_FORCE", by: "labs|one" });
      expect(entry!.audience).toEqual(["officials", "vendor:labs", "public"]);
    });

    it("leaves it out of force when the vendor declines, who says why", async () => {
      const { id } = await requested();
      const answer = { directiveId: id, answer: "DECLINE" };
      const silent = await room.refused(labs, "answerDirectiveRequest", answer);
      expect(silent).toEqual([refusal("INVALID_INPUT", { field: ["input", "note"] })]);
      const input = { ...answer, note: "It is patched." };
      const { directive } = await room.change(labs, "answerDirectiveRequest", input, shown);
      expect(directive).toMatchObject({ status: "DECLINED", answer: "It is patched.", inForceSince: null });
      const [, entry] = await entriesOf(room, id);
      expect(entry).toMatchObject({
        type: "DirectiveDeclined",
        to: "DECLINED",
        audience: ["officials", "vendor:labs"],
      });
    });

    it("refuses a second answer, and an answer to an order", async () => {
      const { id } = await requested();
      const decline = { directiveId: id, answer: "DECLINE", note: "No." };
      await room.change(labs, "answerDirectiveRequest", decline, "");
      const again = await room.refused(labs, "answerDirectiveRequest", { ...decline, answer: "ACCEPT" });
      expect(again).toEqual([refusal("ILLEGAL_TRANSITION", { field, from: "DECLINED", attempted: "accept" })]);
      const order = await issue({ releaseId: (await releaseIn("UNDER_REVIEW")).id });
      const answered = await room.refused(labs, "answerDirectiveRequest", { ...decline, directiveId: order.id });
      expect(answered).toEqual([refusal("ILLEGAL_TRANSITION", { field, from: "IN_FORCE", attempted: "decline" })]);
    });

    it("finds no request of another vendor", async () => {
      const { id } = await requested();
      const answer = { answer: "DECLINE", note: "Not mine." };
      for (const directiveId of [id, room.services.ids.next("Directive")]) {
        const refused = await room.refused(vendorOf("rivals"), "answerDirectiveRequest", { directiveId, ...answer });
        expect(refused).toEqual([refusal("NOT_FOUND", { field })]);
      }
    });
  });

  describe("lifting", () => {
    it("ends what was in force, by any official of the agency that issued it", async () => {
      const { id: releaseId } = await releaseIn("LIMITED_PREVIEW");
      const { id } = await issue({ releaseId });
      const lift = { directiveId: id, reason: "The incident is closed." };
      const { directive } = await room.change(
        official("ONCD", "two"),
        "liftDirective",
        lift,
        `${shown} directive { release { standing } }`,
      );
      expect(directive).toMatchObject({ status: "LIFTED", liftedBy: "ONCD|two", liftingReason: lift.reason });
      expect(directive).toMatchObject({ liftedAt: expect.any(String), release: { standing: "IN_FORCE" } });
      const [, entry] = await entriesOf(room, id);
      expect(entry).toMatchObject({
        type: "DirectiveLifted",
        from: "IN_FORCE",
        to: "LIFTED",
        legalBasis: stated.legalBasis,
      });
      expect(entry!.audience).toEqual(["officials", "vendor:labs", "public"]);
    });

    it("takes back a request, which the public never hears of", async () => {
      const { id } = await issue({ releaseId: (await releaseIn("LIMITED_PREVIEW")).id }, { force: "REQUEST" });
      await room.change(oncd, "liftDirective", { directiveId: id, reason: "Not needed." }, "");
      const [, entry] = await entriesOf(room, id);
      expect(entry).toMatchObject({ from: "REQUESTED", to: "LIFTED", audience: ["officials", "vendor:labs"] });
    });

    it("is for the agency that issued it alone", async () => {
      const { id } = await issue({ releaseId: (await releaseIn("LIMITED_PREVIEW")).id });
      for (const by of [official("COMMERCE"), official("OSTP")]) {
        const answer = await room.refused(by, "liftDirective", { directiveId: id, reason: "We disagree." });
        expect(answer).toEqual([refusal("BLOCKED", { field, blockers: ["NOT_THE_ISSUING_AGENCY"] })]);
      }
    });

    it("is done once", async () => {
      const { id } = await issue({ releaseId: (await releaseIn("LIMITED_PREVIEW")).id });
      await room.change(oncd, "liftDirective", { directiveId: id, reason: "Closed." }, "");
      const again = await room.refused(oncd, "liftDirective", { directiveId: id, reason: "Closed again." });
      expect(again).toEqual([refusal("ILLEGAL_TRANSITION", { field, from: "LIFTED", attempted: "lift" })]);
    });

    it("finds no directive that isn't there", async () => {
      const directiveId = room.services.ids.next("Directive");
      const answer = await room.refused(oncd, "liftDirective", { directiveId, reason: "Gone." });
      expect(answer).toEqual([refusal("NOT_FOUND", { field })]);
    });
  });

  describe("acknowledging", () => {
    it("is done once, by the vendor", async () => {
      const { id } = await issue({ vendorId: vendor.id });
      const { directive } = await room.change(labs, "acknowledgeDirective", { directiveId: id }, shown);
      expect(directive).toMatchObject({ status: "IN_FORCE", acknowledgedAt: expect.any(String) });
      const [, entry] = await entriesOf(room, id);
      expect(entry).toMatchObject({ type: "DirectiveAcknowledged", from: null, to: null, by: "labs|one" });
      const again = await room.refused(vendorOf("labs", "two"), "acknowledgeDirective", { directiveId: id });
      expect(again).toEqual([refusal("ALREADY_DONE", { field })]);
    });

    it.each([
      ["REQUESTED", async () => {}],
      ["LIFTED", (id: string) => room.change(oncd, "liftDirective", { directiveId: id, reason: "Done." }, "")],
      [
        "DECLINED",
        (id: string) =>
          room.change(labs, "answerDirectiveRequest", { directiveId: id, answer: "DECLINE", note: "No." }, ""),
      ],
    ])("is refused for one that is %s", async (status, move) => {
      const { id } = await issue({ vendorId: vendor.id }, { force: "REQUEST" });
      await move(id);
      const answer = await room.refused(labs, "acknowledgeDirective", { directiveId: id });
      expect(answer).toEqual([refusal("ILLEGAL_TRANSITION", { field, from: status, attempted: "acknowledge" })]);
    });

    it("of a public order is still its vendor's alone", async () => {
      const { id } = await issue({ releaseId: (await releaseIn("LIMITED_PREVIEW")).id });
      const answer = await room.refused(vendorOf("rivals"), "acknowledgeDirective", { directiveId: id });
      expect(answer).toEqual([refusal("BLOCKED", { field, blockers: ["NOT_YOUR_ORGANISATION"] })]);
    });
  });

  it.each([
    ["issueDirective", { ...stated, vendorId: "ven" }, [labs, partnerOf("acme"), official("DEFENSE"), auditor]],
    ["liftDirective", { directiveId: "dir", reason: "Why." }, [labs, official("DEFENSE"), auditor]],
    ["answerDirectiveRequest", { directiveId: "dir", answer: "ACCEPT" }, [oncd, partnerOf("labs"), auditor]],
    ["acknowledgeDirective", { directiveId: "dir" }, [oncd, partnerOf("labs"), auditor]],
  ] as const)("leaves %s to those who may", async (mutation, input, others) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { refusals { code } } }`;
    const answers = [publicActor, ...others].map((by) =>
      room.ask(by, document, { input: { idempotencyKey: "not-yours-to-do", ...input } }),
    );
    const codes = (await Promise.all(answers)).flatMap(codesOf);
    expect(codes).toEqual(["UNAUTHENTICATED", ...others.map(() => "FORBIDDEN")]);
  });
});
