import { Field, ObjectType } from "type-graphql";
import type { Context } from "../../context.ts";
import { batched } from "../../graph/batched.ts";
import { sql } from "../../graph/sql.ts";
import { ObjectionReasonEnum } from "../../graph/vocabulary-enums.ts";
import { rowAccess } from "../../identity/visibility.ts";
import type { ObjectionReason } from "../../rules/vocabulary.ts";

@ObjectType("DenialReason", { description: "A criterion of the case's policy that a denial rests on." })
export class DenialReason {
  @Field(() => ObjectionReasonEnum, { description: "Its code." })
  code!: ObjectionReason;

  @Field(() => String, { description: "The policy's words for it." })
  says!: string;
}

/**
 * What the denial that stands for each case rests on, intended or countersigned, in the policy's order; null where none
 * stands that the reader may know of. The applicant is told of an intended one, since it may rebut it: of the codes
 * alone, while the proposal and where it came from stay the panel's.
 */
export const denialReasonsLoader = (context: Context) =>
  batched<string, readonly DenialReason[] | null>(context, async (ids) => {
    const { visible } = rowAccess("Decision", "d", context.actor);
    const ofApplication = rowAccess("Application", "a", context.actor);
    const ofAdvance = rowAccess("PhaseAdvance", "v", context.actor);
    const rows = await context.query<{ id: string; reasons: DenialReason[] }>(
      sql`select c.id, array(select criterion from jsonb_array_elements(pol.document->'criteria') with ordinality as e(criterion, at)
            where criterion->>'code' = any(d.reasons) order by e.at) as reasons
          from review_case c
          join policy pol on pol.id = c.policy_id
          join decision d on d.case_id = c.id and d.case_revision = c.revision
            and d.outcome = 'DENY' and d.status in ('PROPOSED', 'COUNTERSIGNED')
          left join application a on a.id = c.id
          left join phase_advance v on v.id = c.id
          where c.id = any(${[...ids]}::varchar[])
            and ((${visible}) or (a.id is not null and ${ofApplication.asPartner}) or (v.id is not null and ${ofAdvance.asVendor}))`,
    );
    const found = new Map(rows.map(({ id, reasons }) => [id, reasons]));
    return ids.map((id) => found.get(id) ?? null);
  });
