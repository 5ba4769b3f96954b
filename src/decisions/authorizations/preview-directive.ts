import type { Context } from "../../context.ts";
import { wholeRecordById } from "../../graph/records.ts";
import { notFound, type Refusal, Refused } from "../../graph/refusal.ts";
import { authorise } from "../../identity/permissions.ts";
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

/** What a directive would come to: nothing but refusals where it could not be issued. */
export interface Previewed extends Reach {
  readonly refusals: readonly Refusal[];
  readonly wording: readonly WordedOn[];
}

/** What a directive would do if it were issued and in force now. Writes nothing. */
export async function previewDirective(context: Context, input: PreviewDirectiveInput): Promise<Previewed> {
  authorise(context.actor, "directive:preview");
  const { releaseId = null, vendorId = null } = input;
  const on = { releaseId, vendorId };
  const stated = await statedOrRefusals(context, on, input);
  if ("refusals" in stated) return { ...nothing, refusals: stated.refusals };
  const parts = partsOf(stated);
  const said = await statedOn(context, on);
  const wording = said.flatMap((each) =>
    enforcementOf(parts, each.parts).map((part) => ({ ...part, releaseId: each.releaseId })),
  );
  return { ...(await reachOf(context, on, stated)), wording, refusals: [] };
}

const nothing = {
  touched: [],
  wording: [],
  everyone: { partners: 0, authorizations: 0, complete: true },
  uncounted: [],
  advances: [],
};

/** What the input states, or what issuing it would be refused with. */
async function statedOrRefusals(
  context: Context,
  { releaseId, vendorId }: OnReleases,
  input: PreviewDirectiveInput,
): Promise<MeasureContent | { refusals: readonly Refusal[] }> {
  if ((releaseId === null) === (vendorId === null)) return { refusals: [oneTarget] };
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
