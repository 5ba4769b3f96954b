import { acceptPhaseAdvance } from "../decisions/cases/accept-case.ts";
import { withdrawPhaseAdvance } from "../decisions/cases/withdraw-phase-advance.ts";
import { requestPhaseAdvance } from "../releases/advances/request-phase-advance.ts";
import { registerRelease } from "../releases/register/register-release.ts";
import { submitReleaseForReview } from "../releases/register/submit-release-for-review.ts";
import { withdrawRelease } from "../releases/register/withdraw-release.ts";
import { enrolVendor } from "../releases/vendors/enrol-vendor.ts";
import { official, personOf, type VendorOrg, vendors } from "./cast.ts";
import { enrolIn, open } from "./programmes.ts";
import { concurrence, review } from "./review.ts";
import { ago, type Day, type Deed, madeUp, type Storyline } from "./storyline.ts";

interface ReleaseFacts {
  readonly vendor: VendorOrg;
  readonly name: string;
  readonly modelVersion: string;
  readonly description: string;
  readonly safeguards: string;
  readonly policyKey: string;
}

const safeguards = `What the vendor does against misuse is not part of the public record that this follows. ${madeUp}`;

const named = (
  vendor: VendorOrg,
  [name, modelVersion]: readonly [string, string],
  description: string,
  more: Partial<ReleaseFacts> = {},
): ReleaseFacts => ({
  vendor,
  name,
  modelVersion,
  description: `${description} ${madeUp}`,
  safeguards,
  policyKey: "expedited-preview",
  ...more,
});

const reviewed = "Its review as shown here, with dates, partners and conditions, is fiction.";
const fictional = "A model that does not exist, of a vendor that does not exist.";
const aurora = (name: string, more: Partial<ReleaseFacts> = {}) =>
  named("example-labs", [`Aurora ${name} (fictional)`, "1.0"], fictional, more);

/** The releases, by the names that the story calls them. The first four are named by the public record of June 2026. */
export const releases = {
  "gpt-5.6": named(
    "openai",
    ["GPT-5.6", "5.6"],
    `In a limited preview, in June 2026, for about 20 organisations, approved customer by customer. ${reviewed}`,
  ),
  "gpt-5.4-cyber": named(
    "openai",
    ["GPT-5.4-Cyber", "5.4-cyber"],
    `Offered under the vendor's programme "Trusted Access for Cyber". ${reviewed}`,
    { safeguards: `Access through "Trusted Access for Cyber", a trusted-access programme of the vendor. ${madeUp}` },
  ),
  "fable-5": named(
    "anthropic",
    ["Claude Fable 5", "5"],
    `Announced on 9 June 2026, and switched off after an export-control directive of the Department of Commerce of 12 June 2026, which was lifted on 30 June 2026. Shown as of late June 2026, before that. ${reviewed}`,
  ),
  "mythos-5": named(
    "anthropic",
    ["Claude Mythos 5", "5"],
    `Announced on 9 June 2026, and switched off after an export-control directive of the Department of Commerce of 12 June 2026, which was lifted on 30 June 2026. Shown in a restricted preview, so that a directive with a scope can be seen. ${reviewed}`,
  ),
  "aurora-one": aurora("One"),
  "aurora-two": aurora("Two", { policyKey: "eo12981" }),
  "aurora-three": aurora("Three"),
  "aurora-four": aurora("Four"),
  "aurora-five": aurora("Five"),
  "aurora-six": aurora("Six"),
  "aurora-seven": aurora("Seven"),
  "aurora-eight": aurora("Eight"),
  "aurora-nine": aurora("Nine"),
} as const satisfies Record<string, ReleaseFacts>;
export type ReleaseName = keyof typeof releases;

const enrol =
  (org: VendorOrg): Deed =>
  async ({ act, keep }) => {
    const { vendorId } = await act(official("COMMERCE"), enrolVendor, { org, name: vendors[org] });
    keep(`vendor:${org}`, vendorId);
  };

const personBehind = (release: ReleaseName) => personOf("vendor", releases[release].vendor);

const register =
  (release: ReleaseName, draft = false): Deed =>
  async ({ act, keep }) => {
    const { vendor, ...facts } = releases[release];
    const { releaseId } = await act(personOf("vendor", vendor), registerRelease, { ...facts, draft });
    keep(`release:${release}`, releaseId);
  };

const submit =
  (release: ReleaseName): Deed =>
  async ({ act, find }) => {
    await act(personBehind(release), submitReleaseForReview, { releaseId: find(`release:${release}`) });
  };

const request =
  (release: ReleaseName, name: string): Deed =>
  async ({ act, find, keep }) => {
    const asked = { releaseId: find(`release:${release}`), justification: `The vendor finds it ready. ${madeUp}` };
    const { phaseAdvanceId } = await act(personBehind(release), requestPhaseAdvance, asked);
    keep(`case:${name}`, phaseAdvanceId);
  };

const accept =
  (name: string): Deed =>
  async ({ act, find }) => {
    await act(official("COMMERCE"), acceptPhaseAdvance, { phaseAdvanceId: find(`case:${name}`), revision: 1 });
  };

