import { Field, ID, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";

import { keyed, Node } from "../../graph/node.ts";
import { CaseStatusEnum, ReleasePhaseEnum } from "../../graph/vocabulary-enums.ts";
import { Withheld } from "../../identity/withheld.ts";
import type { PhaseAdvanceStatus, ReleasePhase } from "../../rules/vocabulary.ts";
import { CaseColumns } from "./case-columns.ts";

/** A vendor's request to move a release to its next phase: a case of the panel. */
@keyed
@ObjectType("PhaseAdvance", {
  implements: Node,
  simpleResolvers: true,
  description: "A vendor's request to move a release to its next phase.",
})
@Entity("phase_advance")
export class PhaseAdvance extends CaseColumns {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Field(() => CaseStatusEnum, { description: "Where it stands." })
  @Column("varchar")
  status!: PhaseAdvanceStatus;

  @Field(() => ReleasePhaseEnum, { description: "The phase that the release would leave." })
  @Column("varchar")
  fromPhase!: ReleasePhase;

  @Field(() => ReleasePhaseEnum, { description: "The phase that the release would reach." })
  @Column("varchar")
  toPhase!: ReleasePhase;

  @Field(() => String, { description: "Why the vendor asks for it." })
  @Column("text")
  justification!: string;

  @Field(() => [Withheld], { description: "The fields of this phase advance that are not shown to you, and why." })
  withheld!: readonly Withheld[];
}
