import { isAddress, isLoopbackAddress, isPublicAddress } from "./addresses.ts";
import { isWithin } from "./forbidden.ts";
import type { Reach } from "./settings.ts";

/** What is wrong with an address to send to. */
export interface AddressFault {
  readonly code:
    | "NO_ADDRESS"
    | "NOT_HTTPS"
    | "HAS_CREDENTIALS"
    | "HAS_FRAGMENT"
    | "PORT_NOT_ALLOWED"
    | "HOST_NOT_PUBLIC"
    | "HOST_FORBIDDEN";
  readonly message: string;
}

/** The ports that a receiver may listen on: others are no web servers', and nobody is helped to try them out. */
const ports = new Set(["", "443", "8443"]);

/** Names that are nobody's on the public internet (RFC 6761, 6762, 7686, 8375, and what ICANN keeps for private use). */
const privateNames = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|onion|test|invalid|example|home\.arpa)$/;

const fault = (code: AddressFault["code"], message: string): AddressFault => ({ code, message });

/**
 * What is wrong with an address before its host's name is looked up; null where nothing is. With `allowLoopback` this machine's
 * loopback is taken too, over plain HTTP and at any port. What the name stands for is asked at each delivery.
 */
export function addressFault(text: string, { allowLoopback, forbidden = [] }: Reach): AddressFault | null {
  if (!URL.canParse(text))
    return fault("NO_ADDRESS", "This isn't the address of a web server. Give one that begins with https://.");
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") {
    return fault("HAS_CREDENTIALS", "Give the address without a user or a password: what is sent is signed.");
  }
  if (url.hash !== "" || text.includes("#")) {
    return fault("HAS_FRAGMENT", "Give the address without what follows #: no server gets to see that.");
  }
  const host = hostOf(url);
  if (isWithin(host, forbidden)) {
    return fault(
      "HOST_FORBIDDEN",
      "Whoever runs this graph has webhooks sent to none of this host's network. Give another.",
    );
  }
  if (allowLoopback && isLoopbackHost(host) && /^https?:$/.test(url.protocol)) return null;
  if (url.protocol !== "https:")
    return fault("NOT_HTTPS", "Webhooks are sent over https alone. Give an https address.");
  if (!ports.has(url.port)) {
    return fault(
      "PORT_NOT_ALLOWED",
      "Webhooks are sent to port 443 or 8443 alone. Have your receiver listen on one of them.",
    );
  }
  if (!mayBePublic(host)) {
    return fault("HOST_NOT_PUBLIC", "This host isn't one of the public internet. Give one whose name is.");
  }
  return null;
}

/** The host of an address as it is looked up or connected to: without brackets or a final point, in lower case. */
export const hostOf = ({ hostname }: URL): string =>
  hostname
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "")
    .toLowerCase();

/** Whether the host can be nothing but this machine. */
const isLoopbackHost = (host: string): boolean => /(^|\.)localhost$/.test(host) || isLoopbackAddress(host);

function mayBePublic(host: string): boolean {
  if (isAddress(host)) return isPublicAddress(host);
  return host.includes(".") && !privateNames.test(host);
}
