import { describe, expect, it } from "vitest";
import { isLoopback } from "../../src/identity/loopback.ts";

describe("isLoopback", () => {
  it.each(["127.0.0.1", "127.8.9.10", "localhost", "::1", "[::1]"])("%s is this machine", (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each(["0.0.0.0", "::", "10.0.0.1", "127.0.0.1.example.org", "localhost.example.org", "128.0.0.1"])(
    "%s may be reached from elsewhere",
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
