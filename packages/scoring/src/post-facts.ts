import type { HabitHistory } from "./habits.ts";
import type { Channel, Signal } from "./history.ts";
import { heldFromAt, spansOf } from "./holds.ts";
import { broaderKind, type InboundKind, inboundKinds } from "./kinds.ts";
import { type NamedDelay, watchMs } from "./own-curve.ts";
import { weigh } from "./weigh.ts";

/** Counts by kind of reaction; a reshare of a link post is a `reshare`. */
export type Counts = Partial<Record<InboundKind, number>>;

/** A post and what it has drawn so far. Counts are worth what the score makes of them: repeats of one person count less. */
export interface PostFacts {
  readonly at: number;
  readonly carriesLink: boolean;
  readonly counts: Counts;
}

/** What a channel's history says about its posts, up to `asOf` (epoch ms): the start of a hold, where one lasts. */
export interface ChannelFacts {
  readonly asOf: number;
  /** Nothing earlier was looked at, epoch ms. */
  readonly since: number;
  /** Oldest first. */
  readonly posts: readonly PostFacts[];
  /** Reactions that belong to none of the posts. */
  readonly untied: readonly { readonly at: number; readonly kind: InboundKind; readonly count: number }[];
  readonly delays: readonly NamedDelay[];
}

/** Older history says little about what posts draw now, ms. */
const lookBackMs = 180 * 86_400_000;

/** The facts of each channel of a history at `t` (epoch ms), by channel id. Throws InvalidInput on a bad signal. */
export function channelFacts(history: HabitHistory, t: number): Map<string, ChannelFacts> {
  const byChannel = new Map<string, Signal[]>(history.channels.map(({ id }) => [id, []]));
  for (const signal of history.signals) byChannel.get(signal.channelId)?.push(signal);
  return new Map(
    history.channels.map((channel) => {
      const asOf = heldFromAt(spansOf(history.holds, channel.id), t) ?? t;
      return [channel.id, factsOf(channel, byChannel.get(channel.id) ?? [], asOf)];
    }),
  );
}

function factsOf(channel: Channel, all: readonly Signal[], asOf: number): ChannelFacts {
  const signals = all.filter(({ at }) => at <= asOf && at > asOf - lookBackMs);
  const worth = worthByKind(signals);
  const watched = watchMs(channel.network);
  const posts = new Map<string, PostFacts>();
  for (const { kind, id, postId, at } of signals) {
    if (kind === "post" || kind === "linkPost")
      posts.set(postId ?? id, { at, carriesLink: kind === "linkPost", counts: {} });
  }
  const untied: { at: number; kind: InboundKind; count: number }[] = [];
  const delays: NamedDelay[] = [];
  for (const signal of signals) {
    const kind = plainKind(signal.kind);
    if (kind === null) continue;
    const count = signal.count * (worth.get(kind) ?? 1);
    const post = signal.postId === undefined ? undefined : posts.get(signal.postId);
    if (post === undefined) untied.push({ at: signal.at, kind, count });
    else {
      post.counts[kind] = (post.counts[kind] ?? 0) + count;
      addDelay(delays, { signal, post, asOf, watched });
    }
  }
  const first = signals.reduce((least, { at }) => Math.min(least, at), asOf);
  return { asOf, since: first, posts: [...posts.values()].sort((a, b) => a.at - b.at), untied, delays };
}

/** What one reaction of a kind was worth on average after repeats of one person on one day were weighed down. */
function worthByKind(signals: readonly Signal[]): Map<InboundKind, number> {
  const told = new Map<InboundKind, number>();
  for (const { kind, count } of signals) {
    const plain = plainKind(kind);
    if (plain !== null) told.set(plain, (told.get(plain) ?? 0) + count);
  }
  const weighed = new Map<InboundKind, number>();
  for (const { kind, weight } of weigh(signals)) {
    // A reshare of a link post comes as a reshare as well, and is counted there.
    if (kind !== "linkReshare" && isInbound(kind)) weighed.set(kind, (weighed.get(kind) ?? 0) + weight);
  }
  return new Map([...weighed].map(([kind, weight]) => [kind, weight / (told.get(kind) ?? weight)]));
}

interface Reaction {
  readonly signal: Signal;
  readonly post: PostFacts;
  readonly asOf: number;
  /** For how long posts are watched, ms. */
  readonly watched: number;
}

/**
 * Only a named reaction has an instant of its own. Totals are dated by the network's curve, so fitting a curve to them
 * would give back what was put in; and of a post that is still young only the early reactions are known.
 */
function addDelay(delays: NamedDelay[], { signal, post, asOf, watched }: Reaction): void {
  const delayMs = signal.at - post.at;
  if (signal.actor === undefined || signal.postId === undefined) return;
  if (delayMs > 0 && delayMs <= watched && asOf - post.at >= watched) delays.push({ postId: signal.postId, delayMs });
}

function plainKind(kind: Signal["kind"]): InboundKind | null {
  const plain = kind === "linkReshare" ? (broaderKind(kind) ?? kind) : kind;
  return isInbound(plain) ? plain : null;
}

const inbound: ReadonlySet<string> = new Set(inboundKinds);

function isInbound(kind: string): kind is InboundKind {
  return inbound.has(kind);
}
