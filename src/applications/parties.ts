import { Refused, refusal } from "../graph/refusal.ts";
import type { Tx } from "../ledger/tx.ts";
import { Partner } from "../partners/partner.ts";
import { Release } from "../releases/register/release.ts";
import { Vendor } from "../releases/vendors/vendor.ts";
import { Application } from "./application.ts";
import { submissionBlockers } from "./submission-rules.ts";

/** Between whom an application is: who asks, and whose release it is. */
export interface Parties {
  readonly vendor: Pick<Vendor, "org">;
  readonly partner: Pick<Partner, "id" | "org" | "status">;
}

/** What a submission stands on, locked against change. */
export interface Ground extends Parties {
  readonly release: Release;
  readonly partner: Partner;
}

/** Locks, in the one lock order, a release's vendor, the release and a partner. */
export async function lockGround(tx: Tx, { id, vendorId }: Release, partnerId: string): Promise<Ground> {
  return {
    vendor: await tx.lockKnown(Vendor, vendorId, "pessimistic_read"),
    release: await tx.lockKnown(Release, id, "pessimistic_read"),
    partner: await tx.lockKnown(Partner, partnerId, "pessimistic_read"),
  };
}

/** Locks an application that the actor may see, and before it what it stands on. Refuses with NOT_FOUND otherwise. */
export async function lockWithGround(
  tx: Tx,
  id: string,
  field: readonly string[],
): Promise<{ readonly application: Application; readonly ground: Ground }> {
  const seen = await tx.peek(Application, id, field);
  const ground = await lockGround(
    tx,
    await tx.manager.findOneByOrFail(Release, { id: seen.releaseId }),
    seen.partnerId,
  );
  return { application: await tx.lock(Application, id, field), ground };
}

/** Refuses a barred partner: it may end its applications, and neither make nor change one. */
export function refuseBarred({ partner }: Pick<Parties, "partner">): void {
  if (partner.status !== "BARRED") return;
  throw new Refused(refusal("BLOCKED", submissionBlockers.PARTNER_BARRED, { blockers: ["PARTNER_BARRED"] }));
}

/** The id of the actor's own partner. Refuses where its organisation has none. */
export async function ownPartnerId(tx: Tx): Promise<string> {
  const partner = await tx.manager.findOneBy(Partner, { org: tx.actor.org as string });
  if (!partner) throw new Refused(notRegistered);
  return partner.id;
}

/** An application's parties, without locks: who they are never changes. */
export async function partiesOf(tx: Tx, { partnerId, releaseId }: Application): Promise<Parties> {
  const partner = await tx.manager.findOneByOrFail(Partner, { id: partnerId });
  const { vendorId } = await tx.manager.findOneByOrFail(Release, { id: releaseId });
  return { partner, vendor: await tx.manager.findOneByOrFail(Vendor, { id: vendorId }) };
}

const notRegistered = refusal(
  "BLOCKED",
  "Your organisation is not registered. Register it first with registerPartner.",
  {
    blockers: ["PARTNER_NOT_REGISTERED"],
  },
);
