import { Field, ID, ObjectType } from "type-graphql";
import { PartnerKindEnum, ReleasePhaseEnum } from "../../graph/vocabulary-enums.ts";
import type { DirectiveScope as StoredScope } from "../../rules/directives.ts";
import type { PartnerKind, ReleasePhase } from "../../rules/vocabulary.ts";

/** Whom a directive or designation touches, as the graph shows it: the stored scope, its parts nullable. */
@ObjectType("DirectiveScope", {
  description:
    "Whom a directive or designation touches: partners that match every part that isn't null, each by any of its values.",
})
export class DirectiveScope implements StoredScope {
  @Field(() => [String], { nullable: true, description: "Where the partner is established: ISO 3166-1 alpha-2 codes." })
  jurisdictions?: string[];

  @Field(() => [PartnerKindEnum], { nullable: true, description: "What kind of organisation it is." })
  partnerKinds?: PartnerKind[];

  @Field(() => [ID], { nullable: true, description: "Which partners." })
  partnerIds?: string[];

  @Field(() => [ReleasePhaseEnum], { nullable: true, description: "The phases of the release in which it applies." })
  phases?: ReleasePhase[];
}
