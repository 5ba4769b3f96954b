import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Policy } from "../../src/releases/policies/policy.ts";
import { standingsOf } from "../../src/releases/register/standing.ts";
import { releasesSubgraph } from "../../src/releases/subgraph.ts";
import { official, publicActor, vendorOf } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { openRoom, type Room } from "../support/room.ts";
import { aPolicy, aVendor } from "../support/rows.ts";
import { aReleaseIn } from "./rows.ts";

const oncd = official("ONCD");
const stated = { force: "ORDER", reason: "SAFETY_FINDING", legalBasis: "EO 14409 s. 4(b)" };
const limits = [{ kind: "NO_ONWARD_TRANSFER" }];

describeOn(["postgres", ...embeddedWhenWhole], "a release's standing", (kind) => {
  let room: Room;
  let policy: Policy;
  let made = 0;
  beforeAll(async () => {
    room = await openRoom(kind, releasesSubgraph());
    policy = await aPolicy(room);
  });
  afterAll(() => room?.close());

  const aPublicRelease = async () => {
    made += 1;
    const vendor = await aVendor(room, `vendor-${made}`);
    return { vendor, release: await aReleaseIn(room, vendor, policy, "LIMITED_PREVIEW") };
  };
  const order = async (target: object, effect: string, rest: object = {}) => {
    const input = { ...target, ...stated, effect, ...(effect === "LIMIT" ? { limits } : {}), ...rest };
    return (await room.change(oncd, "issueDirective", input, "directive { id }")).directive.id;
  };
  const standing = async (id: string) =>
    (await room.ask(publicActor, `{ release(id: "${id}") { standing } }`)).data.release.standing;

  it.each([
    ["POSTPONE", "POSTPONED"],
    ["LIMIT", "LIMITED"],
    ["SUSPEND", "SUSPENDED"],
    ["WITHDRAW", "WITHDRAWN"],
  ])("is given by %s on the release, and by the same on its vendor", async (effect, expected) => {
    const one = await aPublicRelease();
    expect(await standing(one.release.id)).toBe("IN_FORCE");
    await order({ releaseId: one.release.id }, effect);
    expect(await standing(one.release.id)).toBe(expected);
    const other = await aPublicRelease();
    await order({ vendorId: other.vendor.id }, effect);
    expect(await standing(other.release.id)).toBe(expected);
  });

  it("is the strictest of all in force, and falls back as they are lifted", async () => {
    const { vendor, release } = await aPublicRelease();
    await order({ releaseId: release.id }, "POSTPONE");
    const suspension = await order({ vendorId: vendor.id }, "SUSPEND");
    const designation = { vendorId: vendor.id, effect: "WITHDRAW", legalBasis: "10 U.S.C. 3252" };
    const made = await room.change(official("DEFENSE"), "designateSupplyChainRisk", designation, "designation { id }");
    expect(await standing(release.id)).toBe("WITHDRAWN");
    const lift = { designationId: made.designation.id, reason: "Replaced." };
    await room.change(official("DEFENSE"), "liftDesignation", lift, "");
    expect(await standing(release.id)).toBe("SUSPENDED");
    await room.change(oncd, "liftDirective", { directiveId: suspension, reason: "Closed." }, "");
    expect(await standing(release.id)).toBe("POSTPONED");
  });

  it("is LIMITED while a suspension touches some partners only, and untouched by another phase's", async () => {
    const { release } = await aPublicRelease();
    await order({ releaseId: release.id }, "SUSPEND", { scope: { phases: ["EXPANDED_PREVIEW"] } });
    expect(await standing(release.id)).toBe("IN_FORCE");
    await order({ releaseId: release.id }, "SUSPEND", { scope: { jurisdictions: ["CA"] } });
    expect(await standing(release.id)).toBe("LIMITED");
  });

  it("is read for any number of releases in one statement, in the order asked for", async () => {
    const releases = await Promise.all(Array.from({ length: 12 }, () => aPublicRelease()));
    const ids = releases.map(({ release }) => release.id);
    await order({ releaseId: ids[3] }, "SUSPEND");
    const nobody = room.services.ids.next("Release");
    const asked = async () => standingsOf(room.context(publicActor), [...ids, nobody]);
    const expected = ids.map((_, index) => (index === 3 ? "SUSPENDED" : "IN_FORCE"));
    expect(await asked()).toEqual([...expected, null]);
    const list = (first: number) => `{ releases(first: ${first}) { nodes { standing } } }`;
    const few = await room.statements(publicActor, list(1));
    expect(await room.statements(publicActor, list(12))).toBe(few);
  });

  it("lets no phase advance be requested once a suspension is in the ledger", async () => {
    const { vendor, release } = await aPublicRelease();
    const advance = { releaseId: release.id, justification: "It is ready." };
    const request = () => room.change(vendorOf(vendor.org), "requestPhaseAdvance", advance, "phaseAdvance { id }");
    for (let round = 0; round < 20; round += 1) {
      const [asked, directiveId] = await Promise.all([request(), order({ releaseId: release.id }, "SUSPEND")]);
      const id: string | undefined = asked.phaseAdvance?.id;
      if (id) {
        const [row] = await room.database.query<{ before: boolean }>(
          `select (select seq from ledger_entry where subject_id = $1) <
                  (select seq from ledger_entry where subject_id = $2) as before`,
          [id, directiveId],
        );
        expect(row).toEqual({ before: true });
        await room.database.query("update phase_advance set status = 'WITHDRAWN' where id = $1", [id]);
      } else expect(asked.refusals).toMatchObject([{ code: "BLOCKED", blockers: ["RELEASE_SUSPENDED"] }]);
      await room.change(oncd, "liftDirective", { directiveId, reason: "Next round." }, "");
    }
  });
});
