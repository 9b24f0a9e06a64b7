import type { Algorithm, Channel, History, Kind, Signal } from "../src/index.ts";
import { inboundKinds } from "../src/index.ts";
import { dayMs } from "./clients.ts";

/**
 * The contract's formula, written down once more as literally as possible and without regard to speed: what every answer
 * of the package is checked against.
 */
export function naiveScore(history: History, t: number): number {
  const algorithm = naiveAlgorithm(history, t);
  const seen = history.channels.map((channel) => look(history, channel, t));
  const { weights, rho, networks, shrinkagePosts, engagement, amplification, linkMix } = algorithm;
  const rhoOf = ({ network }: Channel) => networks[network]?.rho ?? rho;
  const reactionsOf = ({ d }: Seen) =>
    sum(inboundKinds.map((kind) => engagement.reactions[kind] * d(kind, engagement.halfLifeMs)));
  const resharesOf = ({ d }: Seen) =>
    d("reshare", amplification.halfLifeMs) +
    (amplification.linkReshareWeight - 1) * d("linkReshare", amplification.halfLifeMs);
  const postsOf = ({ d }: Seen) => d("post", engagement.halfLifeMs);
  const ratioed = seen.filter(({ channel }) =>
    inboundKinds.some((kind) => engagement.reactions[kind] > 0 && kind in channel.knows),
  );
  const mix = (one: Seen) => {
    const posts = postsOf(one);
    if (posts === 0) return 0;
    const link = naiveTent(one.d("linkPost", engagement.halfLifeMs) / posts, linkMix.band);
    return rhoOf(one.channel) * (posts / (posts + shrinkagePosts)) * link;
  };
  const phi = {
    presence: 1 - product(seen.map((one) => 1 - rhoOf(one.channel) * freshness(algorithm, one))),
    engagement: sat(sum(seen.map(reactionsOf)), engagement.saturation),
    amplification: sat(sum(seen.map(resharesOf)), amplification.saturation),
    selectivity: sat(
      Math.max(0, ...ratioed.map((one) => reactionsOf(one) / (postsOf(one) + shrinkagePosts))),
      algorithm.selectivity.saturation,
    ),
    linkMix: 1 - product(seen.map((one) => 1 - mix(one))),
    reach: sat(sum(seen.map(({ followers }) => followers)), algorithm.reach.saturation),
  };
  const { presence = 0, engagement: e = 0, amplification: a = 0, selectivity = 0, linkMix: l = 0, reach = 0 } = weights;
  return (
    1 +
    99 *
      (presence * phi.presence +
        e * phi.engagement +
        a * phi.amplification +
        selectivity * phi.selectivity +
        l * phi.linkMix +
        reach * phi.reach)
  );
}

export function naiveAlgorithm({ algorithms }: History, t: number): Algorithm {
  const sorted = [...algorithms].sort((a, b) => a.from - b.from);
  const active = sorted.filter(({ from }) => from <= t).at(-1) ?? sorted[0];
  if (active === undefined) throw new Error("no algorithm");
  return active.algorithm;
}

interface Seen {
  channel: Channel;
  /** The instant up to which the channel is known, and at which its terms are evaluated. */
  at: number;
  d: (kind: Kind, halfLifeMs: number) => number;
  lastPostAt: number | undefined;
  followers: number;
}

function look(history: History, channel: Channel, t: number): Seen {
  const at = knownUntil(history, channel.id, t);
  const signals = history.signals.filter((signal) => signal.channelId === channel.id && signal.at <= at);
  const ofKind = (kind: Kind) => signals.filter((signal) => countsAs(signal, kind));
  const newest = history.audience
    .filter((one) => one.channelId === channel.id && one.at <= at)
    .sort((a, b) => b.at - a.at || b.followers - a.followers)[0];
  return {
    channel,
    at,
    d: (kind, halfLifeMs) =>
      sum(ofKind(kind).map((one) => naiveWeight(one, ofKind(kind)) * 2 ** (-(at - one.at) / halfLifeMs))),
    lastPostAt: ofKind("post").length > 0 ? Math.max(...ofKind("post").map((post) => post.at)) : undefined,
    followers: newest?.followers ?? 0,
  };
}

/** `t`, or the start of the hold that the channel is in; holds that overlap or touch are one. */
export function knownUntil({ holds }: History, channelId: string, t: number): number {
  const own = holds.filter((hold) => hold.channelId === channelId && hold.from < (hold.to ?? Number.POSITIVE_INFINITY));
  if (!own.some(({ from, to = Number.POSITIVE_INFINITY }) => from <= t && t < to)) return t;
  let since = t;
  for (let moved = true; moved; ) {
    const earlier = own
      .filter(({ from, to = Number.POSITIVE_INFINITY }) => from < since && since <= to)
      .map(({ from }) => from);
    moved = earlier.length > 0;
    since = Math.min(since, ...earlier);
  }
  return since;
}

function countsAs(signal: Signal, kind: Kind): boolean {
  if (signal.kind === kind) return true;
  return (signal.kind === "linkPost" && kind === "post") || (signal.kind === "linkReshare" && kind === "reshare");
}

function naiveWeight(signal: Signal, ofKind: readonly Signal[]): number {
  if (signal.actor === undefined) return signal.count;
  const day = Math.floor(signal.at / dayMs);
  const group = ofKind.filter(({ actor, at }) => actor === signal.actor && Math.floor(at / dayMs) === day);
  const rank = group.sort((a, b) => b.at - a.at).indexOf(signal) + 1;
  return rank <= 10 ? 1 / rank : 0;
}

function freshness({ presence, networks }: Algorithm, { channel, at, lastPostAt }: Seen): number {
  if (lastPostAt === undefined) return 0;
  const graceMs = networks[channel.network]?.graceMs ?? presence.graceMs;
  return 2 ** (-Math.max(0, at - lastPostAt - graceMs) / presence.halfLifeMs);
}

function sat(x: number, { knee, full }: { knee: number; full: number }): number {
  return Math.min(1, Math.log(1 + x / knee) / Math.log(1 + full / knee));
}

function naiveTent(ratio: number, { lo, hi }: { lo: number; hi: number }): number {
  if (ratio < lo) return ratio / lo;
  return ratio <= hi ? 1 : (1 - ratio) / (1 - hi);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const product = (values: readonly number[]) => values.reduce((total, value) => total * value, 1);
