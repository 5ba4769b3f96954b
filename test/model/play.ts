import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { sweep } from "../../src/decisions/clocks/sweep.ts";
import { systemActor } from "../../src/identity/actor.ts";
import { bringing } from "./actions/bring.ts";
import { likelyNow } from "./actions/likely.ts";
import { draftings } from "./actions/table.ts";
import { passing } from "./actions/time.ts";
import type { Arena } from "./arena.ts";
import { type Draft, Draw } from "./draft.ts";
import { broken } from "./invariants/all.ts";
import { perform, type Result } from "./perform.ts";
import { type Beginning, type Kept, keepScene, type Scene, setScene, setSceneAgain, type Tally } from "./scene.ts";
import type { Step } from "./steps.ts";
import { turns, when, who } from "./tell.ts";

/** Thrown where an invariant is broken: with the story that led there. */
export class Broken extends Error {
  override readonly name = "Broken";
}

/** Plays a sequence and asks after every action whether all invariants hold. Throws `Broken` with the story if not. */
export async function play(
  arena: Arena,
  { beginning, steps }: { beginning: Beginning; steps: readonly Step[] },
  tally: Tally,
): Promise<void> {
  const scene = await begin(arena, beginning, tally);
  await telling(scene, async () => {
    for (const step of steps) await take(scene, step);
  });
}

/** The beginnings that were played before, each as it ended: there are few, and each plays as it did before. */
const begun = new WeakMap<Arena, Map<string, Kept>>();

/** Plays what a sequence begins with; from the second time on it goes on from what is kept of the first. */
async function begin(arena: Arena, beginning: Beginning, tally: Tally): Promise<Scene> {
  const kept = begun.get(arena) ?? new Map<string, Kept>();
  begun.set(arena, kept);
  const key = JSON.stringify(beginning);
  const known = kept.get(key);
  if (known) return setSceneAgain(arena, known, tally);
  const scene = await setScene(arena, beginning, tally);
  await telling(scene, async () => {
    for (let stage = 0; stage < beginning.stages; stage += 1) {
      await bring(scene, new Draw([0, 0, beginning.chorus, beginning.chorus]));
    }
  });
  kept.set(key, await keepScene(scene));
  return scene;
}

/** Plays, and tells the story of what fails. */
async function telling(scene: Scene, playing: () => Promise<void>): Promise<void> {
  try {
    await playing();
  } catch (error) {
    if (error instanceof Broken) throw error;
    const detail = error instanceof Error ? error.stack : String(error);
    throw new Broken(`${scene.story.join("\n")}\n${detail}`);
  }
}

async function take(scene: Scene, { does, mutation, numbers }: Step): Promise<void> {
  const draw = new Draw(numbers);
  switch (does) {
    case "wait":
      scene.services.clock.fixed = passing(scene, draw);
      await check(scene, "Time passes", [], []);
      return draw.once(2) ? sweepAll(scene) : undefined;
    case "sweep":
      return sweepAll(scene);
    case "bring":
      return bring(scene, draw);
    case "repeat":
      return repeat(scene, draw);
    case "race": {
      const rival = new Draw([...numbers].reverse());
      const drafts = [likely(scene, draw), likely(scene, rival)].filter((each) => each !== null);
      return race(scene, drafts);
    }
    default: {
      const draft = does === "change" ? drafted(scene, mutation, draw) : likely(scene, draw);
      if (draft === null) return;
      return does === "fault" ? fault(scene, draft, draw) : change(scene, draft);
    }
  }
}

/** Brings a case a stage further, by all the changes that it takes. */
async function bring(scene: Scene, draw: Draw): Promise<void> {
  for (const draft of bringing(scene, draw)) {
    const next = draft();
    if (next) await change(scene, next);
  }
}

const drafted = (scene: Scene, mutation: string, draw: Draw): Draft | null =>
  draftings[mutation]?.(scene, draw) ?? null;

