import ipaddr from "ipaddr.js";

/** Public by their number, and yet a cloud's own: Azure answers its machines there. */
const cloudsOwn = new Set(["168.63.129.16"]);

const globalUnicast = [ipaddr.parse("2000::") as ipaddr.IPv6, 3] as const;

/** Whether an IPv6 address ends in an IPv4 one as ISATAP puts it there (RFC 5214, 6.1): `::5efe:a.b.c.d`, or `::200:5efe:a.b.c.d`. */
const isIsatap = ({ parts }: ipaddr.IPv6): boolean => (parts[4] === 0 || parts[4] === 0x200) && parts[5] === 0x5efe;

/** Whether a text is an IP address; one in brackets isn't. */
export const isAddress = (text: string): boolean => ipaddr.isValid(text);

/** Whether an address is this machine's loopback. */
export const isLoopbackAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.parse(address).range() === "loopback";

/**
 * Whether an address is a public one that anybody may be sent to: none that is private, of this machine or its link, shared by
 * a carrier, multicast, reserved, of a cloud's own services, or that carries another address in itself by a prefix or a form that
 * is the same everywhere (mapped, translated, 6to4, Teredo, ISATAP). A network's own prefix for translation (RFC 6052) looks like any
 * other address: who runs one forbids it by the configuration.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast" || cloudsOwn.has(parsed.toString())) return false;
  if (parsed.kind() === "ipv4") return true;
  const long = parsed as ipaddr.IPv6;
  return long.match([...globalUnicast]) && !isIsatap(long);
}
