import { type Contender, contenders, type Surroundings } from "./contenders.ts";
import { benchDatabase } from "./data.ts";
import { startIssuer } from "./issuer.ts";
import { thisMachine } from "./machine.ts";
import { answerAndStatements, type Measurement, measure } from "./measure.ts";
import { type Options, readOptions } from "./options.ts";
import { type BenchQuery, benchQueries } from "./queries.ts";
import { type Table, tableText, writeReport } from "./report.ts";
import { type Answer, objectsIn, refuseDifference } from "./verify.ts";

/**
 * `npm run bench [-- --applications 10000,1000000 --seconds 10 --only linked,raw …]`: the whole comparison in one run.
 * Every contender's answer is first compared with the others'; one that differs ends the run.
 */

/** A contender's answer of a query, and its statements. */
interface Checked {
  readonly contender: Contender;
  readonly statements: number;
}

const options = readOptions(process.argv.slice(2));
const chosen = chosenContenders(options.only);
const issuer = await startIssuer();
const tables: Table[] = [];
let postgresql = "";
for (const applications of options.applications) {
  const database = await benchDatabase(options.databaseUrl, applications);
  postgresql = database.version;
  const around = {
    databaseUrl: database.url,
    poolSize: options.poolSize,
    issuer: issuer.url,
    audience: issuer.audience,
  };
  for (const query of benchQueries.filter(({ name }) => options.queries.includes(name))) {
    console.log(`\n== ${query.title}; ${applications.toLocaleString("en")} applications`);
    const { checked, expected } = await checkAnswers(query, around);
    const found = await measureAll(checked, query, around, expected);
    tables.push({
      query: query.name,
      title: query.title,
      applications,
      databaseSize: database.size,
      answerKb: expected.text.length / 1024,
      rows: checked.map(({ contender: { name, title }, statements }) => ({
        contender: name,
        title,
        statements,
        ...median(found.get(name) ?? []),
      })),
    });
    console.log(`\n${tableText(tables.at(-1) as Table)}`);
  }
}
const { seconds, warmUp, connections, rounds, poolSize } = options;
const settings = { seconds, "seconds of warm-up": warmUp, connections, rounds, "pool size": poolSize };
const path = writeReport(options.name, { machine: thisMachine(postgresql), settings, tables });
console.log(`Written to ${path}.md and .json`);
issuer.stop();

function chosenContenders(only: Options["only"]): readonly Contender[] {
  const unknown = only.filter((name) => !contenders.some((contender) => contender.name === name));
  const names = contenders.map(({ name }) => name).join(", ");
  if (unknown.length > 0) throw new Error(`No such contender: ${unknown.join(", ")}. There are: ${names}.`);
  return only.length > 0 ? contenders.filter(({ name }) => only.includes(name)) : contenders;
}

/** Compares everyone's answer with the first one's. */
async function checkAnswers(
  query: BenchQuery,
  around: Surroundings,
): Promise<{ checked: Checked[]; expected: Answer }> {
  const checked: Checked[] = [];
  let expected: Answer | null = null;
  for (const contender of chosen) {
    const { answer, statements } = await answerAndStatements(contender, around, query, issuer.token);
    expected ??= answer;
    try {
      refuseDifference(answer, expected);
    } catch (error) {
      throw new Error(`${contender.name}: ${(error as Error).message}`);
    }
    checked.push({ contender, statements });
    console.log(`same answer (${objectsIn(answer)} objects): ${contender.name}, ${statements} statements`);
  }
  if (expected === null) throw new Error("Nobody was chosen.");
  return { checked, expected };
}

/** Measures everyone once a round, so that what the machine does besides falls on all of them. */
async function measureAll(
  checked: readonly Checked[],
  query: BenchQuery,
  around: Surroundings,
  expected: Answer,
): Promise<Map<string, Measurement[]>> {
  const found = new Map<string, Measurement[]>();
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const { contender } of checked) {
      const one = await measure(contender, around, { query, token: issuer.token, expected }, options);
      found.set(contender.name, [...(found.get(contender.name) ?? []), one]);
      console.log(
        `round ${round}: ${contender.name} ${one.perSecond.toFixed(1)} requests/s, p50 ${one.p50.toFixed(0)} ms`,
      );
    }
  }
  return found;
}

/** The measurement in the middle, by requests/s. */
function median(measurements: readonly Measurement[]): Measurement {
  const sorted = [...measurements].sort((a, b) => a.perSecond - b.perSecond);
  return sorted[Math.floor((sorted.length - 1) / 2)] as Measurement;
}
