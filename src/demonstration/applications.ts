import type { ProposedConditionInput } from "../decisions/decision-inputs.ts";
import type { Agency } from "../rules/vocabulary.ts";
import { application, type Wanted } from "./application-deeds.ts";
import { deniable } from "./landmarks.ts";
import { concurrence, review } from "./review.ts";
import { ago, type Day, type Storyline } from "./storyline.ts";

type Applied = ReturnType<typeof application> & ReturnType<typeof review>;

/** The course of one application. */
function course(name: string, wanted: Wanted, days: (deeds: Applied) => readonly Day[]): Storyline {
  return { name, days: days({ ...application(name, wanted), ...review(name) }) };
}

/** An application that is approved over six days, and what comes after. */
function approval(
  name: string,
  wanted: Wanted,
  { from, signer = "ONCD", conditions = [] }: { from: number; signer?: Agency; conditions?: ProposedConditionInput[] },
  after: (deeds: Applied) => readonly Day[] = () => [],
): Storyline {
  return course(name, wanted, (deeds) => [
    ago(from, deeds.submit),
    ago(from - 1, deeds.accept),
    ...concurrence(name, from - 2, signer, conditions),
    ...after(deeds),
  ]);
}

const fewUsers = { text: "At most 40 named users.", predicate: { kind: "NAMED_USERS_AT_MOST", max: 40 } } as const;
const longLogs = {
  text: "Logs are kept for 90 days.",
  predicate: { kind: "LOG_RETENTION_DAYS", days: 90 },
} as const;
const monthlyReport = {
  text: "A report every month on what was found, to ONCD.",
  predicate: { kind: "REPORT_EVERY_DAYS", days: 30 },
} as const;
const hostedByVendor = { kind: "DEPLOYMENTS" as const, allowed: ["VENDOR_HOSTED"] };

const acme = { by: "acme-research" } as const;

/** The partner whom development tokens are for, with a case in many a state. */
const ofAcme: readonly Storyline[] = [
  approval(
    "acme-defence",
    {
      ...acme,
      release: "gpt-5.6",
      endUse: "CYBER_DEFENSE",
      statement: "Finding intruders in our customers' networks.",
    },
    { from: 24, conditions: [fewUsers, longLogs] },
  ),
  approval(
    "acme-research",
    {
      ...acme,
      release: "gpt-5.4-cyber",
      endUse: "VULNERABILITY_RESEARCH",
      statement: "Reviewing open-source firmware.",
    },
    { from: 24, signer: "OSTP", conditions: [monthlyReport] },
  ),
  approval(
    "acme-research-renewal",
    {
      ...acme,
      release: "gpt-5.4-cyber",
      endUse: "VULNERABILITY_RESEARCH",
      statement: "As before, with a second laboratory.",
      namedUsers: 60,
      replaces: "acme-research",
    },
    { from: 14, signer: "OSTP", conditions: [monthlyReport] },
  ),
  approval(
    "acme-fable",
    { ...acme, release: "fable-5", endUse: "MODEL_EVALUATION", statement: "Measuring refusals of harmful requests." },
    { from: 24, signer: "DEFENSE" },
  ),
  course(
    "acme-evaluation",
    { ...acme, release: "gpt-5.6", endUse: "MODEL_EVALUATION", statement: "Measuring the model." },
    ({ submit, giveBack }) => [ago(6, submit), ago(5, giveBack("INCOMPLETE", "Say what is measured, and for whom."))],
  ),
  course(
    "acme-presses",
    {
      ...acme,
      release: "gpt-5.6",
      endUse: deniable.endUse,
      statement: "Testing presses that a reseller sends us.",
    },
    ({ submit, accept, object, concur, noEquity }) => [
      ago(21, submit),
      ago(20, accept),
      ago(18, object("ONCD", "DIVERSION_RISK", "A reseller reaches the systems."), ...concur("COMMERCE")),
      ago(17, object("OSTP", "INCOMPLETE_INFORMATION", "The reseller is not named."), noEquity("DEFENSE")),
    ],
  ),
  course(
    "acme-mythos",
    { ...acme, release: "mythos-5", endUse: "VULNERABILITY_RESEARCH", statement: "Reviewing open-source firmware." },
    ({ submit, accept }) => [ago(2, submit), ago(1, accept)],
  ),
  course(
    "acme-engineering",
    { ...acme, release: "gpt-5.6", endUse: "SOFTWARE_ENGINEERING", statement: "Writing our own tools." },
    ({ draft }) => [ago(1, draft)],
  ),
];

