import { NetError } from "./net-error.ts";
import { checkedUrl, isAllowedHost, type UrlRules } from "./url-guard.ts";

export interface Hop {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: string | Uint8Array | undefined;
}

/** Headers that belong to one origin: credentials, conditions of a cached copy, and what describes the old body. */
const carriedHeaders: ReadonlySet<string> = new Set(["accept", "accept-language", "user-agent"]);

/** The request that a redirect asks for. Throws NetError where its target is refused. */
export function nextHop(
  hop: Hop,
  { status, location, rules }: { status: number; location: string; rules: UrlRules },
): Hop {
  const target = URL.parse(location, hop.url.href);
  if (target === null) throw new NetError("bad-url", `${hop.url.host} redirects to something that is no web address.`);
  const url = checkedUrl(target, rules);
  if (hop.url.protocol === "https:" && url.protocol === "http:" && !isAllowedHost(url, rules.allowedPrivateHosts)) {
    throw new NetError("bad-url", `${hop.url.host} redirects from a secure address to an insecure one.`);
  }
  const becomesGet = status === 303 ? hop.method !== "HEAD" : status <= 302 && hop.method === "POST";
  const sameOrigin = url.origin === hop.url.origin;
  if (!sameOrigin && !becomesGet && hop.body !== undefined) {
    throw new NetError("bad-url", `${hop.url.host} wants data sent on to another address.`);
  }
  return {
    url,
    method: becomesGet ? "GET" : hop.method,
    headers: sameOrigin && !becomesGet ? hop.headers : carriedOver(hop.headers, sameOrigin),
    body: becomesGet ? undefined : hop.body,
  };
}

function carriedOver(headers: Record<string, string>, sameOrigin: boolean): Record<string, string> {
  const kept = Object.entries(headers).filter(
    ([name]) => carriedHeaders.has(name) || (sameOrigin && !name.startsWith("content-")),
  );
  return Object.fromEntries(kept);
}
