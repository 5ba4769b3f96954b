import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { publishedFiles } from "../support/matrix-operations.ts";

const folder = "docs/guide";
const pages = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));

/** The operations that a guide runs, and shows with their answers. */
const shown = pages.flatMap((page) =>
  [...page.matchAll(/^(?:As `[\w-]+`|Without a token), \[`([\w/-]+)`\]/gm)].map(([, operation]) => operation),
);
const linked = pages.flatMap((page) =>
  [...page.matchAll(/schema\/operations\/([\w/-]+)\.graphql/g)].map(([, operation]) => operation),
);

/** Why no guide shows an answer of these. They are listed at the end of their role's, with what they are for. */
const listedAlone: Readonly<Record<string, readonly string[]>> = {
  "it reads one record, whose fields the story shows where that is made, changed or listed": [
    "administrator/revocation",
    "agency/condition-change",
    "agency/hold",
    "agency/programme",
    "agency/referral",
    "auditor/change",
    "auditor/enforcement-attestation",
    "commerce/screening-hit",
    "commerce/screening-list",
    "oncd/cyber-review",
    "oncd/finding",
    "ostp/policy",
    "partner/change",
    "partner/information-request",
    "partner/my-enrolment",
    "public/find-by-id",
    "vendor/change",
    "vendor/directive",
    "vendor/enforcement-statement",
    "vendor/information-request",
    "vendor/nomination",
    "vendor/webhook",
  ],
  "it lists what the story makes one by one": [
    "agency/information-requests",
    "agency/overdue-applications",
    "agency/programmes",
    "agency/short-list",
    "auditor/applications",
    "auditor/revocations",
    "oncd/cyber-reviews",
    "partner/appeals",
    "partner/holds",
    "vendor/enforcement-statements",
    "vendor/holds",
    "vendor/my-programmes",
    "vendor/my-webhooks",
    "vendor/release-applications",
  ],
  "a guide shows the same of another role, or of another record": [
    "agency/changes",
    "auditor/release-as-of",
    "partner/changes",
    "public/checkpoint",
    "public/consistency-proof",
    "public/inclusion-proof",
    "vendor/changes",
    "vendor/explain-deadline",
  ],
  "it is followed as the subscriptions of the vendor's guide and of everyone's are": [
    "agency/follow-applications",
    "auditor/follow-changes",
    "commerce/follow-partners",
    "ostp/follow-replay",
    "partner/follow-my-authorizations",
    "partner/follow-my-registration",
    "vendor/follow-applications",
    "vendor/follow-my-releases",
  ],
};

it("shows every published operation with a real answer in a guide, but for those that have a reason", () => {
  expect(publishedFiles.filter((operation) => !shown.includes(operation))).toEqual(
    Object.values(listedAlone).flat().sort(),
  );
});

it("names every published operation in a guide", () => {
  expect(publishedFiles.filter((operation) => !linked.includes(operation))).toEqual([]);
});

it("has every guide named in the README", () => {
  const readme = readFileSync("README.md", "utf8");
  expect(readdirSync(folder).filter((name) => !readme.includes(`(docs/guide/${name})`))).toEqual([]);
});
