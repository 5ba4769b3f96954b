import { type ClassType, Directive, Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import { reads } from "./asked.ts";

/** Where a page stands in its list. */
@Directive("@shareable")
@ObjectType("PageInfo", { description: "Where a page stands in its list. Lists are paged forwards." })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether there is another page after this one." })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Whether this page began after a cursor." })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "The cursor of the first row; null for an empty page." })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: "The cursor to give as `after` for the next page." })
  endCursor!: string | null;
}

/** A page as the resolvers return it; the total is counted only when it is asked for. */
export interface Page<Row> {
  readonly nodes: readonly Row[];
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly pageInfo: PageInfo;
  readonly totalCount: () => Promise<number>;
}

/**
 * The Relay connection of a type: `<Name>Connection` and `<Name>Edge`, in the subgraph that owns the list; and the
 * resolver of its total, which that subgraph lists among its resolvers.
 */
export function connectionOf<Row extends object>(name: string, node: () => ClassType<Row>) {
  @ObjectType(`${name}Edge`, {
    description: `${/^[AEIOU]/.test(name) ? "An" : "A"} ${name} in a list, with its cursor.`,
  })
  class Edge {
    @Field(() => String, { description: "Opaque position in the list, to give as `after`." })
    cursor!: string;

    @Field(() => node(), { description: `The ${name}.` })
    node!: Row;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list: ${name}.` })
  class Connection {
    @Field(() => [Edge], { description: "The page's rows with their cursors." })
    edges!: readonly Edge[];

    @Field(() => [node()], { description: "The page's rows." })
    nodes!: readonly Row[];

    @Field(() => PageInfo, { description: "Where this page stands in the list." })
    pageInfo!: PageInfo;

    @Field(() => Int, { description: "How many rows that you may see the whole list has." })
    totalCount!: number;
  }

  @Resolver(() => Connection)
  class ConnectionResolver {
    @reads("totalCount")
    @FieldResolver(() => Int)
    totalCount(@Root() list: Page<Row>): Promise<number> {
      return list.totalCount();
    }
  }
  return { Connection, ConnectionResolver };
}
