import { informationIsAskedFor } from "./asked.ts";
import { capsHold } from "./caps.ts";
import { conditionsAreKept } from "./conditions.ts";
import {
  deadlinesFollowTheirEvents,
  deadlinesMoveByEventsAlone,
  someDatesNeverMove,
  unstoppedFollowTheirEvents,
} from "./deadlines.ts";
import {
  disputesComeToAnEnd,
  oneAuthorizationPerApplication,
  oneDecisionPerRevision,
  proposalsStandWithTheirCases,
} from "./decisions.ts";
import { nothingForbiddenIsEffective } from "./effective.ts";
import type { Invariant, Moment } from "./invariant.ts";
import { everyChangeIsInTheLedger, everyStepIsALifecycles, theLedgerReplays } from "./ledger.ts";
import { changesEndWithTheirConditions } from "./open-changes.ts";
import { nobodyJudgesTheirOwn, nobodySignsTwice, thePolicysAgenciesSign } from "./signing.ts";
import { silenceCountsWhereItMay } from "./silence.ts";
import { nothingIsDecidedWhileStopped } from "./stopped.ts";
import { silenceOfSignersIsNoted } from "./unsigned.ts";

const aRefusalChangesNothing: Invariant = ({ before, after, nothingDone }) =>
  nothingDone && before.whole !== after.whole
    ? [`what is stored differs: ${differenceOf(before.whole, after.whole)}`]
    : [];

function differenceOf(one: string, other: string): string {
  const from = [...one].findIndex((letter, index) => letter !== other[index]);
  return `…${one.slice(Math.max(0, from - 60), from + 60)}… is …${other.slice(Math.max(0, from - 60), from + 60)}…`;
}

/** What must hold after every action, by its name. */
const invariants: Readonly<Record<string, Invariant>> = {
  "no effective authorization while the release, partner, vendor or a directive forbids": nothingForbiddenIsEffective,
  "one decision per case revision": oneDecisionPerRevision,
  "one authorization per application": oneAuthorizationPerApplication,
  "a proposal stands exactly while its case awaits a signature": proposalsStandWithTheirCases,
  "no dispute waits for ever that anyone voted on": disputesComeToAnEnd,
  "nobody signs twice": nobodySignsTwice,
  "whoever signs is of an agency that the policy lets countersign": thePolicysAgenciesSign,
  "nobody judges what they took part in": nobodyJudgesTheirOwn,
  "caps hold": capsHold,
  "no condition lost without consent": conditionsAreKept,
  "a change that is asked for ends with what it is about": changesEndWithTheirConditions,
  "every deadline follows from its events": deadlinesFollowTheirEvents,
  "every date that nothing stops follows from its event": unstoppedFollowTheirEvents,
  "no deadline that moves without an event": deadlinesMoveByEventsAlone,
  "what is set once never moves": someDatesNeverMove,
  "nothing decided while the clock is stopped": nothingIsDecidedWhileStopped,
  "nobody objects for information that wasn't asked for": informationIsAskedFor,
  "silence counts once and where it may": silenceCountsWhereItMay,
  "a countersignature that no office gives is noted once": silenceOfSignersIsNoted,
  "the ledger replays to the same state": theLedgerReplays,
  "every change is in the ledger": everyChangeIsInTheLedger,
  "every step is one of its lifecycle": everyStepIsALifecycles,
  "a refused or failed action changes nothing": aRefusalChangesNothing,
};

/** What is broken now, each with its invariant's name. */
export const broken = (moment: Moment): string[] =>
  Object.entries(invariants).flatMap(([name, invariant]) => invariant(moment).map((what) => `${name}: ${what}`));
