import { describe, expect, it } from "vitest";
import { isPublicAddress } from "../../src/webhooks/addresses.ts";
import { addressFault } from "../../src/webhooks/destination.ts";

describe("an address on the network", () => {
  it.each([
    ["unspecified", "0.0.0.0"],
    ["this network", "0.1.2.3"],
    ["loopback", "127.0.0.1"],
    ["elsewhere in loopback", "127.9.9.9"],
    ["private", "10.0.0.1"],
    ["private", "172.16.0.1"],
    ["private", "172.31.255.255"],
    ["private", "192.168.1.1"],
    ["shared by a carrier", "100.64.0.1"],
    ["a cloud's own in shared space", "100.100.100.200"],
    ["link-local", "169.254.0.1"],
    ["a cloud's metadata", "169.254.169.254"],
    ["Azure's own", "168.63.129.16"],
    ["reserved for protocols", "192.0.0.192"],
    ["documentation", "192.0.2.1"],
    ["documentation", "198.51.100.7"],
    ["documentation", "203.0.113.9"],
    ["6to4 relays", "192.88.99.1"],
    ["benchmarks", "198.18.0.1"],
    ["multicast", "224.0.0.1"],
    ["reserved", "240.0.0.1"],
    ["broadcast", "255.255.255.255"],
    ["unspecified, IPv6", "::"],
    ["loopback, IPv6", "::1"],
    ["IPv4-compatible", "::127.0.0.1"],
    ["IPv4-mapped", "::ffff:10.0.0.1"],
    ["IPv4-mapped and public", "::ffff:8.8.8.8"],
    ["IPv4-translated", "::ffff:0:10.0.0.1"],
    ["NAT64", "64:ff9b::a00:1"],
    ["local NAT64", "64:ff9b:1::a00:1"],
    ["discard", "100::1"],
    ["Teredo", "2001::1"],
    ["ORCHID", "2001:10::1"],
    ["documentation, IPv6", "2001:db8::1"],
    ["newer documentation", "3fff::1"],
    ["6to4", "2002:a00:1::"],
    ["unique local", "fc00::1"],
    ["a cloud's metadata, IPv6", "fd00:ec2::254"],
    ["link-local, IPv6", "fe80::1"],
    ["link-local with its zone", "fe80::1%eth0"],
    ["site-local", "fec0::1"],
    ["multicast, IPv6", "ff02::1"],
    ["segment routing", "5f00::1"],
    ["no address", "nowhere"],
    ["nothing", ""],
  ])("isn't public where it is %s (%s)", (_what, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    "8.8.8.8",
    "93.184.215.14",
    "172.15.0.1",
    "172.32.0.1",
    "100.63.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "2a00:1450::1",
  ])("is public: %s", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe("an IPv6 address that ends in an IPv4 one, as ISATAP writes it", () => {
  it.each(["2606:4700::5efe:7f00:1", "2606:4700::200:5efe:10.0.0.1"])("isn't public: %s", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it("is told from others", () => {
    expect(isPublicAddress("2606:4700::100:5efe:a00:1")).toBe(true);
  });
});

describe("an address to send to", () => {
  it.each([
    ["NO_ADDRESS", "https://"],
    ["NO_ADDRESS", "https://exa mple.org/"],
    ["NOT_HTTPS", "http://hooks.example.org/"],
    ["NOT_HTTPS", "ftp://hooks.example.org/"],
    ["NOT_HTTPS", "file:///etc/passwd"],
    ["NOT_HTTPS", "http://127.0.0.1/"],
    ["HAS_CREDENTIALS", "https://user:word@hooks.example.org/"],
    ["HAS_CREDENTIALS", "https://hooks.example.org@127.0.0.1/"],
    ["HAS_FRAGMENT", "https://hooks.example.org/#part"],
    ["PORT_NOT_ALLOWED", "https://hooks.example.org:22/"],
    ["PORT_NOT_ALLOWED", "https://hooks.example.org:5432/"],
    ["HOST_NOT_PUBLIC", "https://localhost/"],
    ["HOST_NOT_PUBLIC", "https://LOCALHOST./"],
    ["HOST_NOT_PUBLIC", "https://a.localhost/"],
    ["HOST_NOT_PUBLIC", "https://intranet/"],
    ["HOST_NOT_PUBLIC", "https://db.internal/"],
    ["HOST_NOT_PUBLIC", "https://printer.local/"],
    ["HOST_NOT_PUBLIC", "https://metadata.google.internal/"],
    ["HOST_NOT_PUBLIC", "https://127.0.0.1/"],
    ["HOST_NOT_PUBLIC", "https://127.1/"],
    ["HOST_NOT_PUBLIC", "https://2130706433/"],
    ["HOST_NOT_PUBLIC", "https://0x7f.0.0.1/"],
    ["HOST_NOT_PUBLIC", "https://0177.0.0.1/"],
    ["HOST_NOT_PUBLIC", "https://①②⑦.⓪.⓪.①/"],
    ["HOST_NOT_PUBLIC", "https://[::1]/"],
    ["HOST_NOT_PUBLIC", "https://[::ffff:127.0.0.1]/"],
    ["HOST_NOT_PUBLIC", "https://169.254.169.254/latest/meta-data"],
  ])("is refused as %s: %s", (code, address) => {
    expect(addressFault(address, false)?.code).toBe(code);
  });

  it.each([
    "https://hooks.example.org/",
    "https://hooks.example.org:443/in?of=1",
    "https://hooks.example.org:8443/",
    "https://8.8.8.8/",
    "https://[2606:4700::1111]/",
  ])("is taken: %s", (address) => {
    expect(addressFault(address, false)).toBeNull();
  });

  it("may be this machine's own where that is allowed, and no other that isn't public", () => {
    for (const address of ["http://127.0.0.1:9999/", "http://localhost:9999/", "http://[::1]:9999/"]) {
      expect(addressFault(address, true)).toBeNull();
    }
    expect(addressFault("http://10.0.0.1/", true)?.code).toBe("NOT_HTTPS");
    expect(addressFault("https://10.0.0.1/", true)?.code).toBe("HOST_NOT_PUBLIC");
    expect(addressFault("http://hooks.example.org/", true)?.code).toBe("NOT_HTTPS");
    expect(addressFault("http://user:word@127.0.0.1/", true)?.code).toBe("HAS_CREDENTIALS");
  });
});
