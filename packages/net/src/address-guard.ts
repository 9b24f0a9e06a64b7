import { lookup as systemLookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "./address-range.ts";
import { NetError } from "./net-error.ts";
import { blockedAddress } from "./url-guard.ts";

export interface ResolvedAddress {
  address: string;
  family: number;
}

export type ResolveHost = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/**
 * Lookups for a socket: what is checked here is what the socket connects to, so a name cannot change its address between
 * check and connection. One private address among several refuses the host.
 */
export function addressGuard(resolve: ResolveHost = systemResolve): {
  checked: LookupFunction;
  unchecked: LookupFunction;
} {
  const lookupWith =
    (accept: (hostname: string, addresses: readonly ResolvedAddress[]) => void): LookupFunction =>
    (hostname, options, callback) => {
      resolveOrFail(resolve, hostname)
        .then((addresses) => {
          accept(hostname, addresses);
          return addresses;
        })
        .then(
          (addresses) => {
            const [first] = addresses;
            if (options.all === true) callback(null, [...addresses]);
            else callback(null, first?.address ?? "", first?.family ?? 0);
          },
          (error: Error) => callback(error, ""),
        );
    };
  return {
    checked: lookupWith((hostname, addresses) => {
      if (!addresses.every(({ address }) => isPublicAddress(address))) throw blockedAddress(hostname);
    }),
    unchecked: lookupWith(() => {}),
  };
}

const systemResolve: ResolveHost = (hostname) => systemLookup(hostname, { all: true });

async function resolveOrFail(resolve: ResolveHost, hostname: string): Promise<readonly ResolvedAddress[]> {
  const message = `${hostname} was not found. Check the spelling, or try again later.`;
  const addresses = await resolve(hostname).catch((cause: unknown) => {
    throw new NetError("dns", message, { cause });
  });
  if (addresses.length === 0) throw new NetError("dns", message);
  return addresses;
}
