import { readFileSync } from "node:fs";

/**
 * `npm run check:licences`: the licence of every package that an install without development packages brings, read from
 * package-lock.json, against the list that this project ships with. Exits 1 and names each package that isn't on it.
 */

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

// BlueOak-1.0.0 is permissive, written to be clearer than MIT: lru-cache, which Apollo Server brings, is under it.
const allowed = new Set(["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "0BSD", "BlueOak-1.0.0"]);

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, LockedPackage> };
const shipped = Object.entries(lock.packages).filter(([path, { dev, link }]) => path !== "" && !dev && !link);
const counts = new Map<string, number>();
const refused: string[] = [];

for (const [path, { license }] of shipped) {
  const licence = license ?? licenceInFile(path) ?? "no licence stated";
  counts.set(licence, (counts.get(licence) ?? 0) + 1);
  if (!isAllowed(licence)) refused.push(`${path.replace(/^.*node_modules\//, "")}: ${licence}`);
}

console.log(`${shipped.length} packages: ${[...counts].map(([licence, count]) => `${count} ${licence}`).join(", ")}`);
if (refused.length > 0 || shipped.length === 0) {
  console.error(`Not among ${[...allowed].join(", ")}:\n${refused.join("\n")}`);
  process.exitCode = 1;
}

/** A choice ("A OR B") is allowed where one side is; a sum ("A AND B") where both are. */
function isAllowed(expression: string): boolean {
  const bare = expression.replace(/^\((.*)\)$/, "$1");
  if (bare.includes(" OR ")) return bare.split(" OR ").some(isAllowed);
  return bare.split(" AND ").every((licence) => allowed.has(licence));
}

function licenceInFile(path: string): string | undefined {
  const { license } = JSON.parse(readFileSync(`${path}/package.json`, "utf8")) as { license?: string };
  return license;
}
