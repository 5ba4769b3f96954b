import "reflect-metadata";
import { execute, GraphQLObjectType, parse } from "graphql";
import { Arg, buildSchema, Field, ID, ObjectType, Query, Resolver } from "type-graphql";
import { Column, Entity, getMetadataArgsStorage, PrimaryColumn } from "typeorm";
import { expect, it } from "vitest";

@ObjectType({ description: "A row that is also an object of the graph." })
@Entity()
class Sample {
  @Field(() => ID, { description: "Its key." })
  @PrimaryColumn("varchar")
  id!: string;

  @Column("varchar")
  hidden!: string;

  counted = 3;
}

@Resolver(() => Sample)
class SampleResolver {
  @Query(() => Sample, { description: "The sample of that key." })
  sample(@Arg("id", () => ID) id: string): Partial<Sample> {
    return { id };
  }
}

it("loads graphql once for the tests and for the packages that Node resolves", async () => {
  const schema = await buildSchema({ resolvers: [SampleResolver], validate: false });
  expect(schema.getType("Sample")).toBeInstanceOf(GraphQLObjectType);
  const result = await execute({ schema, document: parse(`{ sample(id: "a") { id } }`) });
  expect(result).toEqual({ data: { sample: { id: "a" } } });
});

it("compiles decorated fields as the build does: declared ones aren't defined, initialised ones are assigned", () => {
  const columns = getMetadataArgsStorage().columns.filter((column) => column.target === Sample);
  expect(columns.map((column) => column.propertyName)).toEqual(["id", "hidden"]);
  expect(Object.keys(new Sample())).toEqual(["counted"]);
});
