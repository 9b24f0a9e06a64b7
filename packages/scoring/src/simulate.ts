import type { Algorithm } from "./algorithm.ts";
import { valueAt } from "./components.ts";
import { inboundKinds, kindNumber } from "./kinds.ts";
import { modelOf } from "./model.ts";
import type { Outlook, Source } from "./outlook.ts";
import type { PlannedPost } from "./planned-post.ts";
import { type Sampler, samplerOf } from "./sampler.ts";
import { channelNumber, loadState, type State } from "./state.ts";
import { addTerm, type Sums } from "./sums.ts";

export interface Simulation {
  readonly algorithm: Algorithm;
  readonly state: State;
  readonly outlooks: readonly Outlook[];
  /** In order of time. */
  readonly plan: readonly PlannedPost[];
  /** Epoch ms, ascending; the first is the start, the others bound the steps. */
  readonly edges: readonly number[];
  readonly seed: number;
  readonly paths: number;
}

/** Scores at every edge but the first: by (edge − 1) × paths + path. */
export interface Paths {
  readonly without: Float64Array;
  readonly with: Float64Array;
}

/** Plays the time ahead many times over, with and without the plan, drawing the same for what the plan does not touch. */
export function simulate(simulation: Simulation): Paths {
  const { edges, paths } = simulation;
  const size = (edges.length - 1) * paths;
  const results: Paths = { without: new Float64Array(size), with: new Float64Array(size) };
  for (let path = 0; path < paths; path++) playPath(simulation, path, results);
  return results;
}

function playPath(simulation: Simulation, path: number, results: Paths): void {
  const { algorithm, state, edges, plan, paths } = simulation;
  const load = () => modelOf(algorithm, loadState(algorithm, state, edges[0]));
  const without = load();
  const withPlan = load();
  const both = [without.sums, withPlan.sums];
  const channels = drawChannels(simulation, path);
  let next = 0;
  for (let step = 0; step + 1 < edges.length; step++) {
    const from = edges[step] ?? 0;
    const span = { step, week: Math.floor((from - (edges[0] ?? 0)) / weekMs), from, to: edges[step + 1] ?? from };
    for (const channel of channels) {
      addReactions(both, channel, { ...span, sampler: channel.base, sources: channel.recent, days: daysIn(span) });
      addReactions([withPlan.sums], channel, { ...span, sampler: channel.extra, sources: channel.planned, days: 0 });
    }
    for (let post = plan[next]; post !== undefined && post.at <= span.to; post = plan[++next]) {
      publish(withPlan.sums, post);
    }
    results.without[step * paths + path] = valueAt(without, span.to);
    results.with[step * paths + path] = valueAt(withPlan, span.to);
  }
}

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;

function daysIn({ from, to }: { from: number; to: number }): number {
  return (to - from) / dayMs;
}

/** Adds a post and says so to presence. */
export function publish(sums: Sums, { channelId, at, carriesLink }: PlannedPost): void {
  const channel = channelNumber(sums, channelId);
  addTerm(sums, { channel, kind: postNumber, at, weight: 1 });
  if (carriesLink) addTerm(sums, { channel, kind: linkPostNumber, at, weight: 1 });
  sums.lastPostAt[channel] = Math.max(sums.lastPostAt[channel] ?? at, at);
}

const postNumber = kindNumber("post");
const linkPostNumber = kindNumber("linkPost");
const reshareNumber = kindNumber("reshare");
const linkReshareNumber = kindNumber("linkReshare");

type Lucky = Source & { readonly luck: number };

interface Drawn {
  readonly channel: number;
  readonly perPost: Float64Array;
  readonly perDay: Float64Array;
  readonly recent: readonly Lucky[];
  readonly planned: readonly Lucky[];
  /** By week from the start, the factor on everything new; mean 1. */
  readonly levels: Float64Array;
  readonly base: Sampler;
  readonly extra: Sampler;
}

/** Odd multipliers keep the random numbers of paths and channels apart. */
const pathStride = 0x9e3779b1;
const channelStride = 0x85ebca6b;
const planStride = 0xc2b2ae35;

function drawChannels({ outlooks, seed, edges }: Simulation, path: number): Drawn[] {
  const stream = (seed + Math.imul(path + 1, pathStride)) >>> 0;
  const weeks = Math.max(1, Math.ceil(((edges.at(-1) ?? 0) - (edges[0] ?? 0)) / weekMs));
  const common = normals(samplerOf(stream), weeks + 1);
  return outlooks.map(({ channel, perPost, perDay, levelDeviation, recent, planned }) => {
    const own = stream + Math.imul(channel + 1, channelStride);
    const base = samplerOf(own);
    const extra = samplerOf(own + planStride);
    const levels = levelsOf(common, normals(base, weeks + 1), levelDeviation);
    const lucky = (sources: readonly Source[], sampler: Sampler) =>
      sources.map((source): Lucky => ({ ...source, luck: sampler.gamma(source.shape) / source.rate }));
    return {
      channel,
      perPost,
      perDay,
      recent: lucky(recent, base),
      planned: lucky(planned, extra),
      levels,
      base,
      extra,
    };
  });
}

function normals({ normal }: Sampler, size: number): Float64Array {
  return new Float64Array(size).map(normal);
}

/** So much of the variance of a channel's weeks is there from the first day and stays; the rest is new every week. */
const lastingShare = 0.8;
/** Good weeks of one channel are in part good weeks of the client. */
const commonShare = 0.4;

/** The first normal of each list is the lasting part, the others are the weeks'. */
function levelsOf(common: Float64Array, own: Float64Array, deviation: number): Float64Array {
  const mixed = own.map((z, i) => Math.sqrt(commonShare) * (common[i] ?? 0) + Math.sqrt(1 - commonShare) * z);
  const lasting = Math.sqrt(lastingShare) * (mixed[0] ?? 0);
  return mixed
    .subarray(1)
    .map((z) => Math.exp(deviation * (lasting + Math.sqrt(1 - lastingShare) * z) - deviation ** 2 / 2));
}

interface Span {
  readonly step: number;
  /** Whole weeks since the start. */
  readonly week: number;
  readonly from: number;
  readonly to: number;
  readonly sampler: Sampler;
  readonly sources: readonly Lucky[];
  /** Days of reactions that belong to no post. */
  readonly days: number;
}

/** Draws what comes in one step and counts it in the middle of it. */
function addReactions(
  targets: readonly Sums[],
  { channel, perPost, perDay, levels }: Drawn,
  { step, week, from, to, sampler, sources, days }: Span,
): void {
  const level = levels[week] ?? 1;
  let posts = 0;
  let linked = 0;
  for (const { due, luck, isNew, linkShare } of sources) {
    const share = (due[step] ?? 0) * luck * (isNew ? level : 1);
    posts += share;
    linked += share * linkShare;
  }
  if (posts === 0 && days === 0) return;
  const at = (from + to) / 2;
  const add = (kind: number, weight: number): void => {
    for (const sums of targets) addTerm(sums, { channel, kind, at, weight });
  };
  for (const kind of drawnKinds) {
    const count = sampler.poisson((perPost[kind] ?? 0) * posts + (perDay[kind] ?? 0) * days * level);
    if (count === 0) continue;
    add(kind, count);
    if (kind === reshareNumber && linked > 0) add(linkReshareNumber, (count * linked) / posts);
  }
}

const drawnKinds = inboundKinds.filter((kind) => kind !== "linkReshare").map((kind) => kindNumber(kind));
