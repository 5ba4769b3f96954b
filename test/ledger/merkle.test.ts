import { verifyMerkleInclusion } from "@sigstore/verify/dist/tlog/merkle.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GrowingTree, rootAbove, rootOfFull } from "../../src/ledger/merkle/growing-tree.ts";
import { emptyRoot, leafHash } from "../../src/ledger/merkle/hashes.ts";
import { consistencyPath, fullSubtrees, inclusionPath, type Leaves } from "../../src/ledger/merkle/paths.ts";
import { goesOnFrom, includes } from "../../src/ledger/merkle/verify.ts";
import { naivePath, naiveProof, naiveRoot } from "./naive-tree.ts";

/** The leaves that Certificate Transparency's implementations have tested with since RFC 6962, and the roots above them. */
const knownLeaves = ["", "\0", "\x10", " !", "01", "@ABC", "PQRSTUVW", "`abcdefghijklmno"];
const knownRoots = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/** The proofs that they have tested with, from one of those trees to a later one. */
const knownProofs: readonly (readonly [from: number, to: number, hashes: readonly string[]])[] = [
  [1, 1, []],
  [
    1,
    8,
    [
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
  ],
  [
    6,
    8,
    [
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
  ],
  [
    2,
    5,
    [
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
  ],
];

const most = 100;
const texts = Array.from({ length: most }, (_, index) => `leaf ${index}`);
const leaves = texts.map(leafHash);
const rootOf = ({ start, end }: Leaves): Uint8Array =>
  rootAbove(
    fullSubtrees({ start, end }).map(({ level, index }) =>
      rootOfFull(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)),
    ),
  );
const root = (size: number): Uint8Array => naiveRoot(leaves.slice(0, size));
const hex = (hashes: readonly Uint8Array[]): string[] => hashes.map((hash) => Buffer.from(hash).toString("hex"));

/** Every pair of whole numbers with 0 < smaller <= larger <= `upTo`. */
const pairs = (upTo: number): [smaller: number, larger: number][] =>
  Array.from({ length: upTo }, (_, index) => index + 1).flatMap((larger) =>
    Array.from({ length: larger }, (_, index): [number, number] => [index + 1, larger]),
  );

describe("a leaf's hash", () => {
  it("hashes the text as UTF-8 behind a zero byte", () => {
    expect(leafHash("é").toString("hex")).toBe("7e8d20ac6fc3f5fff436df1f54b0ee0e0b387d4ed998b32231e796d689ceff3b");
  });
});

describe("a tree", () => {
  it("has the roots of RFC 6962's known leaves as it grows, and its own without any", () => {
    const tree = new GrowingTree();
    expect(tree.root()).toEqual(emptyRoot);
    const roots = knownLeaves.map((leaf) => {
      tree.add(leafHash(leaf));
      return Buffer.from(tree.root()).toString("hex");
    });
    expect(roots).toEqual(knownRoots);
    expect(tree.size).toBe(8);
  });

  it("has the root that the RFC's words give, at every size", () => {
    const tree = new GrowingTree();
    for (const [index, leaf] of leaves.entries()) {
      tree.add(leaf);
      expect(hex([tree.root(), rootOf({ start: 0, end: index + 1 })])).toEqual(hex([root(index + 1), root(index + 1)]));
    }
  });
});

describe("a proof that a leaf is in a tree", () => {
  it("is the one that the RFC's words give, for every leaf and size", () => {
    for (const [leaf, size] of pairs(35)) {
      const proof = inclusionPath(leaf - 1, size).map(rootOf);
      expect(hex(proof), `${leaf - 1} of ${size}`).toEqual(hex(naivePath(leaf - 1, leaves.slice(0, size))));
    }
  });

  it("convinces this verifier and sigstore's, for every leaf and size", () => {
    for (const [number, size] of pairs(35)) {
      const leaf = number - 1;
      const hashes = inclusionPath(leaf, size).map((path) => Buffer.from(rootOf(path)));
      const claim = { leaf, leafHash: leaves[leaf] as Buffer, size, root: root(size), hashes };
      expect(includes(claim)).toBe(true);
      expect(() => sigstoreVerifies(leaf, size, hashes)).not.toThrow();
    }
  });

  it("convinces neither once a hash, the leaf, its place, the size or the root is another", () => {
    const cases = fc.tuple(fc.integer({ min: 2, max: most }), fc.nat(), fc.nat(), fc.nat({ max: 31 }));
    fc.assert(
      fc.property(cases, ([size, place, which, byte]) => {
        const leaf = place % size;
        const hashes = inclusionPath(leaf, size).map((path) => Buffer.from(rootOf(path)));
        const claim = { leaf, leafHash: leaves[leaf] as Buffer, size, root: root(size), hashes };
        const flipped = hashes.map((hash, index) => (index === which % hashes.length ? flip(hash, byte) : hash));
        expect(includes({ ...claim, hashes: flipped })).toBe(false);
        expect(() => sigstoreVerifies(leaf, size, flipped)).toThrow();
        expect(includes({ ...claim, hashes: hashes.slice(1) })).toBe(false);
        expect(includes({ ...claim, hashes: [...hashes, hashes[0] as Buffer] })).toBe(false);
        expect(includes({ ...claim, leafHash: flip(claim.leafHash, byte) })).toBe(false);
        expect(includes({ ...claim, root: flip(claim.root, byte) })).toBe(false);
        expect(includes({ ...claim, leaf: (leaf + 1) % size })).toBe(false);
        expect(includes({ ...claim, leaf: -1 })).toBe(false);
        expect(includes({ ...claim, leaf: size })).toBe(false);
      }),
    );
  });

  it("isn't made for a leaf that the tree doesn't have", () => {
    for (const [leaf, size] of [
      [0, 0],
      [5, 5],
      [-1, 5],
      [0.5, 5],
      [Number.NaN, 5],
    ] as const) {
      expect(() => inclusionPath(leaf, size)).toThrow(RangeError);
    }
  });

  it("takes no more hashes than the size has binary digits, however large it is", () => {
    const size = 2 ** 52 + 12_345;
    const path = inclusionPath(2 ** 51 + 7, size);
    expect(path.length).toBeLessThanOrEqual(53);
    expect(path.flatMap(fullSubtrees).every(({ index }) => Number.isSafeInteger(index))).toBe(true);
  });
});

describe("a proof that a tree goes on from an earlier one", () => {
  it("is the known one of RFC 6962's known leaves, and convinces", () => {
    const known = knownLeaves.map(leafHash);
    const above = ({ level, index }: { readonly level: number; readonly index: number }) =>
      rootOfFull(known.slice(index * 2 ** level, (index + 1) * 2 ** level));
    for (const [from, to, expected] of knownProofs) {
      const hashes = consistencyPath(from, to).map((part) => rootAbove(fullSubtrees(part).map(above)));
      expect(hex(hashes), `${from} to ${to}`).toEqual(expected);
      const [fromRoot, root] = [from, to].map((size) => Buffer.from(knownRoots[size - 1]!, "hex"));
      expect(goesOnFrom({ from, fromRoot: fromRoot!, to, root: root!, hashes })).toBe(true);
    }
  });

  it("is the one that the RFC's words give, and convinces, for every pair of sizes", () => {
    for (const [from, to] of pairs(35)) {
      const hashes = consistencyPath(from, to).map(rootOf);
      expect(hex(hashes), `${from} to ${to}`).toEqual(hex(naiveProof(from, leaves.slice(0, to))));
      expect(goesOnFrom({ from, fromRoot: root(from), to, root: root(to), hashes })).toBe(true);
    }
  });

  it("doesn't convince once a hash, a size or a root is another", () => {
    const cases = fc.tuple(fc.integer({ min: 2, max: most }), fc.nat(), fc.nat(), fc.nat({ max: 31 }));
    fc.assert(
      fc.property(cases, ([to, smaller, which, byte]) => {
        const from = 1 + (smaller % (to - 1));
        const hashes = consistencyPath(from, to).map((path) => Buffer.from(rootOf(path)));
        const claim = { from, fromRoot: root(from), to, root: root(to), hashes };
        const flipped = hashes.map((hash, index) => (index === which % hashes.length ? flip(hash, byte) : hash));
        expect(goesOnFrom({ ...claim, hashes: flipped })).toBe(false);
        expect(goesOnFrom({ ...claim, hashes: hashes.slice(1) })).toBe(false);
        expect(goesOnFrom({ ...claim, hashes: [...hashes, hashes[0] as Buffer] })).toBe(false);
        expect(goesOnFrom({ ...claim, fromRoot: flip(claim.fromRoot, byte) })).toBe(false);
        expect(goesOnFrom({ ...claim, root: flip(claim.root, byte) })).toBe(false);
        expect(goesOnFrom({ ...claim, from: to + 1 })).toBe(false);
        expect(goesOnFrom({ ...claim, from: 0 })).toBe(false);
      }),
    );
  });

  it("doesn't convince of a tree in which one earlier leaf is another, whatever hashes are sent", () => {
    for (const [from, to] of pairs(25).filter(([from, to]) => from < to)) {
      const forked = leaves.slice(0, to).map((leaf, index) => (index === from - 1 ? leafHash("forged") : leaf));
      const claim = { from, fromRoot: root(from), to, root: naiveRoot(forked), hashes: naiveProof(from, forked) };
      expect(goesOnFrom(claim)).toBe(false);
    }
  });

  it("isn't made from nothing, nor backwards", () => {
    for (const [from, to] of [
      [0, 5],
      [6, 5],
      [-1, 5],
      [1.5, 5],
    ] as const) {
      expect(() => consistencyPath(from, to)).toThrow(RangeError);
    }
  });
});

function flip(bytes: Uint8Array, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

/** Throws unless the verifier of the package @sigstore/verify, which shares no code with this one, is convinced. */
function sigstoreVerifies(leaf: number, size: number, hashes: readonly Buffer[]): void {
  const canonicalizedBody = Buffer.from(texts[leaf] as string);
  const entry = { canonicalizedBody, inclusionProof: { logIndex: String(leaf), treeSize: String(size), hashes } };
  verifyMerkleInclusion(entry as never, { logSize: BigInt(size), logHash: Buffer.from(root(size)) } as never);
}