/** Applications to the limited preview of GPT-5.6 that are still under review, or were denied. */
const underReview: readonly Storyline[] = [
  course(
    "harbor-health",
    { by: "harbor-hospitals", release: "gpt-5.6", endUse: "HEALTH", statement: "Sorting referrals by urgency." },
    ({ submit, accept, concur, noEquity }) => [
      ago(9, submit),
      ago(8, accept),
      ago(6, ...concur("ONCD")),
      ago(5, noEquity("DEFENSE")),
    ],
  ),
  course(
    "kensington-defence",
    {
      by: "kensington-cyber",
      release: "gpt-5.6",
      endUse: "CYBER_DEFENSE",
      statement: "Answering incidents at clinics.",
    },
    ({ submit, accept, concur }) => [ago(5, submit), ago(4, accept), ago(2, ...concur("COMMERCE"))],
  ),
  course(
    "lakeside-education",
    { by: "lakeside-university", release: "gpt-5.6", endUse: "EDUCATION", statement: "A course on secure programs." },
    ({ submit, accept, concur, concurOn, noEquity }) => [
      ago(9, submit),
      ago(8, accept),
      ago(6, ...concur("ONCD", "OSTP"), noEquity("COMMERCE"), noEquity("DEFENSE")),
      // A second thought voids the first proposal; the panel comes to another.
      ago(2, concurOn("ONCD", fewUsers)),
    ],
  ),
  course(
    "blue-ridge-finance",
    { by: "blue-ridge-savings", release: "gpt-5.6", endUse: "FINANCE", statement: "Finding fraud in payments." },
    ({ submit, accept, concur, object }) => [
      ago(8, submit),
      ago(7, accept),
      ago(5, ...concur("ONCD", "OSTP", "COMMERCE")),
      ago(3, object("DEFENSE", "DIVERSION_RISK", "Who else reaches the systems is not said.")),
    ],
  ),
  course(
    "northwind-cyber",
    {
      by: "northwind-grid",
      release: "gpt-5.4-cyber",
      endUse: "CYBER_DEFENSE",
      statement: "Testing our own controllers.",
    },
    ({ submit, accept, concur, refuse }) => [
      ago(8, submit),
      ago(7, accept),
      ago(6, ...concur("ONCD", "OSTP")),
      ago(5, ...concur("COMMERCE", "DEFENSE")),
      ago(3, refuse("DEFENSE", "CONDITIONS_INSUFFICIENT", "The record says nothing of who keeps the logs.")),
    ],
  ),
  course(
    "polar-engineering",
    { by: "polar-robotics", release: "gpt-5.6", endUse: "SOFTWARE_ENGINEERING", statement: "Programs for robots." },
    ({ submit, accept, object, concur, noEquity }) => [
      ago(10, submit),
      ago(9, accept),
      ago(7, object("ONCD", "END_USE_CONCERN", "The robots' buyers are not named."), ...concur("COMMERCE")),
      ago(6, object("OSTP", "END_USE_CONCERN", "As ONCD."), noEquity("DEFENSE")),
    ],
  ),
  course(
    "obsidian-other",
    { by: "obsidian-brokers", release: "gpt-5.6", endUse: "OTHER", statement: "Trading." },
    ({ submit, accept, object, countersign }) => [
      ago(24, submit),
      ago(23, accept),
      ago(
        22,
        object("ONCD", "END_USER_CONCERN", "Nobody knows who owns it."),
        object("OSTP", "END_USE_CONCERN", "The statement is one word."),
        object("COMMERCE", "DIVERSION_RISK", "It resells."),
        object("DEFENSE", "NATIONAL_SECURITY", "As the others."),
      ),
      ago(5, countersign("ONCD")),
    ],
  ),
  course(
    "state-services",
    {
      by: "state-records",
      release: "gpt-5.6",
      endUse: "PUBLIC_SERVICES",
      statement: "Finding records for the public.",
    },
    ({ submit, accept, concur, amend }) => [
      ago(7, submit),
      ago(6, accept),
      ago(5, ...concur("ONCD")),
      // A new revision, of which no agency has spoken yet.
      ago(3, amend({ deployment: "GOVERNMENT_CLOUD" }, "It moves to a government cloud.")),
    ],
  ),
  course(
    "tidewater-engineering",
    { by: "tidewater-shipyards", release: "gpt-5.4-cyber", endUse: "SOFTWARE_ENGINEERING", statement: "Ship systems." },
    ({ submit, accept, concur, object, withdraw }) => [
      ago(12, submit),
      ago(11, accept),
      ago(9, ...concur("ONCD", "OSTP", "COMMERCE"), object("DEFENSE", "CYBER_CAPABILITY", "Weapons' systems as well.")),
      ago(7, withdraw),
    ],
  ),
  // Commerce is late to refer the one, and has until the day after tomorrow for the other.
  course(
    "prairie-education",
    { by: "prairie-code", release: "gpt-5.6", endUse: "EDUCATION", statement: "Teaching people to read programs." },
    ({ submit }) => [ago(4, submit)],
  ),
  course(
    "rheintal-engineering",
    {
      by: "rheintal-maschinenbau",
      release: "gpt-5.6",
      endUse: "SOFTWARE_ENGINEERING",
      statement: "Control software for presses.",
    },
    ({ submit }) => [ago(0, submit)],
  ),
];

