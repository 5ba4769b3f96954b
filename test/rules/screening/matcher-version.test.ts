import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { matcherVersion } from "../../../src/rules/screening/match-names.ts";

const folder = "src/rules/screening";
/** What neither reads nor searches for names, nor weighs them: what a hit forbids, what is said of it, how pairs are counted. */
const apart = ["admission.ts", "match-reasons.ts", "compare-names.ts"];

/** Everything else there, weights, threshold, word tables and code, without its comments, the version itself and white space. */
function matcherHash(): string {
  const hash = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !apart.includes(name),
  );
  for (const name of files.sort()) {
    const code = readFileSync(join(folder, name), "utf8")
      .replace(/^\s*(\/\*\*[\s\S]*?\*\/|\/\/.*)$/gm, "")
      .replace(/export const matcherVersion = \d+;/, "")
      .replace(/\s+/g, " ");
    hash.update(`${name}\n${code}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

/**
 * Where this fails, what names are matched by was changed. If any name may be read, searched for or scored otherwise, count
 * `matcherVersion` up: lists and partners are screened again by it alone. Then put both here.
 */
it("names are matched as this version of the matcher does", () => {
  expect({ matcherVersion, hash: matcherHash() }).toEqual({ matcherVersion: 6, hash: "77829b8928ecf660" });
});
