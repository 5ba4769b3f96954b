import { Kind } from "graphql";
import { describe, expect, it } from "vitest";
import { DateTime } from "../../src/graph/scalars.ts";

describe("a moment", () => {
  const ways: [string, (text: string) => Date][] = [
    ["as a variable", (text) => DateTime.parseValue(text)],
    ["in a document", (text) => DateTime.parseLiteral({ kind: Kind.STRING, value: text })],
  ];
  describe.each(ways)("%s", (_, read) => {
    it.each([
      ["2026-06-12T16:00:00+02:00", "2026-06-12T14:00:00.000Z"],
      ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
      ["9999-12-31T23:59:59+14:00", "9999-12-31T09:59:59.000Z"],
      ["0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"],
    ])("of %s is shown so that it can be sent back: %s", (text, shown) => {
      expect(DateTime.serialize(read(text))).toBe(shown);
      expect(DateTime.serialize(read(shown))).toBe(shown);
    });

    it.each(["9999-12-31T23:59:59-12:00", "0000-01-01T00:00:00+14:00"])(
      "that its offset leads out of the years that can be written is refused: %s",
      (text) => {
        expect(() => read(text)).toThrow("DateTime takes moments of the years 0000 to 9999, in UTC.");
      },
    );
  });
});
