import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Addresses that begin with the same so many bits. */
export type AddressRange = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Whether an address lies in one of the ranges. */
export function isWithin(address: string, ranges: readonly AddressRange[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  return ranges.some(([first, bits]) => first.kind() === parsed.kind() && parsed.match(first, bits));
}

/**
 * Reads ranges in CIDR notation, separated by commas or white space; adds to `mistakes` one line for each that isn't one, and
 * leaves it out.
 */
export function rangesFrom(text: string | null, mistakes: string[]): readonly AddressRange[] {
  const written = (text ?? "").split(/[\s,]+/).filter((each) => each !== "");
  return written.flatMap((each) => {
    const range = rangeFrom(each);
    if (typeof range !== "string") return [range];
    mistakes.push(`WEBHOOK_FORBIDDEN: "${each}" ${range}`);
    return [];
  });
}

/** The range, or what is wrong with it. */
function rangeFrom(text: string): AddressRange | string {
  const [address = "", prefix, ...rest] = text.split("/");
  const family = address.includes("%") ? 0 : isIP(address);
  if (family === 0 || rest.length > 0) {
    return "is no range of addresses. Write it like 203.0.113.0/24 or 2001:db8::/32.";
  }
  const longest = family === 4 ? 32 : 128;
  if (prefix === undefined) return `is an address. Write ${address}/${longest} for it alone.`;
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (!(bits <= longest)) return `must end in a whole number from 0 to ${longest} behind the stroke.`;
  const kind = family === 4 ? ipaddr.IPv4 : ipaddr.IPv6;
  const first = kind.networkAddressFromCIDR(`${address}/${bits}`);
  if (first.toString() !== kind.parse(address).toString()) {
    return `doesn't begin where its range does. Write ${first.toString()}/${bits}.`;
  }
  return [first, bits];
}
