import { afterAll, beforeAll, expect, it } from "vitest";
import { Guide } from "./guide.ts";

let guide: Guide;
beforeAll(async () => {
  guide = await Guide.begin("The administrator's guide");
});
afterAll(() => guide?.graph.stop());

it("docs/guide/administrator.md tells how somebody is refused whatever their token says, with real answers", async () => {
  guide.says(`You decide nothing of the review, and see nothing of it. You refuse people, tokens and organisations whose tokens are
    still good.`);

  guide.section("Refusing");
  guide.says(`From the next operation on, and on every node; what they follow ends.`);
  const revoked = await guide.runs({
    as: "administrator",
    operation: "administrator/revoke-actor",
    variables: { input: { kind: "SUBJECT", value: "test|vendor|example-labs", reason: "The laptop was stolen." } },
  });
  const { errors } = await guide.tell.people.vendor.send("{ viewer { subject } }");
  expect(errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  await guide.runs({
    as: "administrator",
    operation: "administrator/revocations",
    only: ["revocations.totalCount", "revocations.nodes"],
  });

  guide.section("Letting in again");
  await guide.runs({
    as: "administrator",
    operation: "administrator/restore-actor",
    variables: { input: { revocationId: revoked.revokeActor.revocation.id, reason: "The keys were replaced." } },
  });
  expect((await guide.tell.people.vendor.send("{ viewer { subject } }")).errors).toBeUndefined();

  guide.section("Ending what hangs");
  guide.says(`Sockets and streams of a person, a token or an organisation end; they may connect again.`);
  await guide.runs({
    as: "administrator",
    operation: "administrator/disconnect-actor",
    variables: { input: { kind: "ORGANISATION", value: "example-labs", reason: "Its readers hang since the outage." } },
  });

  guide.section("What you did");
  await guide.runs({
    as: "administrator",
    operation: "administrator/history-of-revocations",
    only: ["sequence", "at", "type", "rationale", "actorSubject"].map((field) => `changes.nodes.${field}`),
  });
  guide.theRest("administrator");
  await expect(guide.text()).toMatchFileSnapshot("../../docs/guide/administrator.md");
});
