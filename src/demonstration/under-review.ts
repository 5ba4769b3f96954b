import { course, fewUsers } from "./courses.ts";
import { ago, type Storyline } from "./storyline.ts";

/** Applications that are still under review, or came to no authorization. */
export const underReview: readonly Storyline[] = [
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
