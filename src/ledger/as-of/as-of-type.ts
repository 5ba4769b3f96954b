import { ArgsType, type ClassType, Field, getMetadataStorage, ID, ObjectType } from "type-graphql";
import { getMetadataArgsStorage } from "typeorm";
import { DateTime } from "../../graph/scalars.ts";
import { Cursor, type LedgerPosition } from "../cursor.ts";
import { SequenceNumber } from "../sequence-number.ts";

/** What every record as it stood tells about where that is known from. */
@ObjectType({ simpleResolvers: true })
export abstract class RecordAsOf {
  @Field(() => Cursor, { description: "The place in the order of changes of the change that made it so." })
  cursor!: LedgerPosition;

  @Field(() => SequenceNumber, { description: "The number of the ledger's entry that it is rebuilt from." })
  sequence!: number;

  @Field(() => DateTime, { description: "When that change was recorded: it stood so from then on." })
  recordedAt!: Date;

  @Field(() => String, { description: "What that change was, in the past tense, like ReleaseRegistered." })
  recordedAs!: string;

  @Field(() => [String], {
    description: "The fields that are null here because they weren't kept yet when that change was recorded.",
  })
  unrecorded!: readonly string[];
}

/** A record, and the moment or the place in the order of changes after which it is wanted. */
@ArgsType()
export class AsOfArgs {
  @Field(() => ID, { description: "Its id." })
  id!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: "The moment, with all that was recorded in it. Give this or `cursor`.",
  })
  at?: Date | null;

  @Field(() => Cursor, {
    nullable: true,
    description: "A change's cursor: the record as it stood once that change, of whatever record, was recorded.",
  })
  cursor?: LedgerPosition | null;
}

/** A class and what it inherits from. */
function lineage(type: object): Set<unknown> {
  const classes = new Set<unknown>();
  for (let each: unknown = type; typeof each === "function" && each !== Function.prototype; ) {
    classes.add(each);
    each = Object.getPrototypeOf(each);
  }
  return classes;
}

/**
 * Gives a type the fields of a stored one that are shown as they are stored: every column of it that is a field. Stored
 * values that the graph shows in another way are declared on the type itself.
 */
export const fieldsStoredBy =
  (entity: ClassType<object>): ClassDecorator =>
  (target) => {
    const classes = lineage(entity);
    const columns = new Set(
      getMetadataArgsStorage()
        .columns.filter((column) => classes.has(column.target))
        .map(({ propertyName }) => propertyName),
    );
    const storage = getMetadataStorage();
    const taken = new Set<string>();
    for (const field of storage.fields.filter((each) => classes.has(each.target) && columns.has(each.name))) {
      if (taken.has(field.name)) continue;
      taken.add(field.name);
      storage.collectClassFieldMetadata({ ...field, target: target as never });
    }
  };
