import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { deflateSync } from "node:zlib";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGate } from "../../docs/examples/vendor-gate/gate.mjs";
import { serve } from "../../docs/examples/vendor-gate/serve.mjs";
import { type ConditionPredicate, evaluate, type UseFacts } from "../../src/rules/conditions.ts";
import { type Applicant, type Setting, setting } from "../decisions/setting.ts";
import { describeOn } from "../support/describe-on.ts";
import { soon } from "../support/soon.ts";
import { done } from "../support/story.ts";

const use = { endUse: "CYBER_DEFENSE", namedUsers: 25 };
/** For a machine that is busy with other tests: an answer that is late isn't what is looked at. */
const patient = { answerMs: 60_000, trustedMs: 300_000 };

describeOn(["postgres", "embedded"], "a vendor's gate over the graph", (kind) => {
  let here: Setting;
  let model: Awaited<ReturnType<typeof serve>>;
  let customers: readonly (Applicant & { readonly authorizationId: string })[];
  beforeAll(async () => {
    here = await setting(kind);
    customers = [
      await here.authorized(here.releaseId, await here.applicant({ jurisdiction: "FR" })),
      await here.authorized(),
    ];
    const accessToken = await here.graph.people.tokenFor({ roles: ["vendor"], org: "example-labs" });
    const { vendorId, releaseId, graph } = here;
    model = await serve({ issuer: graph.url, accessToken, vendorId, releaseId, use, gate: patient });
  });
  afterAll(async () => {
    await model?.stop();
    await here?.stop();
  });

  const ask = (partnerId: string) => fetch(model.url, { method: "POST", headers: { "x-partner-id": partnerId } });
  /** Refused with these reasons. */
  const refused = (partnerId: string, reasons: string[]) =>
    soon(async () => {
      const response = await ask(partnerId);
      if (response.status === 200) await response.body?.cancel();
      expect(response.status).toBe(403);
      expect(await response.json()).toEqual({ allowed: false, reasons });
    });
  const served = (partnerId: string) =>
    soon(async () => {
      const response = await ask(partnerId);
      expect(response.status).toBe(200);
      const { value } = (await response.body?.getReader().read()) ?? {};
      expect(Buffer.from(value as Uint8Array).toString()).toMatch(/^word /);
    });

  it("stops the customer whom a directive touches, in the middle of an answer, and lets it go on when that is lifted", async () => {
    const [touched, other] = customers;
    const { body } = await ask(touched!.partnerId);
    const directiveId = await here.tell.directive(here.releaseId, { scope: { jurisdictions: ["FR"] } });
    // The answer ends by itself: nobody here ends it.
    expect(await new Response(body).text()).toMatch(/^(word )+\nstopped: STATUS_SUSPENDED\n$/);
    await refused(touched!.partnerId, ["STATUS_SUSPENDED"]);
    await served(other!.partnerId);
    done(await here.people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));
    await served(touched!.partnerId);
  });

  it("holds customers to a limit as soon as there is one", async () => {
    const [one] = customers;
    const limits = [{ kind: "NAMED_USERS_AT_MOST", max: 24 }];
    const directiveId = await here.tell.directive(here.releaseId, { effect: "LIMIT", limits });
    await refused(one!.partnerId, ["UNMET_NAMED_USERS_AT_MOST"]);
    done(await here.people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));
    await served(one!.partnerId);
  });

  it("lets nobody in whose authorization is revoked, and nobody unknown", async () => {
    const [, other] = customers;
    const { authorizationId, partnerId } = other!;
    const why = { authorizationId, reason: "DIVERSION", legalBasis: "Test" };
    done(await here.people.commerce.mutate("revokeAuthorization", why));
    await refused(partnerId, ["STATUS_INVALID"]);
    await refused("ptn_00000000000000000000000000", ["NO_TOKEN"]);
  });

  it("lets a customer in to what its token names, and to nothing else", async () => {
    const { vendorId, releaseId, graph, people } = here;
    const [{ authorizationId, partnerId }] = customers as [(typeof customers)[0]];
    const { authorization } = await people.vendor.ask("query T($id: ID!) { authorization(id: $id) { token } }", {
      id: authorizationId,
    });
    const gate = openGate({ issuer: graph.url, vendorId, ...patient });
    await gate.hold(authorization.token);
    const reasons = (asked: object) => gate.check(authorizationId, { releaseId, partnerId, use, ...asked }).reasons;
    expect(reasons({})).toEqual([]);
    expect(reasons({ partnerId: "ptn_2" })).toEqual(["OTHER_PARTNER"]);
    expect(reasons({ releaseId: "rel_2" })).toEqual(["OTHER_RELEASE"]);
    expect(reasons({ use: { endUse: "EDUCATION" } })).toEqual(["OTHER_END_USE"]);
    await gate.close();
    const elsewhere = openGate({ issuer: graph.url, vendorId: "ven_2" });
    await expect(elsewhere.hold(authorization.token)).rejects.toThrow("aud");
    await expect(elsewhere.hold(`${authorization.token}x`)).rejects.toThrow();
    await elsewhere.close();
  });
});

