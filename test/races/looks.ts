import { type Arena, official } from "./arena.ts";

/** Where an application stands, at which revision. */
export async function standingOf({ database }: Arena, caseId: string): Promise<{ status: string; revision: number }> {
  const [row] = await database.asOwner<{ status: string; revision: number }>(
    "select status, revision from application where id = $1",
    [caseId],
  );
  if (!row) throw new Error(`No application ${caseId}`);
  return row;
}

/** What is stored of where an authorization stands. */
export async function statusOf({ database }: Arena, authorizationId: string): Promise<string | undefined> {
  const asked = 'select status from "authorization" where id = $1';
  const [row] = await database.asOwner<{ status: string }>(asked, [authorizationId]);
  return row?.status;
}

/** The ledger's number of the one entry of this type about a record. */
export async function placeOf({ database }: Arena, subjectId: string, type: string): Promise<number> {
  const rows = await database.asOwner<{ seq: string }>(
    "select seq from ledger_entry where subject_id = $1 and type = $2",
    [subjectId, type],
  );
  if (rows.length !== 1) throw new Error(`${rows.length} entries ${type} about ${subjectId}`);
  return Number(rows[0]?.seq);
}

/** Whether the partner may use the release now, and the codes of every reason why not. */
export async function accessOf(
  arena: Arena,
  { releaseId, partnerId }: { releaseId: string; partnerId: string },
): Promise<{ allowed: boolean; reasons: string[] }> {
  const asked = `query A($r: ID!, $p: ID!) {
    checkAccess(releaseId: $r, partnerId: $p, endUse: CYBER_DEFENSE) { allowed reasons { code } } }`;
  const { checkAccess } = await arena.as(official("COMMERCE")).ask(asked, { r: releaseId, p: partnerId });
  return { allowed: checkAccess.allowed, reasons: checkAccess.reasons.map(({ code }: { code: string }) => code) };
}
