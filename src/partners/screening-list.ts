import { Field, ID, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryColumn } from "typeorm";
import { keyed, Node } from "../graph/node.ts";
import { DateTime } from "../graph/scalars.ts";

/** How many parties a list has of one source. */
@ObjectType("ScreeningSource", {
  simpleResolvers: true,
  description: "How many parties a screening list has of one source.",
})
export class ScreeningSource {
  @Field(() => String, { description: "The source: a list, and who keeps it." })
  source!: string;

  @Field(() => Int, { description: "How many parties." })
  parties!: number;
}

/** One version of the screening list: a file that was imported. */
@keyed
@ObjectType("ScreeningList", {
  implements: Node,
  simpleResolvers: true,
  description: "A version of the list that partners' names are screened against: one imported file.",
})
@Entity("screening_list")
export class ScreeningList extends Node {
  @Field(() => ID, { description: "Opaque, typed, time-ordered global id." })
  @PrimaryColumn("varchar")
  override id!: string;

  @Field(() => String, { description: "The file's SHA-256, in hex." })
  @Column("varchar")
  sha256!: string;

  @Field(() => [ScreeningSource], { description: "What it was put together from." })
  @Column("jsonb")
  sources!: readonly ScreeningSource[];

  @Field(() => Int, { description: "How many parties it lists." })
  @Column("int4")
  partyCount!: number;

  @Field(() => Int, { description: "How many names they are looked for by." })
  @Column("int4")
  nameCount!: number;

  @Field(() => Int, { description: "How many rows of the file could not be read, and are missing." })
  @Column("int4")
  rowsSkipped!: number;

  @Field(() => Int, { description: "How many parties the version before did not list; `partyChanges` has them." })
  @Column("int4")
  partiesAdded!: number;

  @Field(() => Int, { description: "How many parties of the version before it no longer lists." })
  @Column("int4")
  partiesRemoved!: number;

  @Field(() => Int, { description: "How many parties it says something else of than the version before." })
  @Column("int4")
  partiesChanged!: number;

  @Field(() => Int, { description: "How many partners were screened when it came into force." })
  @Column("int4")
  partnersScreened!: number;

  @Field(() => Int, {
    description: "How many hits that raised; `screeningHits(filter: {listId})` has them and later ones.",
  })
  @Column("int4")
  hitsRaised!: number;

  @Field(() => Int, { description: "How many of those hits are on admitted partners, which stay admitted." })
  @Column("int4")
  hitsOnAdmitted!: number;

  @Field(() => Int, {
    description: "How many hits, open or found true, are for parties that the version before listed and it doesn't.",
  })
  @Column("int4")
  hitsDelisted!: number;

  /** Which way of matching names it was screened by: another one screens the same file anew. */
  @Column("int4")
  matcher!: number;

  @Field(() => DateTime, { description: "When it was imported." })
  @Column("timestamptz")
  importedAt!: Date;

  @Field(() => DateTime, {
    description:
      "When it was last known to be what its source publishes: imported as another file than the one before, or said to be published still. What makes the list stale counts from here.",
  })
  @Column("timestamptz")
  confirmedAt!: Date;
}
