import { Context, type Services } from "../context.ts";
import { systemActor } from "../identity/actor.ts";
import { matchListAgain } from "../partners/match-list-again.ts";
import type { Log } from "../server/log.ts";

/**
 * Where an older release read the screening list in force: reads its names anew and screens every partner again, while the
 * server answers. Nobody is admitted until that is done. Where it fails the server goes on without, and the next start or
 * import tries again.
 */
export async function matchListAgainAtStart(services: Services, log: Log): Promise<void> {
  const started = performance.now();
  try {
    const done = await matchListAgain(new Context(services, systemActor, "start"));
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
