import type { Context } from "../../context.ts";
import { batched } from "../../graph/batched.ts";
import { graphEnum } from "../../graph/enums.ts";
import { sql } from "../../graph/sql.ts";
import { rowAccess } from "../../identity/visibility.ts";
import type { CaseOverlay } from "../../rules/review-vocabulary.ts";
import { clockStopped } from "../stops/stops.ts";

export const CaseOverlayEnum = graphEnum<CaseOverlay>("CaseOverlay", "What lies over a case's status.", {
  ON_HOLD: "A hold or an information request stops its clock: nothing is decided meanwhile.",
  UNDER_APPEAL: "An appeal awaits its decision, or what it gave awaits its countersignature.",
});

/**
 * What lies over the status of each case, for any number of them in one statement. A case is under appeal for those who may
 * see the appeal: its other party reads none, and isn't told by this that there is one.
 */
export const overlayLoader = (context: Context) =>
  batched<string, readonly CaseOverlay[]>(context, async (ids) => {
    const { visible } = rowAccess("Appeal", "p", context.actor);
    const rows = await context.query<{ id: string; stopped: boolean; appealed: boolean }>(
      sql`select c.id, ${clockStopped(sql`c.id`)} as stopped,
            exists (select 1 from appeal p left join decision d on d.id = p.proposal_id
              where p.case_id = c.id and (${visible})
                and (p.status = 'FILED' or (p.status = 'UPHELD' and d.status = 'PROPOSED'))) as appealed
          from review_case c where c.id = any(${[...ids]}::varchar[])`,
    );
    const overlays = new Map(
      rows.map(({ id, stopped, appealed }) => [
        id,
        [...(stopped ? (["ON_HOLD"] as const) : []), ...(appealed ? (["UNDER_APPEAL"] as const) : [])],
      ]),
    );
    return ids.map((id) => overlays.get(id) ?? []);
  });
