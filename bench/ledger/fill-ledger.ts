import type { DataSource } from "typeorm";
import { built } from "./built.ts";

/** How many entries one transaction appends, as a busy change would: enough that commits don't count. */
const atOnce = 400;

/**
 * Appends entries as changes do, by the code that changes use: each an application that moved, with its whole state,
 * some 3 kB a row.
 */
export async function fillLedger(source: DataSource, upTo: number, onProgress: (share: number) => void): Promise<void> {
  const { append, lockTail } = await built<typeof import("../../src/ledger/append.ts")>("ledger/append");
  const { timeOrderedIds } = await built<typeof import("../../src/graph/ids.ts")>("graph/ids");
  for (let from = await sizeOf(source); from < upTo; from += atOnce) {
    await source.transaction(async (manager) => {
      const tail = await lockTail(manager, null);
      const count = Math.min(atOnce, upTo - tail.lastSeq);
      const drafts = Array.from({ length: count }, (_, index) => draft(tail.lastSeq + index));
      await append(manager, timeOrderedIds, timeOrderedIds.operation(), drafts, tail);
    });
    onProgress(from / upTo);
  }
}

async function sizeOf(source: DataSource): Promise<number> {
  const [{ size }] = (await source.query("select last_seq as size from ledger_tail")) as [{ size: number }];
  return size;
}

const statuses = ["SUBMITTED", "IN_REVIEW", "AWAITING_COUNTERSIGNATURE", "APPROVED"];
const padded = (prefix: string, number: number): string => `${prefix}_${String(number).padStart(26, "0")}`;

function draft(number: number) {
  const status = statuses[number % statuses.length] as string;
  const id = padded("app", Math.floor(number / statuses.length));
  const state = {
    id,
    status,
    partnerId: padded("ptn", number % 5_000),
    releaseId: padded("rel", number % 500),
    policyId: padded("pol", 1),
    revision: 1,
    endUse: "CYBER_DEFENSE",
    endUseStatement: `Our engineers look for faults in the systems that we run, report them to their makers and mend them (case ${number}).`,
    deployment: "VENDOR_HOSTED",
    namedUsers: 1 + (number % 200),
    userJurisdictions: ["US", "GB"],
    submittedAt: "2026-06-09T14:00:00.000Z",
    lastSubmittedAt: "2026-06-09T14:00:00.000Z",
    acceptedAt: "2026-06-10T14:00:00.000Z",
    dueAt: "2026-06-26T21:00:00.000Z",
    rebuttalDueAt: null,
    intendedAt: null,
    closedAt: null,
    closureReason: null,
    replacesId: null,
    programmeId: null,
    returnReason: null,
    returnNote: null,
  };
  return {
    type: "CaseMoved",
    subject: { type: "Application", id, revision: 1 },
    actor: {
      subject: `official-${number % 40}`,
      agency: "COMMERCE",
      org: null,
      tokenId: `token-${number}`,
      correlationId: `request-${number}`,
      mutation: "acceptApplication",
    },
    payload: {
      outcome: "APPLIED" as const,
      from: null,
      to: status,
      legalBasis: "Executive Order (fictional), section 4",
      state,
    },
    restricted: { state: { nominated: null }, rationale: null },
    audience: ["officials", `partner:partner-${number % 5_000}`, `vendor:vendor-${number % 20}`],
  };
}
