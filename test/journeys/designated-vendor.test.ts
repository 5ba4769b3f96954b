import { afterAll, beforeAll, expect, it } from "vitest";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { type Journey, journey } from "./kit.ts";

describeOn(
  ["postgres", ...embeddedWhenWhole],
  "a vendor that is designated, and a directive that spares others",
  (kind) => {
    let here: Journey;
    let vendorId: string;
    let releaseId: string;
    let secondRelease: string;
    let othersRelease: string;
    let french: string;
    let american: string;
    let designationId: string;

    beforeAll(async () => {
      here = await journey(kind);
      const { tell, people } = here;
      ({ vendorId } = await tell.vendor());
      await tell.vendor({ as: people.vendor2, org: "second-labs", name: "Second Labs (fictional)" });
      releaseId = await tell.previewedRelease();
      secondRelease = await tell.previewedRelease();
      othersRelease = await tell.previewedRelease({ as: people.vendor2 });
      american = await tell.admittedPartner();
      french = await tell.admittedPartner({
        as: people.partner2,
        legalName: "Globex Santé (fictional)",
        jurisdiction: "FR",
      });
      for (const as of [people.partner, people.partner2]) {
        for (const id of [releaseId, secondRelease, othersRelease]) await tell.authorization(id, { as });
      }
    });
    afterAll(() => here?.stop());

    const mayUse = async (id: string, partnerId: string) =>
      (await here.access(id, partnerId, {}, here.people.auditor)).allowed;
    /** Who may use what, as the columns american and french. */
    const everyUse = async () =>
      Object.fromEntries(
        await Promise.all(
          Object.entries({ first: releaseId, second: secondRelease, others: othersRelease }).map(async ([name, id]) => [
            name,
            [await mayUse(id, american), await mayUse(id, french)],
          ]),
        ),
      );
    const standing = async (id: string) => (await here.reads(here.people.everyone, "public/release", { id })).standing;

    it("is previewed first: whom it would touch, and that nothing is changed", async () => {
      const { defense, commerce } = here.people;
      const wording = { vendorId, legalBasis: "10 U.S.C. 3252, for a test" };
      const preview = await here.reads(defense, "defense/preview-designation", { input: wording });
      expect(preview).toMatchObject({ touched: { partners: 2, authorizations: 4, complete: true }, ceasing: 4 });
      const { errors } = await commerce.send(
        "query P($input: PreviewDesignationInput!) { previewDesignation(input: $input) { ceasing } }",
        { input: wording },
      );
      expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
      expect(await everyUse()).toEqual({ first: [true, true], second: [true, true], others: [true, true] });
    });

    it("is designated by Defense alone: all its releases stop at once, and no other vendor's", async () => {
      const { defense, oncd, commerce, partner } = here.people;
      const wording = { vendorId, legalBasis: "10 U.S.C. 3252, for a test", rationale: "Its supplier (fictional)." };
      for (const other of [oncd, commerce, partner]) {
        expect(await here.mayNot(other, "defense/designate-supply-chain-risk", wording)).toBe("FORBIDDEN");
      }
      designationId = (await here.does(defense, "defense/designate-supply-chain-risk", wording)).designation.id;
      expect(await everyUse()).toEqual({ first: [false, false], second: [false, false], others: [true, true] });
      expect((await here.access(releaseId, american)).reasons).toEqual(["SUSPENDED_BY_DESIGNATION"]);
      expect([await standing(releaseId), await standing(othersRelease)]).toEqual(["SUSPENDED", "IN_FORCE"]);
    });

    it("is told to the vendor with why, and to everyone without", async () => {
      const { vendor, vendor2, everyone, auditor } = here.people;
      const own = await here.reads(vendor, "vendor/my-designations", { vendorId });
      expect(own.designations.nodes).toMatchObject([{ id: designationId, rationale: "Its supplier (fictional)." }]);
      const open = await here.reads(everyone, "public/vendor", { id: vendorId });
      expect(open.designations.nodes).toMatchObject([{ id: designationId, legalBasis: "10 U.S.C. 3252, for a test" }]);
      const others = await here.reads(vendor2, "vendor/my-designations", { vendorId });
      expect(others.designations.nodes).toMatchObject([{ id: designationId, rationale: null }]);
      here.at("2026-06-09T14:01:00.000Z");
      expect(await here.isRefused(vendor2, "vendor/acknowledge-designation", { designationId })).toEqual([
        "BLOCKED NOT_YOUR_ORGANISATION",
      ]);
      await here.does(vendor, "vendor/acknowledge-designation", { designationId });
      here.at("2026-06-09T14:10:00.000Z");
      const word = { designationId, enforcedAt: "2026-06-09T14:06:00.000Z", note: "Every key is refused." };
      await here.does(vendor, "vendor/attest-enforcement", word);
      const stops = await auditor.ask(
        "query D($id: ID!) { designation(id: $id) { secondsToAcknowledge secondsToEnforce } }",
        {
          id: designationId,
        },
      );
      expect(stops.designation).toEqual({ secondsToAcknowledge: 60, secondsToEnforce: 360 });
    });

    it("is lifted by Defense, and all is as before without anyone's doing", async () => {
      const { defense2, oncd } = here.people;
      const lifting = { designationId, reason: "The supplier was replaced." };
      expect(await here.mayNot(oncd, "defense/lift-designation", lifting)).toBe("FORBIDDEN");
      await here.does(defense2, "defense/lift-designation", lifting);
      expect(await everyUse()).toEqual({ first: [true, true], second: [true, true], others: [true, true] });
    });

    it("has one release stopped for one country: whom the scope spares goes on, and so does everything else", async () => {
      const { commerce, ostp, vendor, partner, partner2, defense } = here.people;
      const order = {
        releaseId,
        effect: "SUSPEND",
        force: "ORDER",
        reason: "NATIONAL_SECURITY",
        legalBasis: "An order of a test",
        scope: { jurisdictions: ["FR"] },
      };
      expect(await here.mayNot(defense, "commerce/issue-directive", order)).toBe("FORBIDDEN");
      expect(await here.mayNot(vendor, "commerce/issue-directive", order)).toBe("FORBIDDEN");
      const preview = await here.reads(commerce, "agency/preview-directive", { input: order });
      expect(preview).toMatchObject({ touched: { partners: 1 }, ceasing: 1, everyone: { partners: 2 } });
      expect(preview.partners.nodes).toMatchObject([{ partner: { id: french } }]);

      const { directive } = await here.does(commerce, "commerce/issue-directive", order);
      expect(await everyUse()).toEqual({ first: [true, false], second: [true, true], others: [true, true] });
      expect(await standing(releaseId)).toBe("LIMITED");
      const held = async (as: typeof partner) => {
        const { partner: self } = await here.reads(as, "partner/my-authorizations", { first: 20 });
        return self.authorizations.nodes.filter(({ effective }: { effective: boolean }) => effective).length;
      };
      expect([await held(partner), await held(partner2)]).toEqual([3, 2]);

      const lifting = { directiveId: directive.id, reason: "The concern is answered." };
      expect(await here.isRefused(ostp, "ostp/lift-directive", lifting)).toHaveLength(1);
      await here.does(commerce, "commerce/lift-directive", lifting);
      expect(await everyUse()).toEqual({ first: [true, true], second: [true, true], others: [true, true] });
    });
  },
);
