import { DateTime, IANAZone } from "luxon";
import { calendarProblems } from "./calendar-reach.ts";
import { DocumentCheck, type Problem } from "./document-check.ts";
import { openPhases } from "./lifecycles/release.ts";
import type { PolicyDocument } from "./policy.ts";
import { findingSeverities, policySubjects } from "./release-vocabulary.ts";
import { agencies, dayCounts, ladderRules, objectionReasons, seats } from "./vocabulary.ts";

const fields = [
  "key",
  "version",
  "title",
  "summary",
  "legalBasis",
  "sources",
  "dayCount",
  "timeZone",
  "cutOff",
  "holidays",
  "phases",
  "panel",
  "clocks",
  "ladder",
  "countersigners",
  "authorizationDays",
  "criteria",
  "silence",
] as const;
/** What later versions of the document's form added: a policy that was published before has none of it. */
const laterFields = ["appliesTo", "programmePolicies", "cyberReview"] as const;
const clocks = ["refer", "position", "total", "intentToDeny", "appeal"] as const;
const ownClocks = ["remind", "extension", "information", "rebuttal", "appealDecision", "countersign"] as const;
/** Ten years: longer than any clock or authorization that makes sense. */
const mostDays = 3660;

/**
 * Whether `document` is a policy that can be published at `publishedAt`: its shape, its numbers, that its parts fit
 * together, and that its calendar reaches as far as its clocks. Gives the policy, or null and every problem with the
 * place where it is.
 */
export function validatePolicy(
  document: unknown,
  publishedAt: Date,
): { policy: PolicyDocument | null; problems: Problem[] } {
  const check = new DocumentCheck();
  const found = check.object(document, "", fields, laterFields);
  if (found !== null) {
    checkTexts(check, found);
    checkCalendar(check, found);
    checkPhases(check, found.phases);
    checkPanel(check, found.panel);
    checkClocks(check, found.clocks);
    checkLadder(check, found.ladder);
    checkCountersigners(check, found.countersigners);
    check.whole(found.authorizationDays, "authorizationDays", 1, mostDays);
    if (Object.hasOwn(found, "appliesTo")) checkSubject(check, found);
    if (Object.hasOwn(found, "programmePolicies")) checkProgrammePolicies(check, found);
    if (Object.hasOwn(found, "cyberReview")) checkCyberReview(check, found.cyberReview);
    checkReach(check, found, publishedAt);
  }
  return { policy: check.problems.length === 0 ? (document as PolicyDocument) : null, problems: check.problems };
}

function checkTexts(check: DocumentCheck, found: Record<string, unknown>): void {
  checkKey(check, found.key, "key", "expedited-preview");
  check.whole(found.version, "version", 1, 1_000_000);
  check.text(found.title, "title", 200);
  check.text(found.summary, "summary", 2_000);
  check.text(found.legalBasis, "legalBasis", 2_000);
  check.text(found.silence, "silence", 2_000);
  check.list(found.sources, "sources", 1, 50, (value, path) => {
    const source = check.object(value, path, ["cite", "says"]);
    if (source === null) return;
    check.text(source.cite, `${path}.cite`, 200);
    check.text(source.says, `${path}.says`, 2_000);
  });
  const criteria = check.list(found.criteria, "criteria", 1, objectionReasons.length, (value, path) => {
    const criterion = check.object(value, path, ["code", "says"]);
    if (criterion === null) return;
    check.oneOf(criterion.code, `${path}.code`, objectionReasons);
    check.text(criterion.says, `${path}.says`, 500);
  });
  check.distinct(valuesOf(criteria, "code"), (index) => `criteria[${index}].code`);
}

function checkKey(check: DocumentCheck, value: unknown, path: string, example: string): void {
  check.matches(value, path, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, example);
  if (typeof value === "string" && value.length > 60) check.say(path, "must be at most 60 characters long");
}

