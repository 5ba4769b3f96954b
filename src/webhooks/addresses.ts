import ipaddr from "ipaddr.js";

/** Public by their number, and yet a cloud's own: Azure answers its machines there. */
const cloudsOwn = new Set(["168.63.129.16"]);

const globalUnicast = [ipaddr.parse("2000::") as ipaddr.IPv6, 3] as const;

/** Whether a text is an IP address; one in brackets isn't. */
export const isAddress = (text: string): boolean => ipaddr.isValid(text);

/** Whether an address is this machine's loopback. */
export const isLoopbackAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.parse(address).range() === "loopback";

/**
 * Whether an address is a public one that anybody may be sent to: none that is private, of this machine or its link, shared by
 * a carrier, multicast, reserved, of a cloud's own services, or that carries another address in itself (mapped, translated,
 * tunnelled).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast" || cloudsOwn.has(parsed.toString())) return false;
  return parsed.kind() === "ipv4" || (parsed as ipaddr.IPv6).match([...globalUnicast]);
}
