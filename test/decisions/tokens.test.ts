import { inflateSync } from "node:zlib";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLinked } from "../../src/processes/linked.ts";
import { publishedTokens } from "../../src/processes/published-tokens.ts";
import { embeddedWhenWhole } from "../support/breadth.ts";
import { describeOn } from "../support/describe-on.ts";
import { anyPort, type Caller, gatewayOfOwn, silent } from "../support/graph.ts";
import { soon } from "../support/soon.ts";
import { done } from "../support/story.ts";
import { type Applicant, type Setting, setting } from "./setting.ts";
import { statementsOf } from "./statements.ts";

const VALID = 0;
const INVALID = 1;
const SUSPENDED = 2;
const CHANGED = 3;

describeOn(["postgres", ...embeddedWhenWhole], "an authorization's token", (kind) => {
  let here: Setting;
  let releaseId: string;
  beforeAll(async () => {
    here = await setting(kind);
    releaseId = await here.release("LIMITED_PREVIEW", "eo12981");
  });
  afterAll(() => here?.stop());

  const asked = "query T($id: ID!) { authorization(id: $id) { token effective } }";
  const tokenOf = async (id: string, as: Caller = here.people.vendor): Promise<string> =>
    (await as.ask(asked, { id })).authorization.token;
  const keys = () => createRemoteJWKSet(new URL(`${here.graph.url}/.well-known/jwks.json`));
  /** Verified with nothing but the published keys. */
  const verified = (token: string) =>
    jwtVerify(token, keys(), {
      issuer: here.graph.url,
      audience: here.vendorId,
      typ: "countersign-authorization+jwt",
      algorithms: ["EdDSA"],
      requiredClaims: ["sub", "jti", "iat", "exp", "status"],
      // Where the test has set the clock.
      currentDate: here.clock.fixed ?? new Date(),
    });
  const reference = (token: string) =>
    (decodeJwt(token).status as { status_list: { idx: number; uri: string } }).status_list;
  const fetchList = (uri: string, headers: Record<string, string> = {}) => fetch(uri, { headers });

  /** The status of a token, read from its list by hand: zlib and two bits. */
  async function statusOf(token: string, base = here.graph.url): Promise<number> {
    const { uri } = reference(token);
    const response = await fetchList(uri.replace(here.graph.url, base));
    expect(response.status).toBe(200);
    const list = await response.text();
    const { payload, protectedHeader } = await jwtVerify(list, keys(), {
      subject: uri,
      issuer: here.graph.url,
      currentDate: here.clock.fixed ?? new Date(),
    });
    expect(protectedHeader.typ).toBe("statuslist+jwt");
    expect(payload.status_list).toMatchObject({ bits: 2 });
    return statusIn(list, token);
  }
  /** What a token's status is by a list. */
  function statusIn(jwt: string, token: string): number {
    const { idx } = reference(token);
    const { lst } = decodeJwt(jwt).status_list as { lst: string };
    const bytes = inflateSync(Buffer.from(lst, "base64url"));
    expect(bytes.length).toBe(16_384);
    return ((bytes[idx >> 2] as number) >> ((idx & 3) * 2)) & 3;
  }
  const nothingMore = new URLSearchParams();
  const unavailable = { extensions: { code: "SERVICE_UNAVAILABLE" } };
  /** The lists of one more process, whose database answers as `answered` says. */
  function besideIt(answered: (rows: object[], text: string) => Promise<object[]>) {
    const { services } = here.graph;
    const query = async (text: string, values?: unknown[]) =>
      answered(await services.database.query<object>(text, values), text);
    const documents = publishedTokens({ ...services, database: { ...services.database, query: query as never } });
    return {
      documents,
      statusOf: async (token: string) => {
        const document = await documents(new URL(reference(token).uri).pathname)?.(nothingMore);
        return statusIn(String(document?.body), token);
      },
    };
  }
  const becomes = (token: string, status: number) => soon(async () => expect(await statusOf(token)).toBe(status));
  const held = async (by?: Applicant) => {
    const made = await here.authorized(releaseId, by);
    return { ...made, token: await tokenOf(made.authorizationId) };
  };
  const why = { reason: "DIVERSION", legalBasis: "Test" };

  it("is verified by the published keys alone, and says what its authorization allows", async () => {
    const condition = { text: "Few.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 5 } };
    const filed = await here.inReview(releaseId);
    await here.tell.position(filed.caseId, here.people.oncd, "CONCUR_WITH_CONDITIONS", { conditions: [condition] });
    for (const agency of ["ostp", "commerce", "defense"] as const)
      await here.tell.position(filed.caseId, here.people[agency]);
    const { authorization } = await here.tell.countersigned(filed.caseId);
    const directiveId = await here.tell.directive(releaseId, {
      effect: "LIMIT",
      limits: [{ kind: "NO_ONWARD_TRANSFER" }],
      scope: { partnerIds: [filed.partnerId] },
    });
    const { payload, protectedHeader } = await verified(await tokenOf(authorization.id));
    const document = `query A($id: ID!) { authorization(id: $id) { legalBasis expiresAt issuedAt endUse conditions { nodes { id } } } }`;
    const stored = (await here.people.auditor.ask(document, { id: authorization.id })).authorization;
    expect(protectedHeader).toMatchObject({ alg: "EdDSA", typ: "countersign-authorization+jwt" });
    const iat = payload.iat as number;
    expect(payload).toEqual({
      iss: here.graph.url,
      sub: filed.partnerId,
      aud: here.vendorId,
      jti: expect.stringMatching(new RegExp(`^${authorization.id}\\.1\\.\\d+\\.${iat}$`)),
      iat,
      exp: iat + 86_400,
      status: { status_list: { idx: expect.any(Number), uri: `${here.graph.url}/status-lists/1` } },
      authorization: authorization.id,
      authorized_until: stored.expiresAt,
      release: releaseId,
      phase: "LIMITED_PREVIEW",
      end_use: stored.endUse,
      legal_basis: stored.legalBasis,
      conditions: [{ id: stored.conditions.nodes[0].id, kind: "NAMED_USERS_AT_MOST", max: 5, text: "Few." }],
      limits: [{ directive: directiveId, kind: "NO_ONWARD_TRANSFER" }],
    });
    done(await here.people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));
  });

  it("is the same for all who may see the authorization, and not there for anyone else", async () => {
    const { as, authorizationId } = await held();
    const stranger = await here.applicant();
    for (const reader of [as, here.people.vendor, here.people.oncd, here.people.auditor]) {
      expect(reference(await tokenOf(authorizationId, reader))).toEqual(reference(await tokenOf(authorizationId)));
    }
    for (const nobody of [stranger.as, here.people.vendor2, here.people.administrator, here.people.everyone]) {
      expect((await nobody.send(asked, { id: authorizationId })).data).toEqual({ authorization: null });
    }
  });

  it("is no access token: the graph doesn't take it for one", async () => {
    const { token } = await held();
    const response = await fetch(`${here.graph.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: "{ viewer { subject } }" }),
    });
    expect(response.status).toBe(401);
  });

  it("is suspended and reinstated, then revoked for good, with its authorization", async () => {
    const { authorizationId, token } = await held();
    await becomes(token, VALID);
    done(await here.people.commerce.mutate("suspendAuthorization", { authorizationId, ...why }));
    await becomes(token, SUSPENDED);
    expect(reference(await tokenOf(authorizationId))).toEqual(reference(token));
    done(await here.people.commerce.mutate("reinstateAuthorization", { authorizationId }));
    await becomes(token, VALID);
    done(await here.people.commerce.mutate("revokeAuthorization", { authorizationId, ...why }));
    await becomes(token, INVALID);
    expect(await tokenOf(authorizationId)).toBeNull();
  });

  it("is suspended by a directive in whose scope its partner is, by a bar, and by a designation", async () => {
    const [one, other] = [await held(await here.applicant({ jurisdiction: "FR" })), await held()];
    const directiveId = await here.tell.directive(releaseId, { scope: { jurisdictions: ["FR"] } });
    await becomes(one.token, SUSPENDED);
    await becomes(other.token, VALID);
    done(await here.people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));
    await becomes(one.token, VALID);
    done(await here.people.commerce.mutate("barPartner", { partnerId: other.partnerId, ...why }));
    await becomes(other.token, SUSPENDED);
    const designationId = await here.tell.designation(here.vendorId);
    await becomes(one.token, SUSPENDED);
    done(await here.people.defense.mutate("liftDesignation", { designationId, reason: "Resolved." }));
    await becomes(one.token, VALID);
  });

  it("is out of date under a LIMIT that it doesn't show, and holds again once that is lifted", async () => {
    const { authorizationId, partnerId, token } = await held();
    await becomes(token, VALID);
    const limits = [{ kind: "REQUESTS_PER_DAY_AT_MOST", max: 10 }];
    const directiveId = await here.tell.directive(releaseId, {
      effect: "LIMIT",
      limits,
      scope: { partnerIds: [partnerId] },
    });
    await becomes(token, CHANGED);
    const limited = await tokenOf(authorizationId);
    expect(decodeJwt(limited).limits).toEqual([{ directive: directiveId, kind: "REQUESTS_PER_DAY_AT_MOST", max: 10 }]);
    expect(reference(limited).idx).not.toBe(reference(token).idx);
    await becomes(limited, VALID);
    await becomes(token, CHANGED);
    done(await here.people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));
    await becomes(limited, CHANGED);
    await becomes(token, VALID);
    expect(reference(await tokenOf(authorizationId))).toEqual(reference(token));
  });

  it("is followed on another node as well, one that gave out no token itself", async () => {
    const services = { ...here.graph.services };
    const node = await startLinked(
      anyPort,
      services,
      { verifier: here.graph.people.verifier, developmentTokens: null },
      silent,
      gatewayOfOwn(),
    );
    try {
      const { authorizationId, token } = await held();
      await soon(async () => expect(await statusOf(token, node.url)).toBe(VALID));
      const later = await held();
      await soon(async () => expect(await statusOf(later.token, node.url)).toBe(VALID));
      done(await here.people.commerce.mutate("suspendAuthorization", { authorizationId, ...why }));
      await soon(async () => expect(await statusOf(token, node.url)).toBe(SUSPENDED));
      await soon(async () => expect(await statusOf(later.token, node.url)).toBe(VALID));
    } finally {
      await node.stop();
    }
  });

  describe("follows", () => {
    let preview: string;
    type Held = Awaited<ReturnType<typeof held>>;
    beforeAll(async () => {
      preview = await here.release();
    });
    const condition = { text: "Few.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 5 } };
    const underCondition = async (): Promise<Held> => {
      const filed = await here.inReview(preview);
      const { oncd, ostp, commerce, defense } = here.people;
      await here.tell.position(filed.caseId, oncd, "CONCUR_WITH_CONDITIONS", { conditions: [condition] });
      for (const agency of [ostp, commerce, defense]) await here.tell.position(filed.caseId, agency);
      const { id } = (await here.tell.countersigned(filed.caseId)).authorization;
      return { ...filed, authorizationId: id, token: await tokenOf(id) };
    };
    const lift = (directiveId: string) =>
      here.people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }).then(done);

    it.each<[string, (it: Held) => Promise<unknown>, number]>([
      [
        "the suspension of its partner",
        async ({ partnerId }) => done(await here.people.commerce.mutate("suspendPartner", { partnerId, ...why })),
        SUSPENDED,
      ],
      [
        "a surrender",
        async ({ as, authorizationId }) => done(await as.mutate("surrenderAuthorization", { authorizationId })),
        INVALID,
      ],
      [
        "a renewal",
        async ({ as, org, partnerId, authorizationId }) => {
          const renewal = { replacesAuthorizationId: authorizationId };
          const { caseId } = await here.awaiting(preview, { as, org, partnerId }, renewal);
          await here.tell.countersigned(caseId);
        },
        INVALID,
      ],
      [
        "another wording of its condition",
        async ({ authorizationId }) => {
          const asked = "query C($id: ID!) { authorization(id: $id) { conditions { nodes { id } } } }";
          const { conditions } = (await here.people.auditor.ask(asked, { id: authorizationId })).authorization;
          const newWording = { text: "Fewer.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 4 } };
          const wish = { conditionId: conditions.nodes[0].id, drops: false, newWording, reason: "Too many." };
          const { conditionChange } = done(
            await here.people.ostp.mutate("proposeConditionChange", wish, "conditionChange { id }"),
          );
          const consent = { changeId: conditionChange.id, consent: true, reason: "We agree." };
          done(await here.people.oncd.mutate("consentToConditionChange", consent));
        },
        CHANGED,
      ],
    ])("%s", async (_, move, status) => {
      const before = await underCondition();
      await becomes(before.token, VALID);
      await move(before);
      await becomes(before.token, status);
    });

    it("a directive on all of its vendor's releases, and a request once it is accepted", async () => {
      const { token } = await underCondition();
      await becomes(token, VALID);
      const wide = await here.tell.directive(null as never, { vendorId: here.vendorId });
      await becomes(token, SUSPENDED);
      await lift(wide);
      await becomes(token, VALID);
      const directiveId = await here.tell.directive(preview, { force: "REQUEST" });
      await becomes(token, VALID);
      done(await here.people.vendor.mutate("answerDirectiveRequest", { directiveId, answer: "ACCEPT" }));
      await becomes(token, SUSPENDED);
      await lift(directiveId);
      await becomes(token, VALID);
    });

    it("its partner into a directive's scope", async () => {
      const { as, partnerId, token } = await underCondition();
      const directiveId = await here.tell.directive(preview, { scope: { jurisdictions: ["CA"] } });
      await becomes(token, VALID);
      done(await as.mutate("amendPartner", { partnerId, revision: 1, jurisdiction: "CA" }));
      await becomes(token, SUSPENDED);
      await lift(directiveId);
      done(await here.people.commerce.mutate("admitPartner", { partnerId }));
      await becomes(token, VALID);
      const again = await here.tell.directive(preview, { scope: { jurisdictions: ["CA"] } });
      await becomes(token, SUSPENDED);
      await lift(again);
    });

    it("the end of its release", async () => {
      const { token } = await underCondition();
      await becomes(token, VALID);
      done(await here.people.vendor.mutate("withdrawRelease", { releaseId: preview, reason: "Superseded." }));
      await becomes(token, INVALID);
    });
  });

  it("agrees with what the graph derives, whatever was done before", async () => {
    const { authorizations } = await here.people.auditor.ask(
      "{ authorizations(first: 100) { nodes { id effective ineffectiveBecause { code } token } } }",
    );
    const shown = authorizations.nodes.filter(({ token }: { token: string | null }) => token !== null);
    expect(shown.length).toBeGreaterThan(4);
    for (const { token, effective, ineffectiveBecause } of shown) {
      const ended = ineffectiveBecause.some(({ code }: { code: string }) => code === "RELEASE_WITHDRAWN");
      await becomes(token, effective ? VALID : ended ? INVALID : SUSPENDED);
    }
  });

  it("costs one statement with a list of others, and one more where places are given out", async () => {
    const page = "query P($r: ID!) { authorizations(filter: { releaseId: $r }, first: 100) { nodes { token } } }";
    const count = async () => (await statementsOf(() => here.people.auditor.ask(page, { r: releaseId }))).length;
    const without = page.replace("token", "id");
    const base = (await statementsOf(() => here.people.auditor.ask(without, { r: releaseId }))).length;
    for (let time = 0; time < 3; time += 1) await here.authorized(releaseId);
    if (kind === "postgres") {
      expect(await count()).toBe(base + 2);
      expect(await count()).toBe(base + 1);
    }
  });

  describe("published for everyone", () => {
    it("are the keys, without anything private, and lists that say when they are the same", async () => {
      const response = await fetch(`${here.graph.url}/.well-known/jwks.json`);
      expect(response.headers.get("content-type")).toBe("application/jwk-set+json");
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
      const { keys: shown } = (await response.json()) as { keys: object[] };
      expect(shown).toEqual([
        { kty: "OKP", crv: "Ed25519", x: expect.any(String), kid: expect.any(String), alg: "EdDSA", use: "sig" },
      ]);
      const list = await fetchList(`${here.graph.url}/status-lists/1`, { accept: "application/statuslist+jwt" });
      expect(list.headers.get("content-type")).toBe("application/statuslist+jwt");
      expect(list.headers.get("cache-control")).toBe("public, no-cache");
      const claims = decodeJwt(await list.text());
      expect(claims).toMatchObject({ ttl: 1, exp: (claims.iat as number) + 60 });
      // It is signed anew each second.
      await soon(async () => {
        const etag = String((await fetchList(`${here.graph.url}/status-lists/1`)).headers.get("etag"));
        const again = await fetchList(`${here.graph.url}/status-lists/1`, { "if-none-match": etag });
        expect([again.status, await again.text()]).toEqual([304, ""]);
      });
    });

    it.each(["2", "0", "01", "x", "1/2", "9999999", ""])("is no list %j", async (number) => {
      const response = await fetchList(`${here.graph.url}/status-lists/${number}`);
      expect(response.status).toBe(404);
      expect(((await response.json()) as { errors: { extensions: object }[] }).errors[0]?.extensions).toMatchObject({
        code: "NOT_FOUND",
      });
    });

    it("is nothing but a refusal where no key signs", async () => {
      const { authorizationId } = await held();
      const services = { ...here.graph.services, tokens: null };
      const node = await startLinked(
        anyPort,
        services,
        { verifier: here.graph.people.verifier, developmentTokens: null },
        silent,
        gatewayOfOwn(),
      );
      try {
        for (const path of ["/.well-known/jwks.json", "/status-lists/1"]) {
          const response = await fetch(`${node.url}${path}`);
          expect(response.status).toBe(501);
          expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "NOT_CONFIGURED" } }] });
        }
        const token = await here.graph.people.tokenFor({ roles: ["auditor"] });
        const response = await fetch(`${node.url}/graphql`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
          body: JSON.stringify({ query: asked, variables: { id: authorizationId } }),
        });
        expect(await response.json()).toMatchObject({
          data: { authorization: { token: null, effective: true } },
          errors: [{ path: ["authorization", "token"], extensions: { code: "NOT_CONFIGURED" } }],
        });
      } finally {
        await node.stop();
      }
    });

    it("has no list of an earlier moment", async () => {
      const response = await fetch(`${here.graph.url}/status-lists/1?time=1700000000`);
      expect(response.status).toBe(501);
    });

    it("costs one statement together, however many ask at once for lists that there aren't", async () => {
      const asked: string[] = [];
      const { documents } = besideIt(async (rows, text) => {
        asked.push(text);
        return rows;
      });
      const numbers = Array.from({ length: 50 }, (_, at) => at + 50);
      const found = await Promise.all(numbers.map((number) => documents(`/status-lists/${number}`)?.(nothingMore)));
      expect(found.every((document) => document === null)).toBe(true);
      expect(asked.length).toBe(1);
    });
  });

  describe("where the database isn't as it was", () => {
    it("is not what was true before, where it can't be asked", async () => {
      let gone = false;
      const { statusOf } = besideIt(async (rows) => {
        if (gone) throw new Error("gone");
        return rows;
      });
      const { token } = await held();
      expect(await statusOf(token)).toBe(VALID);
      gone = true;
      await soon(() => expect(statusOf(token)).rejects.toThrow("gone"));
      await expect(statusOf(token)).rejects.toThrow("gone");
      gone = false;
      expect(await statusOf(token)).toBe(VALID);
    });

    it("is nothing that was read long before, however late it answers", async () => {
      let late: Promise<void> | null = null;
      let answers = () => {};
      const { statusOf } = besideIt(async (rows) => {
        await late;
        return rows;
      });
      const { authorizationId, token } = await held();
      expect(await statusOf(token)).toBe(VALID);
      late = new Promise((resolve) => {
        answers = resolve;
      });
      await soon(() => expect(statusOf(token)).rejects.toMatchObject(unavailable));
      done(await here.people.commerce.mutate("suspendAuthorization", { authorizationId, ...why }));
      late = null;
      answers();
      const found: number[] = [];
      await soon(async () => {
        found.push(await statusOf(token));
        expect(found).toContain(SUSPENDED);
      });
      expect(found).not.toContain(VALID);
    });

    it("is read over another connection where one is dead", async () => {
      let dead = false;
      const { statusOf } = besideIt((rows) => (dead ? new Promise(() => {}) : Promise.resolve(rows)));
      const { authorizationId, token } = await held();
      expect(await statusOf(token)).toBe(VALID);
      dead = true;
      await soon(() => expect(statusOf(token)).rejects.toMatchObject(unavailable));
      done(await here.people.commerce.mutate("suspendAuthorization", { authorizationId, ...why }));
      dead = false;
      await soon(async () => expect(await statusOf(token)).toBe(SUSPENDED));
    });

    it.each([
      // Its entries have the numbers of others that there were: what was recorded meanwhile isn't all there is.
      ["its ledger is another", { headId: "chg_of_another", subjects: [] }],
      ["places that were given out are none any more", { recent: 0, subjects: [] }],
      ["more was recorded than is looked through", { subjects: null }],
    ])("is read anew as a whole where %s", async (_, differently) => {
      const { statusOf } = besideIt(async (rows) =>
        rows.map((row) => ("subjects" in row ? { ...row, ...differently } : row)),
      );
      const { authorizationId, token } = await held();
      expect(await statusOf(token)).toBe(VALID);
      done(await here.people.commerce.mutate("suspendAuthorization", { authorizationId, ...why }));
      await soon(async () => expect(await statusOf(token)).toBe(SUSPENDED));
    });
  });

  // The clock is set from here on.
  it("ends with its time, and with a condition on time, though nobody does anything", async () => {
    const { authorizationId, token } = await held();
    const other = await held();
    await becomes(other.token, VALID);
    const until = new Date(Date.now() + 40 * 86_400_000).toISOString();
    const limits = [{ kind: "EXPIRES_AT", at: until }];
    await here.tell.directive(releaseId, { effect: "LIMIT", limits, scope: { partnerIds: [other.partnerId] } });
    const limited = await tokenOf(other.authorizationId);
    await becomes(limited, VALID);
    here.clock.passDays(41);
    await becomes(limited, SUSPENDED);
    await becomes(token, VALID);
    const asked = "query E($id: ID!) { authorization(id: $id) { expiresAt } }";
    const { expiresAt } = (await here.people.auditor.ask(asked, { id: authorizationId })).authorization;
    here.clock.set(new Date(Date.parse(expiresAt) - 3_600_000).toISOString());
    expect(decodeJwt(await tokenOf(authorizationId)).exp).toBe(Math.floor(Date.parse(expiresAt) / 1000));
    await becomes(token, VALID);
    here.clock.set(expiresAt);
    await becomes(token, INVALID);
    expect(await tokenOf(authorizationId)).toBeNull();
  });
});
