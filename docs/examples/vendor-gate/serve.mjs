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
 */
export async function serve({ issuer, accessToken, vendorId, releaseId, use, port = 0 }) {
  /** The authorization of each partner. @type {Map<string, string>} */
  const authorizations = new Map();
  /** Answers under way, by the authorization that they rest on. @type {Map<string, Set<import("node:http").ServerResponse>>} */
  const answering = new Map();

  /** Fetches the release's tokens, all pages of them. @param {string | null} [after] */
  async function load(after = null) {
    const response = await fetch(`${issuer}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${accessToken}` },
      body: JSON.stringify({ query: tokensQuery, variables: { releaseId, after } }),
    });
    const { data, errors } = await response.json();
    if (errors) throw new Error(errors[0].message);
    for (const { partner, token } of data.authorizations.nodes) {
      if (token !== null) authorizations.set(partner.id, await gate.hold(token));
    }
    const { hasNextPage, endCursor } = data.authorizations.pageInfo;
    if (hasNextPage) await load(endCursor);
  }

  const gate = openGate({
    issuer,
    vendorId,
    onStopped: (id, reasons) => {
      for (const response of answering.get(id) ?? []) response.end(`\nstopped: ${reasons.join(", ")}\n`);
      // Under other terms the authorization goes on: with a token that shows them.
      if (reasons.includes("STATUS_CHANGED")) load().catch(console.error);
    },
  });
  await load();
  // Tokens are good for a day, and new customers come.
  const reloading = setInterval(() => load().catch(console.error), 60_000);

  const server = createServer((request, response) => {
    const partnerId = String(request.headers["x-partner-id"]);
    const id = authorizations.get(partnerId) ?? "";
    const verdict = gate.check(id, { releaseId, partnerId, use });
    if (!verdict.allowed) {
      response.writeHead(403, { "content-type": "application/json" }).end(JSON.stringify(verdict));
      return;
    }
    const others = answering.get(id) ?? new Set();
    answering.set(id, others.add(response));
    const words = setInterval(() => response.write("word "), 20);
    response.once("close", () => {
      clearInterval(words);
      others.delete(response);
    });
    response.once("finish", () => clearInterval(words));
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
