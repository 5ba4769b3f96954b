import { countersign } from "../countersign.ts";
import { type Changed, entriesAfter } from "./data.ts";
import type { Commit } from "./writer.ts";

/** A change as it stands in the ledger. Times are ms of the machine's clock. */
export interface Written {
  readonly applicationId: string;
  readonly releaseId: string;
  /** When it was recorded, as the graph writes it. */
  readonly at: string;
  /** The cursor of the event that it brings. */
  readonly cursor: string;
  readonly due: number;
  /** When its commit had returned. */
  readonly committed: number;
  /** Whether it came after the warm-up. */
  readonly counts: boolean;
}

/** The changes in the ledger's order: the entries of an application are its commits, in their order. */
export async function writtenFrom({
  databaseUrl,
  before,
  commits,
  applications,
  warmUp,
}: {
  readonly databaseUrl: string;
  /** The ledger's last number before them. */
  readonly before: number;
  readonly commits: readonly Commit[];
  readonly applications: readonly Changed[];
  /** How many of them were due before what is measured. */
  readonly warmUp: number;
}): Promise<Written[]> {
  const [entries, { encodePosition }] = await Promise.all([entriesAfter(databaseUrl, before), countersign.cursor()]);
  if (entries.length !== commits.length) {
    throw new Error(`${commits.length} changes were made, and the ledger has ${entries.length}.`);
  }
  const releases = new Map(applications.map(({ id, releaseId }) => [id, releaseId]));
  const measuredFrom = commits.map(({ due }) => due).toSorted((one, other) => one - other)[warmUp] as number;
  const own = Map.groupBy(commits, ({ applicationId }) => applicationId);
  return entries.map(({ sequence, mark, subjectId, at }) => {
    const commit = own.get(subjectId)?.shift();
    if (!commit) throw new Error(`The ledger's entry ${sequence} is of no change that was made.`);
    return {
      applicationId: subjectId,
      releaseId: releases.get(subjectId) as string,
      at: at.toISOString(),
      cursor: encodePosition({ sequence, id: subjectId, mark }),
      ...{ due: commit.due, committed: commit.committed },
      counts: commit.due >= measuredFrom,
    };
  });
}
