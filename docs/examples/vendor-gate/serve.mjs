import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { openGate } from "./gate.mjs";

/**
 * A model behind the gate: `POST /` answers a customer word by word for as long as it may use the release. A vendor's own
 * server knows its customers by their keys; this one believes the header `x-partner-id`.
 */

const tokensQuery = `query Tokens($releaseId: ID!, $after: String) {
  authorizations(filter: { releaseId: $releaseId, status: [ACTIVE, SUSPENDED] }, first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { id partner { id } token }
  }
}`;

/**
 * Starts it. Give the vendor's access token, and how the model is used as far as the vendor knows.
 * @param {object} settings
 * @param {string} settings.issuer the graph's address, which is who issues tokens
 * @param {string} settings.accessToken of the vendor
 * @param {string} settings.vendorId
 * @param {string} settings.releaseId
 * @param {import("./gate.mjs").Use} settings.use
 * @param {number} [settings.port] 0 takes any
 * @param {Partial<Parameters<typeof openGate>[0]>} [settings.gate] how the gate follows lists, where not as it does by itself
 */
export async function serve({ issuer, accessToken, vendorId, releaseId, use, port = 0, gate: followed = {} }) {
  /** The authorizations of each partner: one for each end use, and those that have ended. @type {Map<string, Set<string>>} */
  const authorizations = new Map();
  /** Answers under way, by the authorization that they rest on. @type {Map<string, Set<import("node:http").ServerResponse>>} */
  const answering = new Map();

  /** Fetches the release's tokens, all pages of them. Throws at the end where one wasn't to be had. */
  async function load() {
    const failed = [];
    for (let after = null, more = true; more; ) {
      const response = await fetch(`${issuer}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${accessToken}` },
        body: JSON.stringify({ query: tokensQuery, variables: { releaseId, after } }),
      });
      const { data, errors } = await response.json();
      if (errors) throw new Error(errors[0].message);
      const { nodes, pageInfo } = data.authorizations;
      const taken = await Promise.allSettled(nodes.map(take));
      failed.push(...taken.flatMap((each) => (each.status === "rejected" ? [each.reason] : [])));
      ({ hasNextPage: more, endCursor: after } = pageInfo);
    }
    if (failed.length > 0) throw new Error(`${failed.length} tokens weren't taken`, { cause: failed[0] });
  }

  /** @param {{ partner: { id: string }, token: string | null }} authorization */
  async function take({ partner, token }) {
    if (token === null) return;
    const id = await gate.hold(token);
    authorizations.set(partner.id, (authorizations.get(partner.id) ?? new Set()).add(id));
  }

  let loading = Promise.resolve();
  let waits = false;
  /** Fetches the tokens anew, once nobody else does; a second later where that fails. */
  function reload() {
    if (waits) return;
    waits = true;
    loading = loading.then(() => {
      waits = false;
      return load().catch((error) => {
        console.error(error);
        setTimeout(reload, 1_000).unref();
      });
    });
  }

  const gate = openGate({
    issuer,
    vendorId,
    onError: console.error,
    onStopped: (id, reasons) => {
      for (const response of answering.get(id) ?? []) response.end(`\nstopped: ${reasons.join(", ")}\n`);
      // Under other terms the authorization goes on: with a token that shows them.
      if (reasons.includes("STATUS_CHANGED")) reload();
    },
    ...followed,
  });
  await load();
  // Tokens are good for a day, and new customers come.
  const reloading = setInterval(reload, 60_000);

  /** What is judged by is the authorization for this end use, if there is one. @param {string} partnerId */
  function judge(partnerId) {
    const ids = [...(authorizations.get(partnerId) ?? [""])];
    const verdicts = ids.map((id) => ({ id, verdict: gate.check(id, { releaseId, partnerId, use }) }));
    return (
      verdicts.find(({ verdict }) => verdict.allowed) ??
      verdicts.find(({ verdict }) => !verdict.reasons.includes("OTHER_END_USE")) ??
      /** @type {typeof verdicts[0]} */ (verdicts[0])
    );
  }

  const server = createServer((request, response) => {
    const partnerId = String(request.headers["x-partner-id"]);
    const { id, verdict } = judge(partnerId);
    if (!verdict.allowed) {
      response.writeHead(403, { "content-type": "application/json" }).end(JSON.stringify(verdict));
      return;
    }
    const others = answering.get(id) ?? new Set();
    answering.set(id, others.add(response));
    const words = setInterval(() => {
      // A customer that reads slowly is waited for, and one that was stopped is told nothing more.
      if (!response.writableEnded && !response.writableNeedDrain) response.write("word ");
    }, 20);
    response.once("close", () => {
      clearInterval(words);
      others.delete(response);
    });
    response.writeHead(200, { "content-type": "text/plain" });
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(null)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      clearInterval(reloading);
      server.closeAllConnections();
      server.close();
      await gate.close();
      await loading;
    },
  };
}

// node serve.mjs http://127.0.0.1:4000 <vendor id> <release id>, with the vendor's access token in ACCESS_TOKEN
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [issuer = "", vendorId = "", releaseId = ""] = process.argv.slice(2);
  const use = { endUse: "CYBER_DEFENSE" };
  const accessToken = process.env.ACCESS_TOKEN ?? "";
  const { url } = await serve({ issuer, accessToken, vendorId, releaseId, use, port: 8080 });
  console.log(`curl -N -X POST -H "x-partner-id: <partner id>" ${url}`);
}