function checkCalendar(check: DocumentCheck, found: Record<string, unknown>): void {
  check.oneOf(found.dayCount, "dayCount", dayCounts);
  if (typeof found.timeZone !== "string" || !IANAZone.isValidZone(found.timeZone)) {
    check.say("timeZone", "must be an IANA time zone like America/New_York");
  }
  check.matches(found.cutOff, "cutOff", /^([01]\d|2[0-3]):[0-5]\d$/, "17:00");
  const holidays = check.list(found.holidays, "holidays", 0, 1_000, (value, path) => {
    const holiday = check.object(value, path, ["date", "name"]);
    if (holiday === null) return;
    check.text(holiday.name, `${path}.name`, 100);
    if (!check.matches(holiday.date, `${path}.date`, /^\d{4}-\d{2}-\d{2}$/, "2026-07-03")) return;
    if (!DateTime.fromISO(String(holiday.date), { zone: "utc" }).isValid) {
      check.say(`${path}.date`, "is not a day of the calendar");
    }
  });
  check.distinct(valuesOf(holidays, "date"), (index) => `holidays[${index}].date`);
}

function checkPhases(check: DocumentCheck, value: unknown): void {
  const phases = check.object(value, "phases", [], openPhases);
  for (const phase of openPhases) {
    if (phases === null || phases[phase] === undefined) continue;
    const path = `phases.${phase}`;
    const rules = check.object(phases[phase], path, ["partnerCap", "authorizationRequired"]);
    if (rules === null) continue;
    if (rules.partnerCap !== null) check.whole(rules.partnerCap, `${path}.partnerCap`, 1, 1_000_000);
    if (typeof rules.authorizationRequired !== "boolean") {
      check.say(`${path}.authorizationRequired`, "must be true or false");
    } else if (!rules.authorizationRequired && rules.partnerCap !== null) {
      check.say(`${path}.partnerCap`, "must be null where no authorization is required: it counts authorizations");
    }
  }
}

function checkPanel(check: DocumentCheck, value: unknown): void {
  const panel = check.list(value, "panel", 1, agencies.length, (each, path) => {
    const seat = check.object(each, path, ["agency", "seat"]);
    if (seat === null) return;
    check.oneOf(seat.agency, `${path}.agency`, agencies);
    check.oneOf(seat.seat, `${path}.seat`, seats);
  });
  check.distinct(valuesOf(panel, "agency"), (index) => `panel[${index}].agency`);
  if (panel !== null && valuesOf(panel, "seat").every((seat) => seat === "CONSULTED")) {
    check.say("panel", "must hold at least one seat that is REQUIRED or DEEMABLE: consulted agencies decide nothing");
  }
}

function checkClocks(check: DocumentCheck, value: unknown): void {
  const found = check.object(value, "clocks", clocks, ownClocks);
  if (found === null) return;
  for (const clock of ownClocks) {
    // The reminder goes out a day before a countersignature is due.
    const least = clock === "countersign" ? 2 : 1;
    if (found[clock] !== undefined) check.whole(found[clock], `clocks.${clock}`, least, mostDays);
  }
  if (Number(found.remind) >= Number(found.position)) {
    check.say("clocks.remind", "must be less than the days to take a position: silence counts after a reminder alone");
  }
  const sound = clocks.map((clock) => check.whole(found[clock], `clocks.${clock}`, 1, mostDays));
  if (sound.every(Boolean) && Number(found.refer) + Number(found.position) > Number(found.total)) {
    check.say("clocks.total", "must leave room for the days to refer and to take a position");
  }
}

function checkLadder(check: DocumentCheck, value: unknown): void {
  const levels = Array.isArray(value) ? value.length : 0;
  let chairs = 0;
  check.list(value, "ladder", 1, 8, (each, path, index) => {
    const level = check.object(each, path, ["level", "name", "decidedBy", "days", "appealWithin", "rule"], ["tie"]);
    if (level === null) return;
    if (level.level !== index + 1) check.say(`${path}.level`, `must be ${index + 1}: levels count from 1 without gaps`);
    check.text(level.name, `${path}.name`, 200);
    check.whole(level.days, `${path}.days`, 1, mostDays);
    if (index < levels - 1) check.whole(level.appealWithin, `${path}.appealWithin`, 1, mostDays);
    else if (level.appealWithin !== null) check.say(`${path}.appealWithin`, "must be null on the last level");
    checkRule(check, level, path, chairs > 0);
    if (level.rule === "CHAIR") chairs += 1;
  });
}

