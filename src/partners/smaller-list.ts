import type { ScreeningFile } from "./screening-file.ts";

/** A file would put much less in force than is: it may have been cut, or be in a layout that changed. Nothing was changed. */
export class SmallerListError extends Error {
  override readonly name = "SmallerListError";
}

/** From so many parties on a list is large; of a file with so many rows the share that is skipped is looked at. */
const large = 1_000;
const smallestShare = 0.9;
const mostSkipped = 0.01;

/** Throws SmallerListError for a file that mustn't take the place of a large list without somebody's word. */
export function refuseSmaller(partiesInForce: number, { parties, skipped }: ScreeningFile): void {
  if (partiesInForce < large) return;
  if (parties.length < partiesInForce * smallestShare) {
    throw new SmallerListError(
      `The file lists ${parties.length} parties where ${partiesInForce} are in force. ${advice}`,
    );
  }
  const rows = parties.length + skipped.length;
  if (rows >= large && skipped.length > rows * mostSkipped) {
    throw new SmallerListError(`Of the file's ${rows} rows ${skipped.length} can't be read. ${advice}`);
  }
}

const advice =
  "Nothing was changed. Download the list again; if it is so in fact, import the file with --accept-smaller.";
