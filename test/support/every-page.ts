import type { Actor } from "../../src/identity/actor.ts";
import type { Room } from "./room.ts";

/** What a list is asked with: enums by name, as text. */
export interface ListArguments {
  readonly first: number;
  readonly orderBy?: string;
  /** A filter in GraphQL's own notation. */
  readonly filter?: string;
}

/** The ids of a whole list, fetched page by page. Fails on a page that is too long, or that gives no way on. */
export async function everyPage(room: Room, by: Actor, field: string, args: ListArguments): Promise<string[]> {
  const given = Object.entries(args).map(([name, value]) => `${name}: ${value}`);
  const ids: string[] = [];
  let after: string | null = null;
  for (;;) {
    const call = `${field}(${[...given, ...(after === null ? [] : [`after: "${after}"`])].join(", ")})`;
    const { data, errors } = await room.ask(
      by,
      `{ ${call} { edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
    );
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    const { edges, nodes, pageInfo } = data[field];
    const found = nodes.map(({ id }: { id: string }) => id);
    const same = edges.every((edge: { node: { id: string } }, index: number) => edge.node.id === found[index]);
    if (!same || edges.length !== found.length) throw new Error("edges and nodes differ");
    if (found.length > args.first) throw new Error("a page is longer than was asked");
    if (pageInfo.hasPreviousPage !== (after !== null)) throw new Error("hasPreviousPage is wrong");
    ids.push(...found);
    if (!pageInfo.hasNextPage) return ids;
    if (pageInfo.endCursor !== edges.at(-1)?.cursor) throw new Error("endCursor is not the last row's");
    after = pageInfo.endCursor;
  }
}
