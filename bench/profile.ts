import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contenders, type Surroundings, startLinked } from "./contenders.ts";
import { benchDatabase } from "./data.ts";
import { startIssuer } from "./issuer.ts";
import { load } from "./measure.ts";
import { type Options, readOptions } from "./options.ts";
import { type CpuProfile, profileText, spent } from "./profile-table.ts";
import { type BenchQuery, benchQueries } from "./queries.ts";
import { requestFor, withContender } from "./running.ts";

/**
 * `npm run profile [-- --applications 10000 --seconds 10 --query inbox]`: where the linked graph's processor time goes on
 * each query, by V8's sampling profiler. Start and warm-up don't count.
 */

const options = readOptions(process.argv.slice(2));
const issuer = await startIssuer();
const linked = contenders.find(({ name }) => name === "linked");
if (!linked) throw new Error("There is no linked contender.");
for (const applications of options.applications) {
  const { url: databaseUrl } = await benchDatabase(options.databaseUrl, applications);
  const around = { databaseUrl, poolSize: options.poolSize, issuer: issuer.url, audience: issuer.audience };
  for (const query of benchQueries.filter(({ name }) => options.queries.includes(name))) {
    const text = `# ${query.title}; ${applications.toLocaleString("en")} applications\n\n${await profile(query, around, options)}`;
    const folder = new URL("results/", import.meta.url);
    mkdirSync(folder, { recursive: true });
    writeFileSync(new URL(`profile-${query.name}-${applications}.md`, folder), text);
    console.log(text);
  }
}
issuer.stop();

async function profile(
  query: BenchQuery,
  around: Surroundings,
  { seconds, warmUp, connections }: Options,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-profile-"));
  const profiled = {
    ...(linked as NonNullable<typeof linked>),
    start: (where: Surroundings) => startLinked(where, ["--cpu-prof", `--cpu-prof-dir=${folder}`]),
  };
  const begun = performance.now();
  const counted = { begin: 0, end: 0 };
  try {
    const { requests } = await withContender(
      profiled,
      around,
      { query, token: issuer.token },
      async (running, answer) => {
        const order = { ...requestFor(profiled, running, query, issuer.token), expected: answer.text, connections };
        return load({ ...order, seconds, warmUp }, (at) => {
          counted[at] = (performance.now() - begun) * 1000;
        });
      },
    );
    const [file] = readdirSync(folder);
    if (file === undefined) throw new Error("The profiler wrote nothing.");
    const found = JSON.parse(readFileSync(join(folder, file), "utf8")) as CpuProfile;
    return profileText(spent(found, counted.begin, counted.end), requests);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