/** Applications that were approved, and what became of their authorizations. */
const approved: readonly Storyline[] = [
  approval(
    "northwind-grid",
    {
      by: "northwind-grid",
      release: "gpt-5.6",
      endUse: "CRITICAL_INFRASTRUCTURE_OPERATIONS",
      statement: "Reading alarms of the grid.",
    },
    { from: 23, signer: "COMMERCE" },
  ),
  approval(
    "cedar-water",
    {
      by: "cedar-valley-water",
      release: "gpt-5.6",
      endUse: "CRITICAL_INFRASTRUCTURE_OPERATIONS",
      statement: "Planning repairs of pumps.",
    },
    { from: 22, signer: "OSTP", conditions: [longLogs] },
    ({ suspend }) => [ago(4, suspend("The logs of May are missing."))],
  ),
  approval(
    "quayside-other",
    { by: "quayside-logistics", release: "gpt-5.6", endUse: "OTHER", statement: "Planning berths." },
    { from: 21, signer: "DEFENSE" },
  ),
  approval(
    "tidewater-other",
    { by: "tidewater-shipyards", release: "gpt-5.6", endUse: "OTHER", statement: "Planning the yard." },
    { from: 20 },
    ({ suspend, revoke }) => [
      ago(10, suspend("Access was passed on to a subcontractor.")),
      ago(8, revoke("It was passed on again.")),
    ],
  ),
  approval(
    "prairie-engineering",
    {
      by: "prairie-code",
      release: "gpt-5.4-cyber",
      endUse: "SOFTWARE_ENGINEERING",
      statement: "Mending old libraries.",
    },
    { from: 22, signer: "COMMERCE" },
    ({ surrender }) => [ago(6, surrender("The grant for it is over."))],
  ),
  approval(
    "kensington-research",
    {
      by: "kensington-cyber",
      release: "gpt-5.4-cyber",
      endUse: "VULNERABILITY_RESEARCH",
      statement: "Devices that clinics use.",
    },
    { from: 21, conditions: [fewUsers, monthlyReport] },
    ({ suspend, reinstate }) => [ago(9, suspend("A report is late.")), ago(7, reinstate("The report is here."))],
  ),
  approval(
    "kensington-mythos",
    {
      by: "kensington-cyber",
      release: "mythos-5",
      endUse: "CYBER_DEFENSE",
      statement: "Answering incidents at clinics.",
    },
    { from: 20 },
  ),
  approval(
    "lakeside-mythos",
    { by: "lakeside-university", release: "mythos-5", endUse: "SCIENTIFIC_RESEARCH", statement: "Proofs of programs." },
    { from: 19, signer: "OSTP" },
  ),
  approval(
    "state-aurora",
    { by: "state-records", release: "aurora-two", endUse: "PUBLIC_SERVICES", statement: "Reading old handwriting." },
    { from: 22 },
  ),
  approval(
    "prairie-aurora",
    { by: "prairie-code", release: "aurora-two", endUse: "EDUCATION", statement: "Exercises for courses." },
    { from: 21, signer: "COMMERCE" },
  ),
  // Defense's objection opened a dispute; its concurrence ended that.
  course(
    "blue-ridge-evaluation",
    { by: "blue-ridge-savings", release: "gpt-5.6", endUse: "MODEL_EVALUATION", statement: "Before we use it." },
    ({ submit, accept, concur, concurOn, object, countersign }) => [
      ago(19, submit),
      ago(18, accept),
      ago(16, ...concur("ONCD", "OSTP", "COMMERCE"), object("DEFENSE", "INCOMPLETE_INFORMATION", "Where is it run?")),
      ago(14, concurOn("DEFENSE", { text: "On the vendor's service alone.", predicate: hostedByVendor })),
      ago(13, countersign("OSTP")),
    ],
  ),
];

/** Applications in every status, to every release that is open to partners. */
export const applicationStories: readonly Storyline[] = [...ofAcme, ...approved, ...underReview];
