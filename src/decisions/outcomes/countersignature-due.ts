import type { Context } from "../../context.ts";
import { batched } from "../../graph/batched.ts";
import { sql } from "../../graph/sql.ts";
import { rowAccess } from "../../identity/visibility.ts";

/**
 * When the countersignature of what is proposed for each case is due; null where nothing is awaited, and for whoever may
 * not know: officials, auditors and whoever brought the case may. A denial's hangs on its rebuttal, which is nobody else's.
 */
export const countersignatureDueLoader = (context: Context) =>
  batched<string, Date | null>(context, async (ids) => {
    const { visible } = rowAccess("Decision", "d", context.actor);
    const ofApplication = rowAccess("Application", "a", context.actor);
    const ofAdvance = rowAccess("PhaseAdvance", "v", context.actor);
    const rows = await context.query<{ id: string; dueAt: Date | null }>(
      sql`select d.case_id as id, d.due_at as "dueAt" from decision d
          left join application a on a.id = d.case_id
          left join phase_advance v on v.id = d.case_id
          where d.case_id = any(${[...ids]}::varchar[]) and d.status = 'PROPOSED'
            and ((${visible}) or (a.id is not null and ${ofApplication.asPartner}) or (v.id is not null and ${ofAdvance.asVendor}))`,
    );
    const found = new Map(rows.map(({ id, dueAt }) => [id, dueAt]));
    return ids.map((id) => found.get(id) ?? null);
  });
