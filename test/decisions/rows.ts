import type { EntityTarget, ObjectLiteral } from "typeorm";
import { Policy } from "../../src/releases/policies/policy.ts";
import { Release } from "../../src/releases/register/release.ts";
import { Vendor } from "../../src/releases/vendors/vendor.ts";
import { lookAlikeSkeleton } from "../../src/rules/names.ts";
import { expeditedPreview } from "../../src/rules/policies/expedited-preview.ts";
import type { PolicyDocument } from "../../src/rules/policy.ts";
import type { Graph } from "../support/graph.ts";

type Served = Pick<Graph, "services">;

/** A Tuesday morning in Washington, on which what these make came to be. */
export const tuesday = new Date("2026-06-09T14:00:00.000Z");

/** Stores rows past the use cases, many at once: for what a test starts from. */
export async function store<Row extends ObjectLiteral>(
  { services }: Served,
  entity: EntityTarget<Row> & (new () => Row),
  rows: Partial<Row> | readonly Partial<Row>[],
): Promise<void> {
  await services.database.source.manager.insert(entity, rows as never);
}

export async function aVendor(graph: Served, org = "example-labs"): Promise<string> {
  const id = graph.services.ids.next("Vendor");
  const name = `${org} (fictional)`;
  await store(graph, Vendor, { id, org, name, nameSkeleton: lookAlikeSkeleton(name), enrolledAt: tuesday });
  return id;
}

/** The expedited preview with other parts where given, as a policy of its own. */
export async function aPolicy(graph: Served, document: Partial<PolicyDocument> = {}): Promise<string> {
  const id = graph.services.ids.next("Policy");
  const whole = { ...expeditedPreview, key: `policy-${id.slice(-6)}`, ...document };
  await store(graph, Policy, { id, key: whole.key, version: 1, document: whole, publishedAt: tuesday });
  return id;
}

let releases = 0;

/** A release in its limited preview, or in the phase given. */
export async function aRelease(
  graph: Served,
  vendorId: string,
  policyId: string,
  phase: Release["phase"] = "LIMITED_PREVIEW",
): Promise<string> {
  releases += 1;
  const id = graph.services.ids.next("Release");
  await store(graph, Release, {
    id,
    vendorId,
    policyId,
    name: `Model ${releases}`,
    modelVersion: "1.0",
    description: "A model.",
    safeguards: "Many.",
    phase,
    revision: 1,
    registeredAt: tuesday,
    publicSince: ["LIMITED_PREVIEW", "EXPANDED_PREVIEW", "GENERAL_AVAILABILITY"].includes(phase) ? tuesday : null,
    withdrawalReason: null,
  });
  return id;
}