/** What somebody does whom the moment gives occasion to. */
const likely = (scene: Scene, draw: Draw): Draft | null =>
  drafted(scene, draw.of(likelyNow(scene)) ?? "submitApplication", draw);

async function change(scene: Scene, draft: Draft): Promise<void> {
  const result = await perform(scene, draft);
  await check(scene, said(draft), [result], [draft]);
}

/** Breaks the change off at a statement, or where it asks for an id; then nothing may have changed. */
async function fault(scene: Scene, draft: Draft, draw: Draw): Promise<void> {
  const after = draw.number() % 40;
  if (draw.once(3)) scene.arena.noIdAfter = after % 4;
  else scene.arena.failAfter = after;
  let result: Result;
  try {
    result = await perform(scene, draft);
  } finally {
    scene.arena.noIdAfter = null;
    scene.arena.failAfter = null;
  }
  await check(scene, said(draft), [result], [draft]);
}

async function race(scene: Scene, drafts: readonly Draft[]): Promise<void> {
  const settled = await Promise.allSettled(drafts.map((draft) => perform(scene, draft)));
  const results = settled.map((each) => {
    if (each.status === "rejected") throw each.reason;
    return each.value;
  });
  await check(scene, `at once: ${drafts.map(said).join("; and ")}`, results, drafts);
}

/** Sends the last change again: with its key nothing happens twice, and with another input it is refused. */
async function repeat(scene: Scene, draw: Draw): Promise<void> {
  if (scene.last === null) return;
  const { by, mutation, input, came } = scene.last;
  const other = draw.once(3);
  const sent = other ? { ...input, note: randomUUID() } : input;
  const words = other ? `sends ${mutation} again, with another input` : `sends ${mutation} again`;
  const draft = { by, mutation, input: sent as Draft["input"], words };
  const result = await perform(scene, draft, (input as { idempotencyKey: string }).idempotencyKey);
  const same = result.done && isDeepStrictEqual(result.came, came);
  const answer = result.done ? (same ? "the same as before" : "another answer") : result.why;
  if (answer !== (other ? "refused: IDEMPOTENCY_KEY_REUSED" : "the same as before")) {
    throw new Broken(`${scene.story.join("\n")}\n${said(draft)}: ${answer}`);
  }
  await check(scene, said(draft), [{ done: false, why: answer }], [draft]);
}

async function sweepAll(scene: Scene): Promise<void> {
  const { done, failed } = await sweep(scene.services);
  for (const { error } of failed) throw error;
  const draft = { by: systemActor, mutation: "sweep", input: {}, words: "" };
  const result: Result = done > 0 ? { done: true, came: {} } : { done: false, why: "nothing is due" };
  await check(scene, "The sweeper does what is due", [result], [draft]);
}

const said = ({ by, words }: Draft): string => `${who(by)} ${words}`;

/** Tells what happened, and asks every invariant. */
async function check(scene: Scene, what: string, results: readonly Result[], drafts: readonly Draft[]): Promise<void> {
  const before = scene.seen;
  const after = await scene.look();
  const turned = turns(scene, before, after);
  const answers = results.map((result) => (result.done ? "done" : result.why)).join("; ");
  const came = [answers === "done" ? "" : answers, turned].filter((each) => each !== "").join(", ");
  scene.story.push(`${when(after.now)}: ${what}${came === "" ? "" : ` — ${came}`}`);
  for (const [index, { done }] of results.entries()) count(scene.tally, drafts[index]?.mutation ?? "", done);
  const nothingDone = drafts.length > 0 && results.every(({ done }) => !done);
  const problems = await broken({ scene, before, after, nothingDone });
  if (problems.length > 0)
    throw new Broken([...scene.story, ...problems.map((each) => `  BROKEN: ${each}`)].join("\n"));
}

function count(tally: Tally, mutation: string, done: boolean): void {
  const [times, not] = tally.get(mutation) ?? [0, 0];
  tally.set(mutation, done ? [times + 1, not] : [times, not + 1]);
}
