import { isIP } from "node:net";
import { isPublicAddress } from "./address-range.ts";
import { NetError } from "./net-error.ts";

export interface UrlRules {
  allowedPrivateHosts: readonly string[];
  allowedPorts?: readonly number[] | undefined;
}

/** The parsed URL, or NetError: http and https only, no user name inside, an allowed port, no private address. */
export function checkedUrl(input: string | URL, rules: UrlRules): URL {
  const url = URL.parse(String(input));
  if (url === null) throw new NetError("bad-url", "This is not a web address.");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new NetError("bad-url", "Only addresses that begin with http:// or https:// can be read.");
  }
  if (url.username !== "" || url.password !== "") {
    throw new NetError("bad-url", "An address must not hold a user name or password.");
  }
  if (isAllowedHost(url, rules.allowedPrivateHosts)) return url;
  if (rules.allowedPorts !== undefined && !rules.allowedPorts.includes(portOf(url))) {
    throw new NetError("bad-url", `Port ${portOf(url)} is not allowed.`);
  }
  // A literal address never passes through the resolver, so it is checked here. URL has normalised its spelling.
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) !== 0 && !isPublicAddress(literal)) throw blockedAddress(url.host);
  return url;
}

/** Whether the operator named this host, with or without its port. */
export const isAllowedHost = (url: URL, allowed: readonly string[]): boolean =>
  allowed.includes(url.hostname) || allowed.includes(`${url.hostname}:${portOf(url)}`);

export const blockedAddress = (host: string): NetError =>
  new NetError("blocked-address", `${host} is not on the public internet, so it is not read.`);

const portOf = (url: URL): number => (url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port));
