import { notFound, type Refusal, refusal } from "../graph/refusal.ts";
import { sql } from "../graph/sql.ts";
import type { Tx } from "../ledger/tx.ts";
import { holdingAuthorizationStatuses } from "../rules/lifecycles/authorization.ts";
import type { AuthorizationStatus, EndUse } from "../rules/vocabulary.ts";
import type { Application } from "./application.ts";

type Use = Pick<Application, "partnerId" | "releaseId" | "endUse">;

interface Replaced {
  readonly releaseId: string;
  readonly endUse: EndUse;
  readonly status: AuthorizationStatus;
}

const holding: readonly AuthorizationStatus[] = holdingAuthorizationStatuses;

/** Which authorizations a renewal may name: one in force or suspended; once begun, it may outlast the one it replaces. */
export const renewable = { newly: holding, onceBegun: [...holding, "EXPIRED"] } as const satisfies Record<
  string,
  readonly AuthorizationStatus[]
>;

/**
 * What the partner's authorizations have against an application. A renewal must replace the partner's own one for the
 * same release and end use, in one of the statuses given; any other must ask for a use that the partner doesn't hold
 * yet: a second authorization for it could never be issued. They belong to a later room, so this reads their table.
 */
export async function authorizationRefusals(
  tx: Tx,
  application: Use & Pick<Application, "replacesId">,
  field: readonly string[],
  statuses: readonly AuthorizationStatus[] = renewable.newly,
): Promise<Refusal[]> {
  const { replacesId } = application;
  if (replacesId !== null) return replacementRefusals(tx, { ...application, replacesId }, field, statuses);
  return (await isHeld(tx, application)) ? [authorizationHeld(field)] : [];
}

async function replacementRefusals(
  tx: Tx,
  renewal: Use & { readonly replacesId: string },
  field: readonly string[],
  statuses: readonly AuthorizationStatus[],
): Promise<Refusal[]> {
  const [replaced] = await tx.query<Replaced>(
    sql`select release_id as "releaseId", end_use as "endUse",
          case when status = any(${[...holding]}::varchar[]) and expires_at <= ${tx.now} then 'EXPIRED' else status end as status
        from "authorization" where id = ${renewal.replacesId} and partner_id = ${renewal.partnerId}`,
  );
  if (!replaced) return [notFound("authorization", field)];
  const refusals: Refusal[] = [];
  if (replaced.releaseId !== renewal.releaseId) {
    refusals.push(
      refusal("INVALID_INPUT", "A renewal is for the release of the authorization that it replaces.", { field }),
    );
  }
  if (replaced.endUse !== renewal.endUse) {
    const message = `A renewal keeps the end use of the authorization that it replaces: ${replaced.endUse}.`;
    refusals.push(refusal("INVALID_INPUT", message, { field }));
  }
  if (!statuses.includes(replaced.status)) {
    const message = `The authorization is ${replaced.status}: apply anew instead of renewing it.`;
    refusals.push(refusal("BLOCKED", message, { field, blockers: [`AUTHORIZATION_${replaced.status}`] }));
  }
  return refusals;
}

/** Whether the partner holds an authorization for the use: one that was not ended, and whose time is not over. */
async function isHeld(tx: Tx, { partnerId, releaseId, endUse }: Use): Promise<boolean> {
  const [row] = await tx.query<{ held: boolean }>(
    sql`select exists (select 1 from "authorization" where partner_id = ${partnerId} and release_id = ${releaseId}
          and end_use = ${endUse} and status = any(${[...holding]}::varchar[]) and expires_at > ${tx.now}) as held`,
  );
  return row?.held === true;
}

const authorizationHeld = (field: readonly string[]): Refusal =>
  refusal(
    "BLOCKED",
    "You hold an authorization for this release and end use. To renew it, submit a new application that names it as `replacesAuthorizationId`.",
    { field, blockers: ["AUTHORIZATION_HELD"] },
  );
