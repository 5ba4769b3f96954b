import { acknowledgeDirective } from "../releases/directives/acknowledge-directive.ts";
import { answerDirectiveRequest } from "../releases/directives/answer-directive-request.ts";
import { designateSupplyChainRisk } from "../releases/directives/designate-supply-chain-risk.ts";
import type { DesignateSupplyChainRiskInput } from "../releases/directives/designation-inputs.ts";
import type { DirectiveAnswer, IssueDirectiveInput } from "../releases/directives/directive-inputs.ts";
import { issueDirective } from "../releases/directives/issue-directive.ts";
import { liftDesignation } from "../releases/directives/lift-designation.ts";
import { liftDirective } from "../releases/directives/lift-directive.ts";
import type { Agency } from "../rules/vocabulary.ts";
import { official, personOf, type VendorOrg } from "./cast.ts";
import type { ReleaseName } from "./releases.ts";
import { type Asked, ago, type Deed, madeUp, type Storyline } from "./storyline.ts";

type Ordered = Omit<Asked<IssueDirectiveInput>, "releaseId" | "vendorId">;

/** A directive on one release, by the name of its storyline. */
function directive(name: string, agency: Agency, release: ReleaseName, vendor: VendorOrg) {
  return {
    issue: (ordered: Ordered): Deed => {
      return async ({ act, find, keep }) => {
        const asked = { releaseId: find(`release:${release}`), ...ordered };
        const { directiveId } = await act(official(agency), issueDirective, asked);
        keep(`directive:${name}`, directiveId);
      };
    },
    acknowledge: (): Deed => {
      return async ({ act, find }) => {
        await act(personOf("vendor", vendor), acknowledgeDirective, { directiveId: find(`directive:${name}`) });
      };
    },
    answer: (answer: DirectiveAnswer, note: string): Deed => {
      return async ({ act, find }) => {
        const asked = { directiveId: find(`directive:${name}`), answer, note: `${note} ${madeUp}` };
        await act(personOf("vendor", vendor), answerDirectiveRequest, asked);
      };
    },
    lift: (reason: string): Deed => {
      return async ({ act, find }) => {
        const asked = { directiveId: find(`directive:${name}`), reason: `${reason} ${madeUp}` };
        await act(official(agency), liftDirective, asked);
      };
    },
  };
}

const designate =
  (name: string, content: Omit<Asked<DesignateSupplyChainRiskInput>, "vendorId" | "legalBasis" | "reason">): Deed =>
  async ({ act, find, keep }) => {
    const asked = {
      vendorId: find("vendor:example-labs"),
      reason: "SUPPLY_CHAIN_RISK" as const,
      legalBasis: designationBasis,
    };
    const { designationId } = await act(official("DEFENSE"), designateSupplyChainRisk, { ...asked, ...content });
    keep(`designation:${name}`, designationId);
  };

const liftDesignated =
  (name: string, reason: string): Deed =>
  async ({ act, find }) => {
    const asked = { designationId: find(`designation:${name}`), reason: `${reason} ${madeUp}` };
    await act(official("DEFENSE"), liftDesignation, asked);
  };

const designationBasis = "10 U.S.C. 3252 (the designation is made up for the demonstration)";
const exportControls =
  "The export-control directive of the Department of Commerce of 12 June 2026, as publicly reported";
const fictionalBasis = "Made up for the demonstration";

const fable = directive("fable-off", "COMMERCE", "fable-5", "anthropic");
const mythos = directive("mythos-scoped", "COMMERCE", "mythos-5", "anthropic");
const incident = directive("aurora-incident", "COMMERCE", "aurora-two", "example-labs");
const accepted = directive("aurora-accepted", "OSTP", "aurora-two", "example-labs");
const declined = directive("aurora-declined", "OSTP", "aurora-one", "example-labs");
const asked = directive("aurora-asked", "OSTP", "aurora-one", "example-labs");
const postponed = directive("aurora-postponed", "ONCD", "aurora-three", "example-labs");

/** Directives and designations of every effect, force and state. */
export const measureStories: readonly Storyline[] = [
  {
    name: "directive-fable",
    days: [
      ago(
        12,
        fable.issue({
          effect: "WITHDRAW",
          force: "ORDER",
          reason: "NATIONAL_SECURITY",
          legalBasis: exportControls,
          rationale: `The dates are moved to those of the demonstration. ${madeUp}`,
        }),
        fable.acknowledge(),
      ),
    ],
  },
  {
    name: "directive-mythos",
    days: [
      ago(
        12,
        mythos.issue({
          effect: "SUSPEND",
          force: "ORDER",
          reason: "NATIONAL_SECURITY",
          legalBasis: exportControls,
          scope: { jurisdictions: ["DE", "GB"] },
          rationale: `That it is limited to partners of some jurisdictions is fiction. ${madeUp}`,
        }),
        mythos.acknowledge(),
      ),
    ],
  },
  {
    name: "directive-aurora-incident",
    days: [
      ago(
        15,
        incident.issue({ effect: "SUSPEND", force: "ORDER", reason: "CYBER_INCIDENT", legalBasis: fictionalBasis }),
      ),
      ago(13, incident.lift("The stolen credentials are replaced.")),
    ],
  },
  {
    name: "directive-aurora-accepted",
    days: [
      ago(
        11,
        accepted.issue({
          effect: "LIMIT",
          force: "REQUEST",
          reason: "SAFETY_FINDING",
          legalBasis: fictionalBasis,
          limits: [
            { kind: "NAMED_USERS_AT_MOST", max: 200 },
            { kind: "LOG_RETENTION_DAYS", days: 90 },
          ],
        }),
      ),
      ago(10, accepted.answer("ACCEPT", "We agree to the limits.")),
    ],
  },
  {
    name: "directive-aurora-declined",
    days: [
      ago(
        11,
        declined.issue({ effect: "SUSPEND", force: "REQUEST", reason: "SAFETY_FINDING", legalBasis: fictionalBasis }),
      ),
      ago(9, declined.answer("DECLINE", "The finding is about another model.")),
    ],
  },
  {
    name: "directive-aurora-asked",
    days: [
      ago(
        1,
        asked.issue({
          effect: "LIMIT",
          force: "REQUEST",
          reason: "SAFETY_FINDING",
          legalBasis: fictionalBasis,
          limits: [{ kind: "NO_ONWARD_TRANSFER" }],
          scope: { partnerKinds: ["ENTERPRISE"] },
        }),
      ),
    ],
  },
  {
    name: "directive-aurora-postponed",
    days: [
      ago(
        3,
        postponed.issue({
          effect: "POSTPONE",
          force: "ORDER",
          reason: "REVIEW_INCOMPLETE",
          legalBasis: fictionalBasis,
        }),
      ),
    ],
  },
  {
    name: "designation-lifted",
    days: [
      ago(12, designate("first", { effect: "POSTPONE", rationale: `A supplier of a supplier. ${madeUp}` })),
      ago(10, liftDesignated("first", "It was another company of a similar name.")),
    ],
  },
  {
    name: "designation-example-labs",
    days: [
      ago(
        2,
        designate("second", {
          effect: "SUSPEND",
          scope: { partnerKinds: ["GOVERNMENT"] },
          rationale: `Not for partners that are of the government. ${madeUp}`,
        }),
      ),
    ],
  },
];
