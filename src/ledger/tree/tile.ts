/** How many hashes stand in one row of the tree's table, and how many of the tree's levels that is. */
export const tileWidth = 256;
export const tileLevels = 8;

/** Statements on the database, outside of a change. */
export interface TreeSource {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/**
 * Some nodes of one storey, side by side in one tile, from `first` up to and without `end`. The nodes of a storey are
 * the hashes of its tiles: storey 0 are the leaves, and each node of the next is the root of a full tile below.
 */
export interface TileNodes {
  readonly storey: number;
  readonly first: number;
  readonly end: number;
}

/** The tile in which a storey's node stands, by its index. */
export const tileOf = (node: number): number => Math.floor(node / tileWidth);
