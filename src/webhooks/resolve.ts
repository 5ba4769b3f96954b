import { Resolver } from "node:dns/promises";
import type { Resolve } from "./settings.ts";

/** How long one question to a name server may take, ms, and how often it is asked. */
const timing = { timeout: 3_000, tries: 2 } as const;

/**
 * The addresses of a host's name by the system's name servers alone: what this machine's own list of hosts says is no part of the
 * public internet. Throws where the name has none.
 */
export const resolveName: Resolve = async (name, signal) => {
  const resolver = new Resolver(timing);
  const cancel = (): void => resolver.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const addresses = found.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
    if (addresses.length > 0) return addresses;
    throw (found[0] as PromiseRejectedResult).reason ?? new Error(`${name} has no address`);
  } finally {
    signal.removeEventListener("abort", cancel);
  }
};
