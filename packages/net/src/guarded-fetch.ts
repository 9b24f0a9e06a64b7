import { Agent, fetch as undiciFetch } from "undici";
import { addressGuard, type ResolveHost } from "./address-guard.ts";
import { boundedBody } from "./bounded-body.ts";
import { NetError, toNetError } from "./net-error.ts";
import { type Hop, nextHop } from "./redirect.ts";
import { checkedUrl, isAllowedHost } from "./url-guard.ts";

export interface FetchPolicy {
  /** Private hosts that may be reached all the same, as "host" or "host:port". */
  allowedPrivateHosts?: readonly string[];
  /** Ports that may be reached; any, when left out. Allowed private hosts are exempt. */
  allowedPorts?: readonly number[];
  /** Bytes of the body after decompression; `Infinity` for an answer that is read as it comes and has no end. */
  maxBytes?: number;
  /** Time to connect, to the first header, and between two pieces of the body. */
  idleTimeoutMs?: number;
  /** Time for everything, redirects and body included; `Infinity` where only silence ends an answer. */
  totalTimeoutMs?: number;
  maxRedirects?: number;
  userAgent?: string;
  /** Looks a host name up; the system's resolver when left out. */
  resolve?: ResolveHost;
}

export interface GuardedInit {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  signal?: AbortSignal;
}

export type GuardedFetch = (url: string | URL, init?: GuardedInit) => Promise<Response>;

const policyDefaults = {
  allowedPrivateHosts: [],
  /** The largest feeds and API pages seen are some MB. */
  maxBytes: 10_000_000,
  idleTimeoutMs: 10_000,
  totalTimeoutMs: 30_000,
  maxRedirects: 5,
  userAgent: "Headroom/0.1",
} satisfies Partial<FetchPolicy>;

/**
 * A fetch for addresses that people typed. It reaches public http and https hosts only: every address is checked after it
 * was resolved, the checked address is the one connected to, and each redirect is a new request under the same rules.
 * Throws NetError.
 */
export function guardedFetch(policy: FetchPolicy = {}): GuardedFetch {
  const rules = { ...policyDefaults, ...policy };
  const guard = addressGuard(policy.resolve);
  const connect = { timeout: rules.idleTimeoutMs };
  const timeouts = { headersTimeout: rules.idleTimeoutMs, bodyTimeout: rules.idleTimeoutMs };
  const publicAgent = new Agent({ ...timeouts, connect: { ...connect, lookup: guard.checked } });
  const privateAgent = new Agent({ ...timeouts, connect: { ...connect, lookup: guard.unchecked } });

  return async (input, init = {}) => {
    const ends = [init.signal, deadlineAfter(rules.totalTimeoutMs)].filter((end) => end !== undefined);
    const signal = AbortSignal.any(ends);
    let hop: Hop = {
      url: checkedUrl(input, rules),
      method: init.method ?? "GET",
      headers: { "user-agent": rules.userAgent, ...lowerCased(init.headers ?? {}) },
      body: init.body,
    };
    for (let redirects = 0; ; redirects += 1) {
      const dispatcher = isAllowedHost(hop.url, rules.allowedPrivateHosts) ? privateAgent : publicAgent;
      const response = await undiciFetch(hop.url, {
        method: hop.method,
        headers: hop.headers,
        body: hop.body ?? null,
        redirect: "manual",
        dispatcher,
        signal,
      }).catch((error: unknown) => {
        throw toNetError(error, hop.url.host);
      });
      const location = redirectTarget(response.status, response.headers.get("location"));
      if (location === null) return answer(response, { url: hop.url, maxBytes: rules.maxBytes });
      await response.body?.cancel();
      if (redirects >= rules.maxRedirects) {
        throw new NetError("too-many-redirects", `${hop.url.host} redirects more than ${rules.maxRedirects} times.`);
      }
      hop = nextHop(hop, { status: response.status, location, rules });
    }
  };
}

const deadlineAfter = (ms: number): AbortSignal | undefined =>
  ms === Number.POSITIVE_INFINITY ? undefined : AbortSignal.timeout(ms);

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

const redirectTarget = (status: number, location: string | null): string | null =>
  redirectStatuses.has(status) ? location : null;

/** Statuses for which the Fetch standard forbids a body. */
const bodyless: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

function answer(
  response: Awaited<ReturnType<typeof undiciFetch>>,
  { url, maxBytes }: { url: URL; maxBytes: number },
): Response {
  const body =
    response.body === null || bodyless.has(response.status)
      ? null
      : boundedBody(response.body, { maxBytes, host: url.host });
  const headers = new Headers([...response.headers]);
  const bounded = new Response(body, { status: response.status, headers });
  Object.defineProperty(bounded, "url", { value: url.href });
  return bounded;
}
