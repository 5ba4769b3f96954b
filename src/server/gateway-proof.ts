import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { proofHeader } from "../gateway/proof.ts";
import { refused } from "./error-codes.ts";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Throws FORBIDDEN unless the request holds the secret that the gateway and this subgraph share. */
export function refuseUnproved(headers: IncomingHttpHeaders, secret: string): void {
  const given = headers[proofHeader];
  if (typeof given === "string" && timingSafeEqual(digest(given), digest(secret))) return;
  throw refused("FORBIDDEN", "This subgraph answers its gateway alone. Ask the gateway.");
}
