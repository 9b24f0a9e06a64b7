import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPublicAddress } from "../src/index.ts";

const octet = fc.integer({ min: 0, max: 255 });
const ipv4 = fc.tuple(octet, octet, octet, octet);
const dotted = (octets: readonly number[]): string => octets.join(".");

/** IANA's special-purpose IPv4 registry, written out again by hand as (first address, prefix length). */
const specialIpv4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
const asNumber = (address: string): number => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
const asDotted = (value: number): string => dotted([24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256));

describe("public addresses", () => {
  it.each(["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "2a00:1450::1"])(
    "%s is public",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "168.63.129.16",
    "169.254.169.254",
    "172.31.255.255",
    "192.0.0.192",
    "192.168.1.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2001::1",
    "2002:7f00:1::",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "localhost",
    "",
    "1.1.1.1.1",
  ])("%s is not public", (address) => expect(isPublicAddress(address)).toBe(false));

  it("refuses every address of every special-purpose IPv4 block", () => {
    const special = fc
      .constantFrom(...specialIpv4)
      .chain(([first, prefix]) =>
        fc.integer({ min: 0, max: 2 ** (32 - prefix) - 1 }).map((offset) => asDotted(asNumber(first) + offset)),
      );
    fc.assert(
      fc.property(special, (address) => !isPublicAddress(address)),
      { numRuns: 2_000 },
    );
  });

  it("admits no IPv6 address outside the block that global addresses are given from", () => {
    const group = fc.integer({ min: 0, max: 0xffff });
    const ipv6 = fc.array(group, { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(ipv6, (groups) => {
        const address = groups.map((value) => value.toString(16)).join(":");
        return !isPublicAddress(address) || (groups[0] ?? 0) >> 13 === 1;
      }),
      { numRuns: 2_000 },
    );
  });

  it("refuses IPv4 addresses inside IPv6, whatever they are", () => {
    fc.assert(
      fc.property(ipv4, fc.constantFrom("::ffff:", "::", "64:ff9b::"), (octets, prefix) => {
        expect(isPublicAddress(`${prefix}${dotted(octets)}`)).toBe(false);
      }),
    );
  });
});
