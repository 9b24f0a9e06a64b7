import { guardedFetch } from "@headroom/net";
import type {
  Batch,
  ConnectorContext,
  Cursor,
  DiscoveredChannel,
  Grant,
  InboundKind,
  Network,
  PullChannel,
  SignalRecord,
  SignIn,
} from "../src/index.ts";
import type { StandIn, StandInOptions } from "../src/stand-ins/index.ts";

/** A network, or one way of reading it, as the contract test sees it. */
export interface Subject {
  name: string;
  network: Network;
  start: (options: StandInOptions) => Promise<StandIn>;
  /** Whether posts come in pages, whether a deleted post is noticed, whether posts say that they link elsewhere. */
  pages: boolean;
  tellsDeletion: boolean;
  /** Kinds told as totals, and kinds told by name. */
  totals: readonly InboundKind[];
  named: readonly InboundKind[];
  /** Kinds told only with the optional secret. */
  needSecret: readonly InboundKind[];
  followers: boolean;
  /** Whether a network that may send messages sends none about this channel. */
  sendsNoMessages?: true;
  /** Whether no post can be read by its id. */
  readsNoSinglePost?: true;
  /** False for a way of reading through which nothing can be published. */
  publishes?: false;
  /** Whether the network makes something else of signs and markup in a text. */
  flattensText?: true;
  /** Whether the later pieces of a thread are posts of the channel as well; true where it is left out. */
  pullsThreadPieces?: false;
  /** After so long totals are read again, and followers asked for again, ms; a minute where it is left out. */
  rereadsAfterMs?: number;
  followersAfterMs?: number;
  /** What a limit means as a wait where the network does not name the minute that the accident lasts, ms. */
  limitWaitMs?: number;
}

export const startOfTest = Date.UTC(2026, 10, 2, 12, 0, 0);
export const minute = 60_000;
export const day = 86_400_000;

/** A fetch that reaches the stand-ins and waits this long for them; generous, so that a busy machine fails no test. */
const fetchWithin = (patienceMs: number) =>
  guardedFetch({ allowedPrivateHosts: ["127.0.0.1"], idleTimeoutMs: patienceMs, totalTimeoutMs: patienceMs });

/** A stand-in, a clock and a context that reach each other. */
export async function stage(subject: Subject, options: StandInOptions = {}) {
  const clock = { now: startOfTest };
  const standIn = await subject.start({ now: () => clock.now, ...options });
  const secrets: string[] = [];
  const reserved: Spent[] = [];
  const spent: Spent[] = [];
  const ctx: ConnectorContext = {
    fetch: fetchWithin(10_000),
    now: () => clock.now,
    hashActor: (networkId, actorId) =>
      `h${[...`${networkId}/${actorId}`].reduce((sum, c) => (sum * 31 + (c.codePointAt(0) ?? 0)) % 2_147_483_647, 7)}`,
    saveSecret: async (secret) => {
      secrets.push(secret);
    },
    renewSecret: async (renew) => {
      const next = await renew(secrets.at(-1) ?? "");
      if (next !== null) secrets.push(next);
      return secrets.at(-1) ?? "";
    },
    spend: async ({ what }, count) => {
      reserved.push({ what, count });
      return { settle: async (delivered) => void spent.push({ what, count: delivered }) };
    },
    baseUrls: { [subject.network.id]: standIn.url },
    wait: async (ms) => {
      clock.now += ms;
    },
    ...(standIn.app && { app: standIn.app }),
  };
  const grant = async (): Promise<{ secret: string } | undefined> => {
    const { signIn } = subject.network.connect;
    if (signIn === undefined) return undefined;
    const { secret } = await signInAt(ctx, signIn);
    secrets.push(secret);
    return { secret };
  };
  const connect = async (withSecret = false): Promise<DiscoveredChannel> => {
    const fields = withSecret ? standIn.connectFieldsWithSecret : standIn.connectFields;
    const { channels } = await subject.network.discover(ctx, fields, await grant());
    const [channel] = channels;
    if (channel === undefined) throw new Error("no channel was discovered");
    return channel;
  };
  const pullable = (channel: DiscoveredChannel): PullChannel => {
    const secret = secrets.at(-1);
    return { nativeId: channel.nativeId, config: channel.config, ...(secret === undefined ? {} : { secret }) };
  };
  const pull = (
    channel: DiscoveredChannel,
    cursor: Cursor | null = null,
    touched: readonly string[] = [],
  ): Promise<Batch[]> => collect(subject.network.pull(ctx, { ...pullable(channel), touched }, cursor));
  /** From now on a server that says nothing is noticed within the test. */
  const losePatience = (): void => {
    ctx.fetch = fetchWithin(300);
  };
  return { clock, standIn, secrets, reserved, spent, ctx, grant, connect, pullable, pull, losePatience };
}

export interface Spent {
  what: string;
  count: number;
}

const redirectUri = "https://headroom.example/sign-in/answer";

/** A person who agrees on the network's own page and is sent back. */
export async function signInAt(ctx: ConnectorContext, signIn: SignIn): Promise<Grant> {
  if (ctx.app === undefined) throw new Error("the stand-in has no app");
  const attempt = { app: ctx.app, redirectUri, state: "state-of-this-attempt" };
  const { url, keep } = await signIn.start(ctx, attempt);
  const answer = await fetch(url, { method: "POST", redirect: "manual" });
  const params = new URL(answer.headers.get("location") ?? "about:blank").searchParams;
  return signIn.finish(ctx, { ...attempt, keep, params });
}

/** Everything that a stream yields. */
export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** All records of some batches together. */
export const together = (batches: readonly Batch[]) => ({
  posts: batches.flatMap(({ posts }) => posts),
  observations: batches.flatMap(({ observations }) => observations),
  signals: batches.flatMap(({ signals }) => signals),
  audience: batches.flatMap(({ audience }) => audience),
  removals: batches.flatMap(({ removals }) => removals),
});

/** The cursor after the last batch, as it comes back out of a database. */
export function lastCursor(batches: readonly Batch[]): Cursor {
  const last = batches.at(-1);
  if (last === undefined) throw new Error("no batch came");
  return JSON.parse(JSON.stringify(last.cursor));
}

export const keysOf = (signals: readonly SignalRecord[]): string[] =>
  signals.map(({ nativeKey }) => nativeKey).toSorted();

/** The error that a promise ends in. */
export const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => new Error("nothing went wrong"),
    (error: unknown) => error,
  );