function checkRule(check: DocumentCheck, level: Record<string, unknown>, path: string, chairBefore: boolean): void {
  check.oneOf(level.rule, `${path}.rule`, ladderRules);
  const deciders = check.list(level.decidedBy, `${path}.decidedBy`, 1, agencies.length, (agency, at) => {
    check.oneOf(agency, at, agencies);
  });
  check.distinct(deciders ?? [], (index) => `${path}.decidedBy[${index}]`);
  if (level.rule !== "MAJORITY") {
    if (deciders !== null && (deciders.length !== 1 || deciders[0] !== "ONCD"))
      check.say(`${path}.decidedBy`, "must name ONCD alone: its officials record what a chair or a sole level decides");
    if (Object.hasOwn(level, "tie")) check.say(`${path}.tie`, "is only for MAJORITY");
    return;
  }
  if (deciders !== null && deciders.length < 2) check.say(`${path}.decidedBy`, "must name at least two voters");
  // Voters may stay silent, so an odd number of them can tie as well.
  check.oneOf(level.tie, `${path}.tie`, ["CHAIR_STANDS"]);
  if (!chairBefore) check.say(`${path}.tie`, "needs an earlier level with the rule CHAIR, whose result stands");
}

function checkCountersigners(check: DocumentCheck, value: unknown): void {
  const found = check.list(value, "countersigners", 1, agencies.length, (agency, path) => {
    check.oneOf(agency, path, agencies);
  });
  check.distinct(found ?? [], (index) => `countersigners[${index}]`);
}

function checkSubject(check: DocumentCheck, { appliesTo, phases }: Record<string, unknown>): void {
  check.oneOf(appliesTo, "appliesTo", policySubjects);
  if (appliesTo === "PROGRAMMES" && typeof phases === "object" && phases !== null && Object.keys(phases).length > 0) {
    check.say("phases", "must be empty for a programme: what a phase asks is the release's own policy's to say");
  }
}

function checkProgrammePolicies(check: DocumentCheck, found: Record<string, unknown>): void {
  const keys = check.list(found.programmePolicies, "programmePolicies", 0, 20, (value, path) => {
    checkKey(check, value, path, "trusted-access");
  });
  check.distinct(keys ?? [], (index) => `programmePolicies[${index}]`);
  if (found.appliesTo === "PROGRAMMES") {
    check.say("programmePolicies", "must be left out for a programme: what a release takes is its own policy's to say");
  }
}

/** Only of days and clocks that are sound can be said how far they reach. */
function checkReach(check: DocumentCheck, found: Record<string, unknown>, publishedAt: Date): void {
  const needed = ["dayCount", "timeZone", "cutOff", "holidays", "clocks", "ladder"];
  const unsound = check.problems.some(({ path }) => needed.some((each) => path.startsWith(each)));
  if (unsound) return;
  for (const problem of calendarProblems(found as unknown as PolicyDocument, publishedAt)) {
    check.say(problem.path, problem.message);
  }
}

function checkCyberReview(check: DocumentCheck, value: unknown): void {
  const found = check.object(value, "cyberReview", ["blockingSeverity"]);
  if (found !== null) check.oneOf(found.blockingSeverity, "cyberReview.blockingSeverity", findingSeverities);
}

/** The values of `key` in a list of objects; what isn't an object stands as itself, and so repeats nothing. */
function valuesOf(items: readonly unknown[] | null, key: string): unknown[] {
  return (items ?? []).map((item) => (typeof item === "object" && item !== null ? Reflect.get(item, key) : item));
}
