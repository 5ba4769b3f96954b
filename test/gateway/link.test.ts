import "reflect-metadata";
import { type GraphQLObjectType, isEnumType, parse } from "graphql";
import { Arg, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { beforeEach, describe, expect, it } from "vitest";
import { compiledExecutor } from "../../src/gateway/execute.ts";
import { link } from "../../src/gateway/link.ts";
import { buildSubgraph } from "../../src/gateway/subgraph.ts";
import { librarySubgraphs, resetLibrary } from "./fixtures/library.ts";
import { Genre, LibraryContext, rootsSeen } from "./fixtures/shared.ts";

const linked = link(librarySubgraphs);
const run = compiledExecutor(linked.schema);
const ask = async (source: string, variables?: Record<string, unknown>) => {
  const context = new LibraryContext();
  const result = await run({ document: parse(source), variables, context });
  return { ...(JSON.parse(JSON.stringify(result)) as { data: never; errors?: never[] }), batches: context.batches };
};

beforeEach(resetLibrary);

describe("the linked schema", () => {
  it("has no resolver for a field that is a property, so that a compiled query reads it in place", () => {
    const book = (linked.schema.getType("Book") as GraphQLObjectType).getFields();
    expect(book.title!.resolve).toBeUndefined();
    expect(book.pages!.resolve).toBeUndefined();
    expect(book.topics!.resolve).toBeUndefined();
    expect(book.blurb!.resolve).toBeTypeOf("function");
  });

  it("takes over enums' inner values, scalars' two forms and the defaults that are made of them", async () => {
    const genre = linked.schema.getType("Genre");
    expect(isEnumType(genre) && genre.getValue("VERSE")?.value).toBe(Genre.VERSE);
    const { data } = await ask(
      `mutation { addBook(input: { title: "New", isbn: "978-0141439549" }) { book { genre isbn } } }`,
    );
    expect(data).toEqual({ addBook: { book: { genre: "NOVEL", isbn: "978-0141439549" } } });
  });

  it("refuses a scalar's malformed value before anything runs", async () => {
    const { data, errors } = await ask(
      'mutation ($isbn: Isbn) { addBook(input: { title: "x", isbn: $isbn }) { book { id } } }',
      { isbn: "?" },
    );
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ message: expect.stringContaining('Variable "$isbn"') }]);
  });
});

describe("a stub in the linked graph", () => {
  it("is completed by its owner, all of a list in one batch", async () => {
    const { data, batches } = await ask(`{ loans(ids: ["l1", "l2", "l3"]) { book { title } reader { name } } }`);
    expect(data).toEqual({
      loans: [
        { book: { title: "Middlemarch" }, reader: { name: "Ada" } },
        { book: { title: "The Waves" }, reader: { name: "Emmy" } },
        { book: { title: "Middlemarch" }, reader: null },
      ],
    });
    expect(batches).toEqual(["Book:b1,b2", "Reader:r1,r2"]);
  });

  it("is not looked up for its key, its type's name and what stubs add", async () => {
    const { data, batches } = await ask(
      `{ loans(ids: ["l4"]) { book { __typename id loans { id } } item { ... on Book { id } } } }`,
    );
    expect(data).toEqual({
      loans: [{ book: { __typename: "Book", id: "gone", loans: [{ id: "l4" }] }, item: { id: "gone" } }],
    });
    expect(batches).toEqual([]);
  });

  it("of an entity that its owner doesn't have is null once anything of the owner's is asked for, and no error", async () => {
    const { data, errors } = await ask(`{ loans(ids: ["l4"]) {
      book { id pages blurb } reader { id name } key: book { id } both: book { loans { id } title } item { ... on Book { title } } } }`);
    expect(data).toEqual({ loans: [{ book: null, reader: null, key: { id: "gone" }, both: null, item: null }] });
    expect(errors).toBeUndefined();
  });

  it("of an entity whose owner fails has its key, what stubs add, and the failure for the rest", async () => {
    const { data, errors } = await ask(`{ loans(ids: ["l8"]) { book { id pages rating loans { id } label } } }`);
    expect(data).toEqual({
      loans: [{ book: { id: "secret", pages: null, rating: null, loans: [{ id: "l8" }], label: null } }],
    });
    expect(errors).toHaveLength(3);
    expect(errors).toMatchObject(
      ["pages", "rating", "label"].map((field) => ({
        path: ["loans", 0, "book", field],
        extensions: { code: "FORBIDDEN" },
      })),
    );
  });

  it("gives its fields' resolvers the key alone, whatever the object at hand holds", async () => {
    rootsSeen.length = 0;
    await ask(`{ book(id: "b1") { title loans { id } } loans(ids: ["l2"]) { book { title loans { id } } } }`);
    expect(rootsSeen).toEqual([
      { __typename: "Book", id: "b1" },
      { __typename: "Book", id: "b2" },
    ]);
  });

  it("gives a resolver what it requires of the owner, as the graph shows it", async () => {
    rootsSeen.length = 0;
    const { data, batches } = await ask(`{ loans(ids: ["l1"]) { book { label } } }`);
    expect(data).toEqual({ loans: [{ book: { label: "b1: 4.5 (978-0141439549)" } }] });
    expect(rootsSeen).toEqual([{ __typename: "Book", id: "b1", isbn: "978-0141439549", rating: 4.5 }]);
    expect(batches).toEqual(["Book:b1"]);
  });

  it("hands on a key that its owner computes as the graph shows it", async () => {
    const { data } = await ask('{ readers { id favourite { id } } reader(id: "r2") { loans { id } } }');
    expect(data).toEqual({
      readers: [
        { id: "r1", favourite: { id: "b3" } },
        { id: "r2", favourite: { id: "gone" } },
        { id: "r3", favourite: null },
      ],
      reader: { loans: [{ id: "l2" }, { id: "l9" }] },
    });
  });
});

