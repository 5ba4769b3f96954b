import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { caller } from "../support/graph.ts";
import { audience, startIssuer } from "../support/issuer.ts";
import { type RunningProcess, runForText, startProcess } from "../support/process.ts";

const folder = mkdtempSync(join(tmpdir(), "countersign-demo-"));
const env = { DATA_DIR: join(folder, "data") };
let running: RunningProcess | null = null;
afterAll(async () => {
  await running?.end();
  rmSync(folder, { recursive: true, force: true });
});

const demo = (url: string) => runForText(["demo", "--url", url], {});

/** A line's words, whatever stands between its columns. */
const told = (stdout: string): string[] => stdout.split("\n").map((line) => line.trim().replace(/ {2,}/g, " | "));

/** Ends a start in the middle of its loading: when the public register shows a first release. */
async function endedWhileLoading(signal: NodeJS.Signals): Promise<number | null> {
  const server = await startProcess(["start"], env);
  const everyone = caller(server.url, null);
  const known = async () => (await everyone.ask("{ releases { nodes { id } } }")).releases.nodes.length;
  await expect.poll(known).toBeGreaterThan(0);
  const code = await server.end(signal);
  expect(server.lines.join("\n")).not.toContain("the demonstration is");
  return code;
}

describe("npm start on an empty folder, and npm run demo", () => {
  it("ends cleanly in the middle of loading, and loads the rest after that and after a kill", async () => {
    expect(await endedWhileLoading("SIGTERM")).toBe(0);
    expect(await endedWhileLoading("SIGKILL")).toBeNull();
    running = await startProcess(["start"], env);
    await expect.poll(() => running?.lines.join("\n")).toContain("the demonstration is loaded");
    const everyone = caller(running.url, null);
    const { releases } = await everyone.ask("{ releases { nodes { name phase standing } } }");
    expect(releases.nodes).toContainEqual({ name: "Claude Fable 5", phase: "LIMITED_PREVIEW", standing: "WITHDRAWN" });
    expect(releases.nodes).toContainEqual({ name: "GPT-5.6", phase: "LIMITED_PREVIEW", standing: "IN_FORCE" });
  }, 240_000);

  it("play the whole story, and what the vendor hears of it", async () => {
    const { code, stdout, stderr } = await demo((running as RunningProcess).url);
    expect([code, stderr]).toEqual([0, ""]);
    const lines = told(stdout);
    const story = [
      /^vendor \| registerRelease \| Rehearsal .* \(fictional\)$/,
      /^« ReleaseRegistered \| REGISTERED, IN_FORCE$/,
      /^« ReleaseAdvanced \| LIMITED_PREVIEW, IN_FORCE$/,
      /^vendor \| checkAccess, 25 users \| not allowed: NO_AUTHORIZATION$/,
      /^oncd \| recordPosition \| CONCUR_WITH_CONDITIONS: At most 40 named users\.$/,
      /^« AuthorizationIssued \| Demo Partner 03 \(fictional\): ACTIVE$/,
      /^vendor \| checkAccess, 25 users \| allowed$/,
      /^vendor \| checkAccess, 400 users \| not allowed: CONDITION_NOT_MET$/,
      /^partner-4 \| 2 of 20 \| approved \| « AuthorizationIssued ACTIVE: Demo Partner 04 \(fictional\)$/,
      /^partner-22 \| 20 of 20 \| approved \| « AuthorizationIssued ACTIVE: Demo Partner 22 \(fictional\)$/,
      /^partner-23 \| one more \| refused, CAP_REACHED: /,
      /^partner-24 \| application \| INTENT_TO_DENY, to be answered by \d{4}-\d\d-\d\d$/,
      /^commerce-2 \| countersignDecision \| refused, REBUTTAL_WINDOW_OPEN: /,
      /^commerce-2 \| countersignDecision \| denied$/,
      /^partner \| application \| DENIED: DIVERSION_RISK, END_USER_CONCERN$/,
      /^vendor \| checkAccess, each partner \| allowed for 20 of 20$/,
      /^vendor \| checkAccess, each partner \| allowed for 0 of 20: SUSPENDED_BY_DIRECTIVE$/,
      /^« DirectiveIssued \| release: SUSPENDED$/,
      /^« DirectiveIssued \| 20 authorizations: 0 effective$/,
      /^vendor \| checkAccess, each partner \| allowed for 20 of 20$/,
      /^« DirectiveLifted \| release: IN_FORCE$/,
      /^« DirectiveLifted \| 20 authorizations: 20 effective$/,
      /^Played in .* s; the vendor received 65 events\.$/,
    ];
    let from = 0;
    for (const expected of story) {
      const at = lines.findIndex((line, index) => index >= from && expected.test(line));
      expect(at, `${expected} after line ${from} of:\n${stdout}`).toBeGreaterThanOrEqual(from);
      from = at + 1;
    }
    expect(lines.filter((line) => /approved \| « AuthorizationIssued/.test(line))).toHaveLength(19);
  });

  it("play it again with another release, and say what was done before", async () => {
    const { code, stdout } = await demo((running as RunningProcess).url);
    expect(code).toBe(0);
    expect(told(stdout)).toEqual(
      expect.arrayContaining([
        "commerce-2 | countersignDecision | was done before, by an earlier demo",
        "partner | application | DENIED: DIVERSION_RISK, END_USER_CONCERN",
        "« DirectiveLifted | 20 authorizations: 20 effective",
      ]),
    );
  });

  it("says what is wrong, and ends with 1, where nothing answers or nobody's part can be played", async () => {
    const nothing = await demo("http://127.0.0.1:1");
    expect([nothing.code, nothing.stdout]).toEqual([1, ""]);
    expect(nothing.stderr).toMatch(/^Nothing answers at http:\/\/127\.0\.0\.1:1\. Start the server with `npm start`/);
    const issuer = await startIssuer();
    const identified = { DATA_DIR: join(folder, "issuer"), OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: audience };
    const real = await startProcess(["start"], identified);
    const refused = await demo(real.url);
    expect([refused.code, refused.stdout]).toEqual([1, ""]);
    expect(refused.stderr).toMatch(
      /^The server at .* has no development identities, so nobody can play their part there\./,
    );
    await real.end();
    await issuer.stop();
  });

  it("says how it is called", async () => {
    for (const words of [["--url"], ["--url", "nowhere"], ["--url", "http://x", "more"], ["http://127.0.0.1:4000"]]) {
      const { code, stderr } = await runForText(["demo", ...words], {});
      expect(code).toBe(1);
      expect(stderr).toMatch(/^countersign demo takes: --url <http address>/);
    }
  });
});
