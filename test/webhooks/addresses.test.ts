import { describe, expect, it } from "vitest";
import { isPublicAddress } from "../../src/webhooks/addresses.ts";
import { addressFault } from "../../src/webhooks/destination.ts";
import { isWithin, rangesFrom } from "../../src/webhooks/forbidden.ts";

const abroad = { allowLoopback: false };
const here = { allowLoopback: true };
const ranges = (text: string) => rangesFrom(text, []);

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
    expect(addressFault(address, abroad)?.code).toBe(code);
  });

  it.each([
    "https://hooks.example.org/",
    "https://hooks.example.org:443/in?of=1",
    "https://hooks.example.org:8443/",
    "https://8.8.8.8/",
    "https://[2606:4700::1111]/",
  ])("is taken: %s", (address) => {
    expect(addressFault(address, abroad)).toBeNull();
  });

  it("may be this machine's own where that is allowed, and no other that isn't public", () => {
    for (const address of ["http://127.0.0.1:9999/", "http://localhost:9999/", "http://[::1]:9999/"]) {
      expect(addressFault(address, here)).toBeNull();
    }
    expect(addressFault("http://10.0.0.1/", here)?.code).toBe("NOT_HTTPS");
    expect(addressFault("https://10.0.0.1/", here)?.code).toBe("HOST_NOT_PUBLIC");
    expect(addressFault("http://hooks.example.org/", here)?.code).toBe("NOT_HTTPS");
    expect(addressFault("http://user:word@127.0.0.1/", here)?.code).toBe("HAS_CREDENTIALS");
  });
});

describe("ranges that are forbidden", () => {
  it.each([
    ["203.0.113.0/24", "203.0.113.255", "203.0.114.0"],
    ["8.8.8.8/32", "8.8.8.8", "8.8.8.9"],
    ["0.0.0.0/0", "8.8.8.8", "2606:4700::1111"],
    ["2606:4700::/32", "2606:4700:ffff::1", "2606:4701::1"],
    ["2606:4700:64::/96,\n9.9.9.0/24 8.8.0.0/16", "2606:4700:64::a00:1", "2606:4700:64::1:a00:1"],
  ])("of %s are %s and not %s", (text, within, without) => {
    expect([isWithin(within, ranges(text)), isWithin(without, ranges(text))]).toEqual([true, false]);
  });

  it.each([
    ["8.8.8.8", "is an address. Write 8.8.8.8/32 for it alone."],
    ["2606:4700::1", "is an address. Write 2606:4700::1/128 for it alone."],
    ["8.8.8.8/16", "doesn't begin where its range does. Write 8.8.0.0/16."],
    ["2606:4700::1/32", "doesn't begin where its range does. Write 2606:4700::/32."],
    ["8.8.8.0/33", "must end in a whole number from 0 to 32 behind the stroke."],
    ["2606:4700::/129", "must end in a whole number from 0 to 128 behind the stroke."],
    ["8.8.8.0/-1", "must end in a whole number from 0 to 32 behind the stroke."],
    ["8.8.8.0/", "must end in a whole number from 0 to 32 behind the stroke."],
    ["10/8", "is no range of addresses. Write it like 203.0.113.0/24 or 2001:db8::/32."],
    ["010.0.0.0/8", "is no range of addresses. Write it like 203.0.113.0/24 or 2001:db8::/32."],
    ["example.org/24", "is no range of addresses. Write it like 203.0.113.0/24 or 2001:db8::/32."],
    ["fe80::%eth0/64", "is no range of addresses. Write it like 203.0.113.0/24 or 2001:db8::/32."],
    ["8.8.8.0/24/24", "is no range of addresses. Write it like 203.0.113.0/24 or 2001:db8::/32."],
  ])("can't be %s, which is told beside what else is wrong", (text, what) => {
    const mistakes: string[] = [];
    expect(rangesFrom(`${text} 9.9.9.0/24, nothing`, mistakes)).toEqual(ranges("9.9.9.0/24"));
    expect(mistakes).toEqual([
      `WEBHOOK_FORBIDDEN: "${text}" ${what}`,
      expect.stringMatching(/^WEBHOOK_FORBIDDEN: "nothing" is no range/),
    ]);
  });

  it("are told from hosts that aren't public, and count before what is allowed", () => {
    const forbidden = ranges("8.8.0.0/16, 127.0.0.0/8");
    expect(addressFault("https://8.8.4.4/", { ...abroad, forbidden })?.code).toBe("HOST_FORBIDDEN");
    expect(addressFault("https://9.9.9.9/", { ...abroad, forbidden })).toBeNull();
    expect(addressFault("http://127.0.0.1:9999/", { ...here, forbidden })?.code).toBe("HOST_FORBIDDEN");
    expect(addressFault("http://[::1]:9999/", { ...here, forbidden })).toBeNull();
  });
});