describe("an interface or union in the linked graph", () => {
  it("is told by its name and completed through its owner", async () => {
    const source = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Book { title } ... on Reader { name } ... on Loan { days } ... on Magazine { issue } } }`;
    const { data, batches } = await ask(source, { ids: ["b1", "r1", "l2", "m1"] });
    expect(data).toEqual({
      nodes: [
        { __typename: "Book", id: "b1", title: "Middlemarch" },
        { __typename: "Reader", id: "r1", name: "Ada" },
        { __typename: "Loan", id: "l2", days: 7 },
        { __typename: "Magazine", id: "m1", issue: 27 },
      ],
    });
    expect(batches).toEqual(["Book:b1", "Reader:r1", "Magazine:m1"]);
  });

  it("is told by the subgraph's own classes where the object doesn't say", async () => {
    const { data } = await ask("{ catalogue { __typename ... on Magazine { issue } } }");
    expect(data).toMatchObject({ catalogue: [{}, {}, {}, {}, {}, { __typename: "Magazine", issue: 27 }] });
  });

  it("fails its own field where its type can't be told, and no other", async () => {
    const { data, errors } = await ask(`{ nodes(ids: ["l1", "l0", "b1"]) { id } loans(ids: ["l1"]) { id } }`);
    expect(data).toEqual({ nodes: [{ id: "l1" }, null, { id: "b1" }], loans: [{ id: "l1" }] });
    expect(errors).toMatchObject([{ path: ["nodes", 1] }]);
  });

  it("asks its owner for no more than the selection on its own type needs", async () => {
    const { batches } = await ask("{ lent { ... on Book { id } ... on Magazine { title } } }");
    expect(batches).toEqual(["Magazine:m1"]);
  });
});

describe("what can't be linked is refused by name", () => {
  @Directive('@key(fields: "id")')
  @ObjectType("Thing")
  class Thing {
    @Field(() => ID)
    id!: string;

    @Field(() => Int, { nullable: true })
    size!: number | null;
  }

  @Resolver(() => Thing)
  class ThingResolver {
    @Query(() => Thing, { nullable: true })
    thing(@Arg("id", () => ID) id: string): Thing {
      return Object.assign(new Thing(), { id, size: 1 });
    }
  }

  @Directive('@key(fields: "id")')
  @ObjectType("Thing")
  class BareStub {
    @Field(() => ID)
    id!: string;

    @Field(() => String, { nullable: true })
    colour!: string;
  }

  @Resolver(() => BareStub)
  class StubResolver {
    @Query(() => BareStub, { nullable: true })
    other(): BareStub {
      return { id: "1", colour: "red" };
    }
  }
  const references = { Thing: async () => null };

  it("an entity without an owner", () => {
    const things = buildSubgraph({ name: "things", resolvers: [ThingResolver] });
    expect(() => link([things])).toThrow("Thing needs one subgraph with a reference resolver for it: none has one.");
  });

  it("a stub's field without a resolver, which would always be null", () => {
    const things = buildSubgraph({ name: "things", resolvers: [ThingResolver], references });
    const others = buildSubgraph({ name: "others", resolvers: [StubResolver] });
    expect(() => link([things, others])).toThrow("[others] Thing.colour is a stub's field: it needs a resolver.");
  });

  it("an entity with two owners", () => {
    const things = buildSubgraph({ name: "things", resolvers: [ThingResolver], references });
    const others = buildSubgraph({ name: "others", resolvers: [StubResolver], references });
    expect(() => link([things, others])).toThrow('"things" and "others" has one.');
  });

  it("a field that requires something of another entity than its own", () => {
    @Directive('@key(fields: "id")')
    @ObjectType("Maker")
    class Maker {
      @Field(() => ID)
      id!: string;

      @Field(() => String)
      name!: string;
    }
    @Directive('@key(fields: "id")')
    @ObjectType("Part")
    class Part {
      @Field(() => ID)
      id!: string;

      @Field(() => Maker)
      maker!: Maker;
    }
    @Resolver(() => Part)
    class PartResolver {
      @Query(() => Part, { nullable: true })
      part(): Part | null {
        return null;
      }
    }
    @Directive('@key(fields: "id")')
    @ObjectType("Maker")
    class MakerStub {
      @Field(() => ID)
      id!: string;

      @Directive("@external")
      @Field(() => String)
      name!: string;
    }
    @Directive('@key(fields: "id")')
    @ObjectType("Part")
    class PartStub {
      @Field(() => ID)
      id!: string;

      @Directive("@external")
      @Field(() => MakerStub)
      maker!: MakerStub;
    }
    @Resolver(() => PartStub)
    class LabelResolver {
      @Directive('@requires(fields: "maker { name }")')
      @FieldResolver(() => String, { nullable: true })
      label(@Root() { maker }: PartStub): string {
        return maker.name;
      }
    }
    const owned = { Part: async () => null, Maker: async () => null };
    const parts = buildSubgraph({ name: "parts", resolvers: [PartResolver], references: owned });
    const labels = buildSubgraph({ name: "labels", resolvers: [LabelResolver] });
    expect(() => link([parts, labels])).toThrow(
      "[labels] Part.label requires maker, which is of Maker, an entity of its own: it can't be linked.",
    );
  });
});
