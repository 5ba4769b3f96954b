import type { Context } from "../../context.ts";
import { wholeRecordById } from "../../graph/records.ts";
import { notFound, type Refusal, Refused } from "../../graph/refusal.ts";
import { sql } from "../../graph/sql.ts";
import { authorise } from "../../identity/permissions.ts";
import { designatedAlready } from "../../releases/directives/designate-supply-chain-risk.ts";
import type { PreviewDesignationInput } from "../../releases/directives/designation-inputs.ts";
import type { PreviewDirectiveInput } from "../../releases/directives/directive-inputs.ts";
import { oneTarget, releaseWithdrawn } from "../../releases/directives/directive-target.ts";
import { contentOrRefuse, type MeasureContent } from "../../releases/directives/measure-content.ts";
import { type OnReleases, statedOn } from "../../releases/enforcement/stated-enforcement.ts";
import { Release } from "../../releases/register/release.ts";
import { Vendor } from "../../releases/vendors/vendor.ts";
import { enforcementOf, partsOf, type WordedPart } from "../../rules/enforcement.ts";
import { type Reach, reachOf } from "./directive-reach.ts";

/** A part of the wording on one release, and what the vendor has said of it. */
export interface WordedOn extends WordedPart {
  readonly releaseId: string;
}

/** What a measure would come to: nothing but refusals where it could not be taken. */
export interface Previewed extends Reach {
  readonly refusals: readonly Refusal[];
  readonly wording: readonly WordedOn[];
}

/** What a directive would do if it were issued and in force now. Writes nothing. */
export async function previewDirective(context: Context, input: PreviewDirectiveInput): Promise<Previewed> {
  authorise(context.actor, "directive:preview");
  const { releaseId = null, vendorId = null } = input;
  const on = { releaseId, vendorId };
  if ((releaseId === null) === (vendorId === null)) return refused(oneTarget);
  return previewOn(context, on, input);
}

/** What a designation would do if it were made now: in force at once, on all of its vendor's releases. Writes nothing. */
export async function previewDesignation(context: Context, input: PreviewDesignationInput): Promise<Previewed> {
  authorise(context.actor, "designation:preview");
  const { vendorId } = input;
  const [designated] = await context.query<object>(
    sql`select 1 from designation where vendor_id = ${vendorId} and status = 'IN_FORCE'`,
  );
  return designated ? refused(designatedAlready) : previewOn(context, { releaseId: null, vendorId }, input);
}

async function previewOn(context: Context, on: OnReleases, input: Stated): Promise<Previewed> {
  const stated = await statedOrRefusals(context, on, input);
  if ("refusals" in stated) return refused(...stated.refusals);
  const parts = partsOf(stated);
  const said = await statedOn(context, on);
  const wording = said.flatMap((each) =>
    enforcementOf(parts, each.parts).map((part) => ({ ...part, releaseId: each.releaseId })),
  );
  return { ...(await reachOf(context, on, stated)), wording, refusals: [] };
}

type Stated = PreviewDirectiveInput | PreviewDesignationInput;

const refused = (...refusals: Refusal[]): Previewed => ({ ...nothing, refusals });

const nothing = {
  touched: [],
  wording: [],
  everyone: { partners: 0, authorizations: 0, complete: true },
  uncounted: [],
  advances: [],
};

/** What the input states, or what it would be refused with. */
async function statedOrRefusals(
  context: Context,
  { releaseId, vendorId }: OnReleases,
  input: Stated,
): Promise<MeasureContent | { refusals: readonly Refusal[] }> {
  const release = await wholeRecordById(context, Release, releaseId);
  const vendor = await wholeRecordById(context, Vendor, vendorId);
  if (releaseId !== null && !release) return { refusals: [notFound("release", ["input", "releaseId"])] };
  if (vendorId !== null && !vendor) return { refusals: [notFound("vendor", ["input", "vendorId"])] };
  try {
    const reader = { now: await context.now(), query: context.query.bind(context) as Context["query"] };
    const content = await contentOrRefuse(reader, input);
    return release?.phase === "WITHDRAWN" ? { refusals: [releaseWithdrawn] } : content;
  } catch (error) {
    if (error instanceof Refused) return { refusals: error.refusals };
    throw error;
  }
}
