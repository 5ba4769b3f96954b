import { type Config, readDatabaseConfig, readLedgerConfig } from "../config.ts";
import { openEmbedded } from "../database/embedded/embedded.ts";
import { createLog } from "../server/log.ts";
import type { VerifyWords } from "./ledger-verify.ts";
import { type SubgraphName, subgraphNames } from "./subgraph-names.ts";

/** The words on the command line make no command; the message says which do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

type Command = (words: readonly string[], readConfig: () => Config) => Promise<void>;

export const usage = `Usage: countersign [command]
  start               serve the whole graph from one process (the default)
  subgraph <name>     serve one subgraph to a gateway: ${subgraphNames.join(", ")}
  gateway             serve the supergraph over the subgraphs named in SUBGRAPHS
  screening import <file> [--accept-smaller] [--still-published]
                      read a screening list (the Consolidated Screening List's CSV), and screen every partner; with
                      --accept-smaller also where it lists much less than the large list in force; with
                      --still-published the file that is in force already counts as of today: its source has no other
  screening compare <file> [--wrong]
                      compare labelled pairs of names (left,right,same) as screening does, and tell its precision,
                      recall and F1, with --wrong also the pairs that it gets wrong; needs no database
  ledger export <file>
                      write the whole ledger to a file that is verified by itself
  ledger key          print the key that verifies what LEDGER_SIGNING_KEY signs, for LEDGER_VERIFIER_KEYS
  ledger verify <file> (--key <key or file>... | --unsigned) [--checkpoint <file>]
                      verify an export, offline: against the ledger's keys (as \`checkpoint { verifierKeys }\` gives them)
                      and a checkpoint that was kept; tells what is wrong and where, and exits with 2 where something is
  demo [--url <url>]  play the whole story through the API of a running development server,
                      http://127.0.0.1:4000 unless told
  schema [--check]    write schema/*.graphql, or compare it with what the code promises
  docs [--check]      write the generated pages of docs/, or compare them`;

// Each command reads its own code alone, and when it runs: the graph's takes a second, the gateway's planner is large.

const start: Command = async (words, readConfig) => {
  refuseWords(words);
  const config = readConfig();
  const log = createLog({ level: config.logLevel });
  const { database } = config;
  // The embedded database opens in a thread of its own while the graph's code is read.
  const opening = database.kind === "embedded" ? openEmbedded(database.folder, log) : null;
  opening?.catch(() => undefined);
  const { runLinked } = await import("./linked.ts");
  await runLinked(config, log, opening);
};

const subgraph: Command = async ([name, ...words], readConfig) => {
  refuseWords(words);
  if (!(subgraphNames as readonly unknown[]).includes(name)) {
    throw new UsageError(`countersign subgraph takes one of: ${subgraphNames.join(", ")}`);
  }
  const config = readConfig();
  const secret = secretOf(config);
  const { runSubgraph } = await import("./subgraph-process.ts");
  await runSubgraph(name as SubgraphName, config, secret, createLog({ level: config.logLevel }));
};

const gateway: Command = async (words, readConfig) => {
  refuseWords(words);
  const config = readConfig();
  const secret = secretOf(config);
  const { runRemoteGateway } = await import("./gateway-process.ts");
  await runRemoteGateway(config, secret, createLog({ level: config.logLevel }));
};

const importFlags = ["--accept-smaller", "--still-published"];
const screeningUsage =
  "countersign screening takes: import <file> [--accept-smaller] [--still-published], or compare <file> [--wrong]";

const screening: Command = async ([name, path, ...words]) => {
  if (name === "compare" && path !== undefined && (words.length === 0 || words.join(" ") === "--wrong")) {
    const { runScreeningCompare } = await import("./screening-compare.ts");
    await runScreeningCompare(path, words.length > 0, (line) => void process.stdout.write(`${line}\n`));
    return;
  }
  refuseWords(words.filter((word) => !importFlags.includes(word)));
  if (name !== "import" || path === undefined || path.startsWith("--")) throw new UsageError(screeningUsage);
  const database = readDatabaseConfig();
  const { runScreeningImport } = await import("./screening-import.ts");
  const [acceptSmaller, stillPublished] = importFlags.map((flag) => words.includes(flag));
  await runScreeningImport(path, database, { acceptSmaller, stillPublished });
};

const ledger: Command = async ([name, path, ...words]) => {
  if (name === "key" && path === undefined) {
    const settings = readLedgerConfig();
    const { runLedgerKey } = await import("./ledger-key.ts");
    runLedgerKey(settings, (line) => void process.stdout.write(`${line}\n`));
    return;
  }
  if (path === undefined || path.startsWith("--")) throw new UsageError(ledgerUsage);
  if (name === "export") {
    refuseWords(words);
    const settings = readLedgerConfig();
    const { runLedgerExport } = await import("./ledger-export.ts");
    await runLedgerExport(path, settings);
  } else if (name === "verify") {
    const asked = verifyWords(words);
    const { runLedgerVerify } = await import("./ledger-verify.ts");
    if (!(await runLedgerVerify(path, asked, (line) => void process.stdout.write(`${line}\n`)))) process.exitCode = 2;
  } else throw new UsageError(ledgerUsage);
};

const demo: Command = async (words) => {
  const [flag, url = "http://127.0.0.1:4000", ...rest] = words.length === 0 ? ["--url"] : words;
  if (flag !== "--url" || rest.length > 0 || words.length === 1 || !/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new UsageError("countersign demo takes: --url <http address>");
  }
  const { runDemo } = await import("../demo/run-demo.ts");
  await runDemo(new URL(url).origin, (line) => void process.stdout.write(`${line}\n`));
};

const schema: Command = async (words) => {
  const { checkSchema, writeSchema } = await import("./schema-files.ts");
  await (checking(words) ? checkSchema() : writeSchema());
};

const docs: Command = async (words) => {
  const { checkDocs, writeDocs } = await import("./docs-files.ts");
  await (checking(words) ? checkDocs() : writeDocs());
};

export const commands = { start, subgraph, gateway, screening, ledger, demo, schema, docs } as const satisfies Record<
  string,
  Command
>;

const ledgerUsage =
  "countersign ledger takes: export <file>, or key, or verify <file> (--key <key or file>... | --unsigned) [--checkpoint <file>]";

/** What a verification is told: a file is never called verified by mistake because no key was named. */
function verifyWords(words: readonly string[]): VerifyWords {
  const keys: string[] = [];
  let checkpoint: string | null = null;
  let unsigned = false;
  for (let at = 0; at < words.length; at += 1) {
    const [word, value] = [words[at], words[at + 1]];
    if (word === "--unsigned" && !unsigned) unsigned = true;
    else if (word === "--key" && value !== undefined) keys.push(value);
    else if (word === "--checkpoint" && value !== undefined && checkpoint === null) checkpoint = value;
    else throw new UsageError(ledgerUsage);
    if (word !== "--unsigned") at += 1;
  }
  if (unsigned === keys.length > 0 || (unsigned && checkpoint !== null)) throw new UsageError(ledgerUsage);
  return { keys, checkpoint };
}

function secretOf({ gatewaySecret }: Config): string {
  if (gatewaySecret !== null) return gatewaySecret;
  throw new UsageError(
    "Set GATEWAY_SECRET: the proof that the gateway and its subgraphs share, at least 32 characters.",
  );
}

function checking(words: readonly string[]): boolean {
  if (words.length === 0) return false;
  if (words.length === 1 && words[0] === "--check") return true;
  throw new UsageError(`Unknown: ${words.join(" ")}`);
}

function refuseWords(words: readonly string[]): void {
  if (words.length > 0) throw new UsageError(`Unknown: ${words.join(" ")}`);
}
