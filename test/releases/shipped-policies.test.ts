import "reflect-metadata";
import { afterAll, beforeAll, expect, it } from "vitest";
import { shipPolicies } from "../../src/releases/policies/ship-policies.ts";
import { releasesSubgraph } from "../../src/releases/subgraph.ts";
import { eo12981 } from "../../src/rules/policies/eo12981.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import { trustedAccess } from "../../src/rules/policies/trusted-access.ts";
import { clocksOf } from "../../src/rules/policy-clocks.ts";
import { publicActor } from "../support/actors.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { openRoom, type Room } from "../support/room.ts";
import { entriesOf, ledgerLength } from "./entries.ts";

const whole = `{
  key version publishedAt title summary legalBasis sources { cite says } dayCount timeZone cutOff holidays { date name }
  phases { phase partnerCap authorizationRequired } panel { agency seat }
  clocks { refer position total intentToDeny appeal remind extension information rebuttal appealDecision countersign }
  ladder { level name decidedBy days appealWithin rule tie } countersigners authorizationDays criteria { code says }
  silence appliesTo cyberReview { blockingSeverity } }`;

describeOn(["postgres", ...embeddedWhenWhole], "the shipped policies", (kind) => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom(kind, releasesSubgraph());
    // As many nodes as may start at once.
    await Promise.all(Array.from({ length: 5 }, () => shipPolicies(room.services)));
  });
  afterAll(() => room?.close());

  it("are published once, however many nodes start at once and again", async () => {
    const rows = () => room.database.query<object>("select key, version from policy order by key");
    const published = [
      { key: "eo12981", version: 1 },
      { key: "expedited-preview", version: 1 },
      { key: "trusted-access", version: 1 },
    ];
    expect(await rows()).toEqual(published);
    expect(await ledgerLength(room)).toBe(3);
    await shipPolicies(room.services);
    expect(await rows()).toEqual(published);
    expect(await ledgerLength(room)).toBe(3);
  });

  it("are in the ledger for everyone, by the system", async () => {
    const rows = await room.database.query<{ id: string }>("select id from policy where key = 'eo12981'");
    const [entry] = await entriesOf(room, rows[0]!.id);
    expect(entry).toMatchObject({ type: "PolicyPublished", audience: ["public"], by: null });
    expect(entry!.legalBasis).toBe(eo12981.legalBasis);
    expect(entry!.state.document).toEqual(eo12981);
  });

  it("show everyone all that they say", async () => {
    const { data } = await room.ask(publicActor, `{ policies { totalCount nodes ${whole} } }`);
    const shownOf = ({ phases, ladder, ...rest }: typeof eo12981) => ({
      ...rest,
      clocks: clocksOf({ clocks: rest.clocks, ladder }),
      publishedAt: expect.any(String),
      appliesTo: "RELEASES",
      cyberReview: { blockingSeverity: "HIGH" },
      phases: Object.entries(phases).map(([phase, rules]) => ({ phase, ...rules })),
      ladder: ladder.map((level) => ({ tie: null, ...level })),
    });
    expect(data.policies).toEqual({
      totalCount: 3,
      nodes: [shownOf(eo12981), shownOf(expeditedPreview), { ...shownOf(trustedAccess), appliesTo: "PROGRAMMES" }],
    });
  });

  it("are found by key and by id", async () => {
    const document = `{ policies(filter: { key: "eo12981" }, orderBy: PUBLISHED_AT_DESC) { nodes { id key } } }`;
    const [policy, ...more] = (await room.ask(publicActor, document)).data.policies.nodes;
    expect(policy.key).toBe("eo12981");
    expect(more).toEqual([]);
    const found = await room.ask(publicActor, `{ policy(id: "${policy.id}") { key } }`);
    expect(found.data.policy).toEqual({ key: "eo12981" });
  });
});
