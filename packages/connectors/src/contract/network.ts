import type { GuardedFetch } from "@headroom/net";
import { excerpt } from "../text/plain-text.ts";
import type { Limits } from "./limits.ts";
import type { Price, ReadingCosts, Spend } from "./money.ts";
import type { NativeNumbers } from "./native-numbers.ts";
import type { Publishing } from "./publish.ts";
import type { Listen, Push } from "./push.ts";
import type { Batch, Cursor, JsonValue, Kind } from "./records.ts";
import type { AppCredentials, SignIn } from "./sign-in.ts";

/** What a network offers to somebody in our place, as data that forms and help pages read. */
export const capabilityNames = [
  "profile",
  "posts",
  "postMetrics",
  "likers",
  "resharers",
  "comments",
  "mentions",
  "followers",
  "publish",
  "publishReply",
  "push",
  "history",
] as const;
export type CapabilityName = (typeof capabilityNames)[number];

/** `needsSecret`: only with the optional secret field of the connection. `reason`: why not, in plain words. */
export type Capability = { available: true; needsSecret?: true; note?: string } | { available: false; reason: string };

/** One thing asked of the person who connects a channel. */
export interface ConnectField {
  name: string;
  label: string;
  placeholder: string;
  /** For the person who works with Headroom. */
  help: string;
  /** Where whoever owns the account finds or makes it, in a sentence that she may read as well. */
  makeAt?: string;
  secret?: boolean;
  optional?: boolean;
}

export type ConnectFields = Readonly<Record<string, string | undefined>>;

export interface DiscoveredChannel {
  /** The network's id of the account or site; stays the same when it is renamed. */
  nativeId: string;
  title: string;
  url: string;
  avatarUrl?: string;
  /** What `pull` needs, without secrets. */
  config: JsonValue;
  /** The kinds that this connection can tell; what is missing is unknown, never zero. */
  knows: Kind[];
  /** What the person should know about this connection, in plain words. */
  note?: string;
}

/** What is kept of a channel that was connected. */
export interface KnownChannel {
  url: string | null;
  config: JsonValue;
}

export interface PullChannel {
  nativeId: string;
  config: JsonValue;
  /** What the adapter handed to `saveSecret` last. */
  secret?: string;
  /**
   * Posts that the network said had changed: their totals are read again whatever the rhythm says, where posts can be read
   * by their ids. At most a hundred count in one pull; ids that are none of the channel's change nothing.
   */
  touched?: readonly string[];
}

/** Everything an adapter may touch of the outside world. */
export interface ConnectorContext {
  fetch: GuardedFetch;
  /** The same for answers that do not end: only silence ends them. Absent where nothing is held open. */
  stream?: GuardedFetch;
  /** Epoch milliseconds. */
  now: () => number;
  /** Salted hash of an actor; actors leave an adapter in no other form. */
  hashActor: (networkId: string, actorId: string) => string;
  /**
   * Seals a secret (token or session) for this connection, replacing the one before. Called during `discover` when the
   * person gave one, and during `pull` when the network renewed it; awaited before the new one is used.
   */
  saveSecret: (secret: string) => Promise<void>;
  /**
   * Renews a grant that several channels may share, one at a time: `renew` gets the secret as it is stored now and gives
   * the next, which is stored before anyone uses it, or null where the stored one is good already. Returns what is stored.
   */
  renewSecret?: (renew: (stored: string) => Promise<string | null>) => Promise<string>;
  /** The app through which people signed in; absent where the network needs none or none is set up. */
  app?: AppCredentials;
  /** Reserves money for paid calls; absent where nothing may be spent. */
  spend?: Spend;
  /**
   * Where a network's API is, by network id (and `id/sign-in` for its sign-in pages), when the person names no host: a
   * proxy or a stand-in.
   */
  baseUrls?: Readonly<Record<string, string>>;
  random?: () => number;
  /** Waits so many milliseconds; by the machine's clock when left out. */
  wait?: (ms: number) => Promise<void>;
}

export interface Network<Id extends string = string> {
  id: Id;
  title: string;
  capabilities: Readonly<Record<CapabilityName, Capability>>;
  /** Every kind that this network can tell at best; a channel's own `knows` may hold fewer. */
  knows: readonly Kind[];
  /** Which of the network's own numbers are used, and what it does not tell. */
  numbers: NativeNumbers;
  connect: {
    fields: readonly ConnectField[];
    signIn?: SignIn;
    /**
     * What to fill in to find the very channel again where it is read now; "" stays empty. Somebody outside who reconnects
     * it is not asked for these, so that she can point it nowhere else: an id alone is what any server may claim. Null where
     * the config cannot be read. Absent where nothing is filled in.
     */
    again?: (channel: KnownChannel) => ConnectFields | null;
  };
  limits: Limits;
  /** What calls cost, where they cost money. */
  prices?: readonly Price[];
  /** What reading a channel comes to, where it costs money. */
  costs?: ReadingCosts;
  /** Finds the channels behind what the person typed, or behind a grant. Throws ConnectorError. */
  discover: (
    ctx: ConnectorContext,
    fields: ConnectFields,
    grant?: { secret: string },
  ) => Promise<{ channels: DiscoveredChannel[] }>;
  /**
   * Reads what is new, newest first, then the totals of recent posts again. Throws ConnectorError; the cursor of the last
   * batch that was stored resumes it.
   */
  pull: (ctx: ConnectorContext, channel: PullChannel, cursor: Cursor | null) => AsyncIterable<Batch>;
  /** Absent where nothing can be published. */
  publishing?: Publishing;
  /** Absent where the network is asked at intervals only. */
  push?: Push;
  listen?: Listen;
}

/** Keeps the id a literal, so that the registry's ids form a union. Whatever people call themselves becomes one short line. */
export const defineNetwork = <const Id extends string>(network: Network<Id>): Network<Id> => ({
  ...network,
  discover: async (...asked) => {
    const { channels } = await network.discover(...asked);
    return { channels: channels.map((channel) => ({ ...channel, title: excerpt(channel.title) || channel.nativeId })) };
  },
});
