import type { Tx } from "../ledger/tx.ts";
import type { Application } from "./application.ts";
import { contentOf } from "./application-content.ts";
import { ApplicationRevision } from "./application-revision.ts";

/** Keeps what the application asks for at its current revision. A draft's revisions are its partner's alone. */
export async function addRevision(
  tx: Tx,
  application: Application,
  note: string | null,
  audience: readonly string[],
): Promise<void> {
  const revision = await tx.insert(ApplicationRevision, {
    ...contentOf(application),
    id: tx.newId("ApplicationRevision"),
    applicationId: application.id,
    revision: application.revision,
    note,
    submittedAt: application.submittedAt === null ? null : tx.now,
  });
  tx.record(ApplicationRevision, { type: "ApplicationRevisionAdded", subject: revision, audience });
}
