import { approval, course, fewUsers, hostedByVendor, longLogs, monthlyReport } from "./courses.ts";
import { ago, type Storyline } from "./storyline.ts";

/** Applications that were approved, and what became of their authorizations. */
export const approved: readonly Storyline[] = [
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
      programme: "trusted-access-for-cyber",
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
      ago(
        16,
        ...concur("ONCD", "OSTP", "COMMERCE"),
        object("DEFENSE", "INSUFFICIENT_SAFEGUARDS", "It may run anywhere."),
      ),
      ago(14, concurOn("DEFENSE", { text: "On the vendor's service alone.", predicate: hostedByVendor })),
      ago(13, countersign("OSTP")),
    ],
  ),
];