const takeBack =
  (release: ReleaseName, name: string): Deed =>
  async ({ act, find }) => {
    await act(personBehind(release), withdrawPhaseAdvance, { phaseAdvanceId: find(`case:${name}`) });
  };

const withdraw =
  (release: ReleaseName, reason: string): Deed =>
  async ({ act, find }) => {
    const asked = { releaseId: find(`release:${release}`), reason: `${reason} ${madeUp}` };
    await act(personBehind(release), withdrawRelease, asked);
  };

/** An advance requested one day, accepted the next, and decided over three more. */
function advance(release: ReleaseName, name: string, from: number): Day[] {
  return [ago(from, request(release, name)), ago(from - 1, accept(name)), ...concurrence(name, from - 2, "COMMERCE")];
}

/** A release registered and submitted on one day. */
const begun = (release: ReleaseName, from: number): Day => ago(from, register(release), submit(release));

/** An advance of a release that is under review, before the panel. */
const before = (release: ReleaseName, name: string, from: number): Day[] => [
  begun(release, from),
  ago(from - 1, request(release, name)),
  ago(from - 2, accept(name)),
];

const preview = (release: ReleaseName): Storyline => ({
  name: release,
  days: [begun(release, 30), ...advance(release, `${release}-limited`, 29)],
});

const disputed = review("aurora-three-limited");
const unwanted = review("aurora-four-limited");
const unsigned = review("aurora-five-limited");
const denied = review("aurora-six-limited");
const inReview = review("aurora-seven-limited");

const cyber = "trusted-access-for-cyber";
const trusted = ["acme-research", "kensington-cyber", "northwind-grid"] as const;

/** The day on which a vendor opens its programmes, where it has any. */
const programmesOf = (org: VendorOrg): Day[] =>
  org === "openai" ? [ago(29, open(cyber), ...trusted.map((each) => enrolIn(cyber, each)))] : [];

/** Vendors enrolled, and releases in every phase, with phase advances in every state. */
export const releaseStories: readonly Storyline[] = [
  ...(Object.keys(vendors) as VendorOrg[]).map((org) => ({
    name: `vendor-${org}`,
    days: [ago(31, enrol(org)), ...programmesOf(org)],
  })),
  ...(["gpt-5.6", "gpt-5.4-cyber", "fable-5", "mythos-5"] as const).map(preview),
  {
    name: "aurora-one",
    days: [
      begun("aurora-one", 30),
      ...advance("aurora-one", "aurora-one-limited", 29),
      ...advance("aurora-one", "aurora-one-expanded", 23),
      ...advance("aurora-one", "aurora-one-general", 17),
    ],
  },
  {
    name: "aurora-two",
    days: [
      begun("aurora-two", 30),
      ...advance("aurora-two", "aurora-two-limited", 29),
      ...advance("aurora-two", "aurora-two-expanded", 23),
      ago(7, request("aurora-two", "aurora-two-early")),
      ago(6, takeBack("aurora-two", "aurora-two-early")),
      ago(1, request("aurora-two", "aurora-two-general")),
    ],
  },
  {
    name: "aurora-three",
    days: [
      ...before("aurora-three", "aurora-three-limited", 9),
      ago(5, ...disputed.concur("ONCD", "OSTP")),
      ago(
        4,
        ...disputed.concur("COMMERCE"),
        disputed.object("DEFENSE", "CYBER_CAPABILITY", "The evaluations of attacks are thin."),
      ),
    ],
  },
  {
    name: "aurora-four",
    days: [
      ...before("aurora-four", "aurora-four-limited", 10),
      ago(
        6,
        unwanted.object("ONCD", "INSUFFICIENT_SAFEGUARDS", "No answer to stolen credentials."),
        unwanted.object("OSTP", "INSUFFICIENT_SAFEGUARDS", "As ONCD."),
      ),
      ago(5, ...unwanted.concur("COMMERCE"), unwanted.noEquity("DEFENSE")),
    ],
  },
  {
    name: "aurora-five",
    days: [
      ...before("aurora-five", "aurora-five-limited", 6),
      ago(3, ...unsigned.concur("ONCD", "OSTP")),
      ago(2, ...unsigned.concur("COMMERCE", "DEFENSE")),
    ],
  },
  {
    name: "aurora-six",
    days: [
      ...before("aurora-six", "aurora-six-limited", 30),
      ago(
        26,
        denied.object("ONCD", "INSUFFICIENT_SAFEGUARDS", "Its filters can be turned off."),
        denied.object("OSTP", "NATIONAL_SECURITY", "As ONCD."),
        ...denied.concur("COMMERCE"),
        denied.noEquity("DEFENSE"),
      ),
      ago(8, denied.countersign("COMMERCE")),
      ago(5, withdraw("aurora-six", "Another model takes its place.")),
    ],
  },
  {
    name: "aurora-seven",
    days: [...before("aurora-seven", "aurora-seven-limited", 4), ago(1, ...inReview.concur("OSTP"))],
  },
  { name: "aurora-eight", days: [ago(3, register("aurora-eight"))] },
  { name: "aurora-nine", days: [ago(2, register("aurora-nine", true))] },
];
