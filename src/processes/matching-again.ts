import { GraphQLError } from "graphql";
import { Context, type Services } from "../context.ts";
import { systemActor } from "../identity/actor.ts";
import { readListInForce } from "../partners/list-in-force.ts";
import { matchListAgain } from "../partners/match-list-again.ts";
import { matcherVersion } from "../rules/screening/match-names.ts";
import type { Log } from "../server/log.ts";

/**
 * Where an older release read the screening list in force: reads its names anew and screens every partner again, while the
 * server answers. Nobody is admitted until that is done. While another process holds the list, which may be doing the same,
 * it waits for that, until it is told to stop. Where it fails the server goes on without, and the next start or import
 * tries again. A list that a newer release read is left alone.
 */
export async function matchListAgainAtStart(services: Services, log: Log, stopping: AbortSignal): Promise<void> {
  const started = performance.now();
  const context = new Context(services, systemActor, "start");
  try {
    const list = await readListInForce(context);
    if (list !== null && list.matcher > matcherVersion) {
      log.warn(
        { list: list.id, matcher: list.matcher },
        "the screening list was read by a newer release: this one admits nobody, and counts no silence",
      );
      return;
    }
    const done = await onceFree(() => matchListAgain(context), log, stopping);
    if (done === null) return;
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    const { partnersScreened, hitsRaised, hitsOnAdmitted } = done;
    log.info(
      { partnersScreened, hitsRaised, hitsOnAdmitted, seconds },
      "the screening list was read by an older release: its names were matched again",
    );
  } catch (error) {
    log.error(
      { err: error },
      "the screening list isn't matched again: nobody is admitted until a start or an import does it",
    );
  }
}

/** What `work` comes to once no other process holds what it needs; null where it is told to stop before. */
async function onceFree<Result>(
  work: () => Promise<Result | null>,
  log: Log,
  stopping: AbortSignal,
): Promise<Result | null> {
  for (let told = false; !stopping.aborted; told = true) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (!told) log.info({}, "another process holds the screening list: it is matched again here if it isn't there");
    }
  }
  return null;
}

const isBusy = (error: unknown): boolean => error instanceof GraphQLError && error.extensions.code === "BUSY";
