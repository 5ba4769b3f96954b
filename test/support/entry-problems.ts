import { canonical } from "../../src/ledger/canonical.ts";
import { commitment } from "../../src/ledger/commitment.ts";
import type { LedgerEntry } from "../../src/ledger/ledger-entry.ts";
import { leafHash } from "../../src/ledger/merkle/hashes.ts";

/** What an outsider can check of an entry with what is stored beside its body. */
export function problemsOf(entry: LedgerEntry): string[] {
  const problems: string[] = [];
  const body = JSON.parse(entry.body);
  if (canonical(body) !== entry.body) problems.push("the body is not canonical");
  if (!leafHash(entry.body).equals(entry.leafHash)) problems.push("the leaf's hash is another");
  const place = {
    version: 1,
    seq: entry.seq,
    id: entry.id,
    at: entry.at.toISOString(),
    operationId: entry.operationId,
  };
  for (const [name, value] of Object.entries(place)) if (body[name] !== value) problems.push(`${name} is another`);
  const subject = { type: entry.subjectType, id: entry.subjectId, revision: entry.subjectRevision };
  const { type, actor, payload, restricted, audience, salts } = entry;
  for (const [name, value] of Object.entries({ type, subject, actor, payload, restricted, audience })) {
    const salt = salts[name as keyof typeof salts];
    if (body[name] !== commitment(salt, name, value)) problems.push(`the commitment to ${name} is another`);
  }
  return problems;
}
