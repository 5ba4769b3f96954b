import { approval, course, fewUsers, longLogs, monthlyReport } from "./courses.ts";
import { deniable } from "./landmarks.ts";
import { ago, type Storyline } from "./storyline.ts";

const acme = { by: "acme-research" } as const;

/** The partner whom development tokens are for, with a case in many a state. */
export const ofAcme: readonly Storyline[] = [
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
      programme: "trusted-access-for-cyber",
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
      programme: "trusted-access-for-cyber",
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
      ago(17, object("OSTP", "END_USER_CONCERN", "The reseller is not named."), noEquity("DEFENSE")),
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