describe("a vendor's gate by itself", () => {
  let issuer = "";
  let server: Server;
  let signing: Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];
  /** What the issuer answers for its list; null cuts the connection. */
  let list: (() => Promise<string>) | null;
  /** The same for its second one. */
  let second: typeof list;
  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair("ES256");
    signing = privateKey;
    const keys = [{ ...(await exportJWK(publicKey)), alg: "ES256" }];
    server = createServer(async (request, response) => {
      const asked = new Map([
        ["/status-lists/1", list],
        ["/status-lists/2", second],
      ]).get(request.url ?? "");
      if (asked === undefined) response.end(JSON.stringify({ keys }));
      else if (asked === null) request.socket.destroy();
      else response.end(await asked());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server?.closeAllConnections();
    server?.close();
  });

  const now = () => Math.floor(Date.now() / 1000);
  const sign = (typ: string, claims: object) =>
    new SignJWT({ iss: issuer, iat: now(), exp: now() + 600, ...claims })
      .setProtectedHeader({ alg: "ES256", typ })
      .sign(signing);
  const listOf =
    (byte: number, claims: object = {}, number = 1) =>
    () =>
      sign("statuslist+jwt", {
        sub: `${issuer}/status-lists/${number}`,
        status_list: { bits: 2, lst: deflateSync(Uint8Array.of(byte)).toString("base64url") },
        ...claims,
      });
  const tokenWith = (claims: object = {}) =>
    sign("countersign-authorization+jwt", {
      ...{
        aud: "ven",
        sub: "ptn",
        authorization: "aut",
        release: "rel",
        end_use: "HEALTH",
        conditions: [],
        limits: [],
      },
      status: { status_list: { idx: 1, uri: `${issuer}/status-lists/1` } },
      ...claims,
    });
  const at = (idx: unknown, number = 1) => ({
    status: { status_list: { idx, uri: `${issuer}/status-lists/${number}` } },
  });
  const asked = { releaseId: "rel", partnerId: "ptn", use: { endUse: "HEALTH" } };
  /** A gate that asks only when a token is held, and what it told. */
  const asking = (settings: object = {}) => {
    const told: [id: string, reasons: string[]][] = [];
    const onStopped = (...one: (typeof told)[0]) => void told.push(one);
    return { told, gate: openGate({ issuer, vendorId: "ven", ...patient, pollMs: 600_000, onStopped, ...settings }) };
  };

  it("lets nobody in once its list gets no answer", async () => {
    list = listOf(0b0000);
    const stopped: string[] = [];
    const gate = openGate({
      issuer,
      vendorId: "ven",
      pollMs: 50,
      answerMs: 60_000,
      trustedMs: 500,
      onStopped: (...told) => stopped.push(...told.flat()),
    });
    await gate.hold(await tokenWith());
    await soon(() => expect(gate.check("aut", asked)).toEqual({ allowed: true, reasons: [] }));
    list = null;
    await soon(() => expect(gate.check("aut", asked).reasons).toEqual(["STATUS_UNKNOWN"]));
    await soon(() => expect(stopped.slice(-2)).toEqual(["aut", "STATUS_UNKNOWN"]));
    list = listOf(0b1000);
    await soon(() => expect(gate.check("aut", asked).reasons).toEqual(["STATUS_SUSPENDED"]));
    await gate.close();
  });

  it.each<[string, object, Record<string, unknown>]>([
    ["of another address", { sub: "https://a.example/status-lists/1" }, {}],
    ["of another issuer", { iss: "https://a.example" }, {}],
    ["of one bit", { status_list: { bits: 1, lst: "eNrbuRgAAhcBXQ" } }, {}],
    [
      "that unpacks to too much",
      { status_list: { bits: 2, lst: deflateSync(new Uint8Array(1 << 21)).toString("base64url") } },
      {},
    ],
    ["that isn't one", { status_list: { bits: 2, lst: "AAAA" } }, {}],
  ])("takes no list %s", async (_, claims) => {
    list = listOf(0, claims);
    const { gate } = asking();
    await expect(gate.hold(await tokenWith())).rejects.toThrow();
    expect(gate.check("aut", asked).reasons).toEqual(["NO_TOKEN"]);
    await gate.close();
  });

  it("takes no token whose list is elsewhere, and none of another kind", async () => {
    list = listOf(0);
    const { gate } = asking();
    const uri = "http://127.0.0.1:1/status-lists/1";
    await expect(gate.hold(await tokenWith({ status: { status_list: { idx: 1, uri } } }))).rejects.toThrow("elsewhere");
    await expect(gate.hold(await sign("at+jwt", { aud: "ven" }))).rejects.toThrow("typ");
    await gate.close();
  });

  it("tells of a token that is held anew once it isn't valid any more", async () => {
    const { told, gate } = asking();
    const token = await tokenWith();
    list = listOf(0b0000);
    await gate.hold(token);
    await gate.hold(token);
    expect(told).toEqual([]);
    list = listOf(0b1000);
    await gate.hold(token);
    await gate.hold(token);
    expect(told).toEqual([["aut", ["STATUS_SUSPENDED"]]]);
    list = listOf(0b1100);
    await gate.hold(token);
    expect(told.slice(1)).toEqual([["aut", ["STATUS_CHANGED"]]]);
    list = listOf(0b0000);
    await gate.hold(token);
    expect(gate.check("aut", asked).allowed).toBe(true);
    list = listOf(0b0100);
    await gate.hold(token);
    expect(told.slice(2)).toEqual([["aut", ["STATUS_INVALID"]]]);
    await gate.close();
  });

  it("ends what was begun under a token of other terms, and takes none that is older", async () => {
    const { told, gate } = asking();
    list = listOf(0b0000);
    const earlier = await tokenWith();
    await gate.hold(earlier);
    await gate.hold(await tokenWith({ ...at(2), iat: now() + 5, release: "rel_2" }));
    expect(told).toEqual([["aut", ["STATUS_CHANGED"]]]);
    await gate.hold(earlier);
    expect(told.length).toBe(1);
    expect(gate.check("aut", asked).reasons).toEqual(["OTHER_RELEASE"]);
    await gate.close();
  });

  it.each([-1, 1.5, "1", null, 2 ** 53])("takes no token whose place is %j", async (idx) => {
    list = listOf(0);
    const { gate } = asking();
    await expect(gate.hold(await tokenWith(at(idx)))).rejects.toThrow("no place");
    await gate.close();
  });

  it("lets nobody in whose place its list doesn't have", async () => {
    list = listOf(0);
    const { gate } = asking();
    for (const idx of [4, 2 ** 31, 2 ** 32 + 1]) {
      await gate.hold(await tokenWith({ ...at(idx), authorization: `aut_${idx}` }));
      expect(gate.check(`aut_${idx}`, asked).reasons).toEqual(["STATUS_UNKNOWN"]);
    }
    await gate.close();
  });

  it("goes on telling the others where telling of one fails, and tells of that one again", async () => {
    const told: string[] = [];
    const errors: unknown[] = [];
    let failures = 0;
    const onStopped = (id: string) => {
      if (id === "aut" && failures < 3) {
        failures += 1;
        throw new Error(`failure ${failures}`);
      }
      told.push(id);
    };
    list = listOf(0b0000);
    const { gate } = asking({ pollMs: 20, onStopped, onError: (error: unknown) => errors.push(error) });
    await gate.hold(await tokenWith());
    await gate.hold(await tokenWith({ authorization: "aut_2" }));
    list = listOf(0b1000);
    await soon(() => expect(told).toEqual(["aut_2", "aut"]));
    expect(errors.map((error) => (error as Error).message)).toEqual(["failure 1", "failure 2", "failure 3"]);
    await gate.close();
  });

  it("follows each list, and lets nobody in by one that hangs", async () => {
    const hanging: (() => void)[] = [];
    list = listOf(0b0000);
    second = listOf(0b0000, {}, 2);
    const { told, gate } = asking({ pollMs: 20, answerMs: 600_000, trustedMs: 2_000 });
    await gate.hold(await tokenWith());
    await gate.hold(await tokenWith({ ...at(1, 2), authorization: "aut_2" }));
    list = () => new Promise((resolve) => hanging.push(() => resolve("")));
    await soon(() => expect(hanging.length).toBe(1));
    // Told, though nothing is asked meanwhile.
    await soon(() => expect(told).toContainEqual(["aut", ["STATUS_UNKNOWN"]]));
    second = listOf(0b1000, {}, 2);
    await soon(() => expect(gate.check("aut_2", asked).reasons).toEqual(["STATUS_SUSPENDED"]));
    expect(gate.check("aut", asked).reasons).toEqual(["STATUS_UNKNOWN"]);
    expect(hanging.length).toBe(1);
    hanging[0]?.();
    await gate.close();
  });

  it("isn't led back to what a list said before: by an answer that comes late, or by an earlier edition", async () => {
    const { gate } = asking();
    const token = await tokenWith();
    list = listOf(0b0000);
    await gate.hold(token);
    const before = await listOf(0b0000)();
    let answer = () => {};
    const arrived = new Promise<void>((resolve) => {
      list = () => {
        list = listOf(0b1000);
        resolve();
        return new Promise((answered) => {
          answer = () => answered(before);
        });
      };
    });
    const late = gate.hold(token);
    await arrived;
    const next = gate.hold(token);
    answer();
    await Promise.all([late, next]);
    expect(gate.check("aut", asked).reasons).toEqual(["STATUS_SUSPENDED"]);
    list = listOf(0b0000, { iat: now() - 60 });
    await expect(gate.hold(token)).rejects.toThrow("older");
    expect(gate.check("aut", asked).reasons).toEqual(["STATUS_SUSPENDED"]);
    await gate.close();
  });

  it("judges conditions as the graph does", async () => {
    list = listOf(0);
    const { gate } = asking();
    const conditions: ConditionPredicate[] = [
      { kind: "NAMED_USERS_AT_MOST", max: 5 },
      { kind: "REQUESTS_PER_DAY_AT_MOST", max: 5 },
      { kind: "LOG_RETENTION_DAYS", days: 5 },
      { kind: "REPORT_EVERY_DAYS", days: 5 },
      { kind: "USER_JURISDICTIONS", allowed: ["CA", "US"] },
      { kind: "END_USES", allowed: ["EDUCATION"] },
      { kind: "END_USES", allowed: ["EDUCATION", "HEALTH"] },
      { kind: "DEPLOYMENTS", allowed: ["AIR_GAPPED"] },
      { kind: "EXPIRES_AT", at: "2020-01-01T00:00:00.000Z" },
      { kind: "EXPIRES_AT", at: "2099-01-01T00:00:00.000Z" },
      { kind: "NO_ONWARD_TRANSFER" },
      { kind: "FREE_TEXT" },
    ];
    const uses: Omit<UseFacts, "at" | "endUse">[] = [
      {},
      { namedUsers: 5, requestsPerDay: 5, logRetentionDays: 5, reportEveryDays: 5 },
      { namedUsers: 6, requestsPerDay: 6, logRetentionDays: 4, reportEveryDays: 6, onwardTransfer: true },
      { namedUsers: -1, requestsPerDay: 0, logRetentionDays: -1, reportEveryDays: -1, onwardTransfer: false },
      { userJurisdictions: [], deployment: "ON_PREMISES" },
      { userJurisdictions: ["US", "CA"], deployment: "AIR_GAPPED" },
      { userJurisdictions: ["US", "FR"] },
      { namedUsers: null, requestsPerDay: null, logRetentionDays: null, reportEveryDays: null, onwardTransfer: null },
      { userJurisdictions: null, deployment: null },
      ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].map((number) => ({
        ...{ namedUsers: number, requestsPerDay: number, logRetentionDays: number, reportEveryDays: number },
      })),
    ];
    for (const condition of [...conditions, null]) {
      await gate.hold(await tokenWith({ conditions: [{ id: "con", ...(condition ?? { kind: "OF_TOMORROW" }) }] }));
      for (const facts of uses) {
        const used = { endUse: "HEALTH" as const, ...facts };
        const known = condition && evaluate(condition, { ...used, at: new Date() });
        const { allowed } = gate.check("aut", { ...asked, use: used as never });
        expect(allowed, `${JSON.stringify(condition)} for ${JSON.stringify(facts)}`).toBe(known === "MET");
      }
    }
    await gate.hold(await tokenWith({ limits: [{ directive: "dir", kind: "NAMED_USERS_AT_MOST", max: 5 }] }));
    expect(gate.check("aut", asked).reasons).toEqual(["UNMET_NAMED_USERS_AT_MOST"]);
    await gate.hold(await tokenWith({ conditions: [{ id: "con", kind: "FREE_TEXT" }] }));
    const checked = (personChecked: unknown) =>
      gate.check("aut", { ...asked, use: { ...asked.use, personChecked: personChecked as string[] } }).allowed;
    expect([["con"], ["dir"], [], null, "con"].map(checked)).toEqual([true, false, false, false, false]);
    await gate.hold(await tokenWith({ limits: [{ directive: "dir", kind: "FREE_TEXT" }] }));
    expect([["con"], ["dir"]].map(checked)).toEqual([false, true]);
    // What isn't of its type is unknown as well.
    await gate.hold(await tokenWith({ conditions: [{ id: "con", kind: "NAMED_USERS_AT_MOST", max: 5 }] }));
    for (const namedUsers of ["5", true, [], {}]) {
      expect(gate.check("aut", { ...asked, use: { ...asked.use, namedUsers: namedUsers as number } }).allowed).toBe(
        false,
      );
    }
    for (const nothing of [null, undefined]) {
      expect(gate.check("aut", { ...asked, use: nothing }).reasons).toEqual([
        "OTHER_END_USE",
        "UNMET_NAMED_USERS_AT_MOST",
      ]);
    }
    await gate.close();
  });
});
