/**
 * The import rules (docs/decisions/0002-import-rules.md): one direction between rooms, pure rules, rooms that know no server. Run by
 * `npm run check:imports`; test/house/import-rules.test.ts shows that each rule catches what it forbids.
 */

const rooms = ["partners", "releases", "applications", "decisions"];
const foundations = ["ledger", "feed", "webhooks", "graph", "database", "identity"];
const source = "^(src/|ormconfig)";
const under = (/** @type {string[]} */ ...folders) => `^src/(${folders.join("|")})/`;

/** @returns {import("dependency-cruiser").IForbiddenRuleType} */
const forbid = (
  /** @type {string} */ name,
  /** @type {string} */ comment,
  /** @type {import("dependency-cruiser").IFromRestriction} */ from,
  /** @type {import("dependency-cruiser").IToRestriction} */ to,
) => ({ name, comment, severity: "error", from, to });

const forbidden = [
  forbid("no-cycles", "A cycle loads in an order that nobody chose.", {}, { circular: true }),
  ...rooms
    .slice(0, -1)
    .map((room, index) =>
      forbid(
        `${room}-import-no-later-room`,
        `Rooms import in one direction: ${rooms.join(" < ")}.`,
        { path: under(room) },
        { path: under(...rooms.slice(index + 1)) },
      ),
    ),
  forbid(
    "foundations-import-no-room",
    `What every room stands on (${foundations.join(", ")}) knows none of them; the list of entities alone names them all.`,
    { path: under(...foundations), pathNot: "^src/database/entities\\.ts$" },
    { path: under(...rooms) },
  ),
  forbid(
    "rooms-import-no-server",
    "A room answers the same linked or apart, over HTTP or a socket, so it knows no transport.",
    { path: under(...rooms, ...foundations) },
    { path: under("server") },
  ),
  forbid(
    "nothing-leans-on-the-demonstration",
    "What is made up is loaded from outside: only the processes, and the demo that plays with it, know of it.",
    { path: source, pathNot: under("demonstration", "demo", "processes") },
    { path: under("demonstration") },
  ),
  forbid(
    "rules-are-pure",
    "rules/ imports nothing but itself, luxon's calendar and any-ascii's table of letters.",
    { path: under("rules") },
    { pathNot: "^src/rules/|^node_modules/((@types/)?luxon|any-ascii)/" },
  ),
  forbid(
    "main-is-imported-by-nobody",
    "The command line starts the process when it is loaded.",
    {},
    { path: "^src/main\\.ts$" },
  ),
  forbid(
    "only-config-reads-the-environment",
    'Biome\'s noProcessEnv catches `process.env`; this catches `import { env } from "node:process"`.',
    { path: source, pathNot: "^src/config\\.ts$" },
    { path: "^(node:)?process$" },
  ),
  forbid(
    "source-imports-no-test",
    "What ships doesn't lean on what tests it.",
    { path: source },
    { path: "^(test|scripts|bench)/" },
  ),
  forbid(
    "source-imports-no-dev-dependency",
    "An install without development packages must run.",
    { path: source },
    { dependencyTypes: ["npm-dev"], pathNot: "^node_modules/@types/" },
  ),
  forbid(
    "no-elastic-licence",
    "These packages are under Elastic-2.0: for comparison in bench/ only, which is a package of its own.",
    {},
    { path: "(^|node_modules/)@apollo/(gateway|composition|query-planner|query-graphs|federation-internals)(/|$)" },
  ),
  forbid("every-import-resolves", "A path that leads nowhere.", {}, { couldNotResolve: true }),
  forbid(
    "every-package-is-listed",
    "A package that only another one brings can vanish with it.",
    {},
    { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
  ),
];

export default {
  forbidden,
  options: {
    // TypeScript 7 has no JavaScript API; swc parses the sources instead, type imports included.
    parser: /** @type {const} */ ("swc"),
    doNotFollow: { path: "^node_modules/" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".json"],
      conditionNames: ["import", "node", "default", "types"],
      exportsFields: ["exports"],
      mainFields: ["main", "types"],
    },
  },
};
