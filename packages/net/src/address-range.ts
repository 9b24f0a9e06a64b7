import ipaddr from "ipaddr.js";

/** Azure's host agent answers at this public-looking address from inside any virtual machine. */
const publicLookingMetadata: ReadonlySet<string> = new Set(["168.63.129.16"]);

/** The only block out of which global IPv6 addresses are given (RFC 4291, IANA). */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Whether an address belongs to a host on the public internet. Everything else is refused: private, loopback, link-local,
 * carrier-grade NAT, multicast, reserved, and IPv6 forms that carry an IPv4 address inside.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  if (parsed instanceof ipaddr.IPv6) return parsed.match(globalUnicast) && parsed.zoneId === undefined;
  return !publicLookingMetadata.has(parsed.toString());
}
