import fc from "fast-check";
import {
  type Activation,
  type Algorithm,
  type Audience,
  type Channel,
  type ComponentId,
  classic1,
  componentIds,
  type History,
  type Hold,
  inboundKinds,
  type Kind,
  kinds,
  type Signal,
  steady1,
} from "../src/index.ts";
import { begin, dayMs, hourMs } from "./clients.ts";

/** Histories last two months; instants are whole minutes, often the same one, so that ties and repeats come about. */
export const end = begin + 60 * dayMs;

export const instant: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 0, max: 60 * 24 * 60 }).map((minutes) => begin + minutes * 60_000),
  fc.integer({ min: 0, max: 20 }).map((step) => begin + 10 * dayMs + step * hourMs),
);

const positive = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const weights: fc.Arbitrary<Partial<Record<ComponentId, number>>> = fc
  .array(fc.nat(9), { minLength: componentIds.length, maxLength: componentIds.length })
  .filter((parts) => parts.some((part) => part > 0))
  .map((parts) => {
    const sum = parts.reduce((a, b) => a + b);
    return Object.fromEntries(componentIds.map((id, index) => [id, (parts[index] ?? 0) / sum]));
  });

const saturation = fc.record({ knee: positive(0.01, 100), full: positive(1, 1e6) });

const ownAlgorithm: fc.Arbitrary<Algorithm> = fc.record({
  id: fc.constant("own-1"),
  title: fc.constant("Our own"),
  weights,
  rho: positive(0, 1),
  shrinkagePosts: positive(0.1, 20),
  networks: fc.constantFrom({}, { x: { rho: 0.9, graceMs: hourMs } }),
  presence: fc.record({ graceMs: fc.nat(3 * dayMs), halfLifeMs: fc.integer({ min: hourMs, max: 60 * dayMs }) }),
  engagement: fc.record({
    halfLifeMs: fc.integer({ min: hourMs, max: 60 * dayMs }),
    reactions: fc
      .array(positive(0, 5), { minLength: inboundKinds.length, maxLength: inboundKinds.length })
      .map(([view = 1, like = 1, click = 1, save = 1, reshare = 1, linkReshare = 1, mention = 1, comment = 1]) => ({
        view,
        like,
        click,
        save,
        reshare,
        linkReshare,
        mention,
        comment,
      })),
    saturation,
  }),
  amplification: fc.record({
    halfLifeMs: fc.integer({ min: hourMs, max: 60 * dayMs }),
    linkReshareWeight: positive(1, 4),
    saturation,
  }),
  selectivity: fc.record({ saturation }),
  linkMix: fc
    .constantFrom({ lo: 0.2, hi: 0.6 }, { lo: 0, hi: 1 }, { lo: 0.5, hi: 0.5 }, { lo: 0, hi: 0 })
    .map((band) => ({ band })),
  reach: fc.record({ saturation }),
});

/** Either built-in algorithm, or one that somebody might make up. */
export const algorithm: fc.Arbitrary<Algorithm> = fc.oneof(fc.constantFrom(steady1, classic1), ownAlgorithm);

const channelIds = ["a", "b", "c"] as const;
const allKinds: Partial<Record<Kind, number>> = Object.fromEntries(kinds.map((kind) => [kind, 0]));

const channels: fc.Arbitrary<Channel[]> = fc.tuple(
  ...channelIds.map((id) =>
    fc.record({
      id: fc.constant(id),
      network: fc.constantFrom("x", "facebook", "blog"),
      knows: fc.oneof(
        { arbitrary: fc.constant(allKinds), weight: 4 },
        { arbitrary: fc.constant({ post: 0, like: begin + dayMs }), weight: 1 },
        { arbitrary: fc.constant({ post: 0 }), weight: 1 },
      ),
    }),
  ),
);

export const channelId: fc.Arbitrary<string> = fc.constantFrom(...channelIds);

export function signalOf(kind: fc.Arbitrary<Kind>, at = instant): fc.Arbitrary<Signal> {
  const place = { id: fc.uuid(), channelId, kind, at };
  const post = fc.option(fc.constantFrom("p", "q"), { nil: undefined });
  const named = fc.record({ ...place, count: fc.constant(1), actor: fc.constantFrom("ann", "bob"), post });
  const counted = fc.record({ ...place, count: positive(0.1, 500), post });
  return fc
    .oneof(named, counted)
    .map(({ post: postId, ...signal }) => (postId === undefined ? signal : { ...signal, postId }));
}

export const inbound: fc.Arbitrary<Kind> = fc.constantFrom(...inboundKinds);

export const signals: fc.Arbitrary<Signal[]> = fc.array(signalOf(fc.constantFrom(...kinds)), { maxLength: 40 });

const audience: fc.Arbitrary<Audience[]> = fc.array(fc.record({ channelId, at: instant, followers: fc.nat(100_000) }), {
  maxLength: 6,
});

const hold: fc.Arbitrary<Hold> = fc
  .record({ channelId, from: instant, lasts: fc.option(fc.nat(20 * 24 * 60), { nil: undefined }) })
  .map(({ lasts, ...since }) => (lasts === undefined ? since : { ...since, to: since.from + lasts * 60_000 }));

const activations: fc.Arbitrary<Activation[]> = fc.oneof(
  algorithm.map((only) => [{ algorithm: only, from: 0 }]),
  fc.tuple(instant, ownAlgorithm).map(([from, own]) => [
    { algorithm: steady1, from: 0 },
    { algorithm: own, from },
    { algorithm: classic1, from: from + 5 * dayMs },
  ]),
);

export const history: fc.Arbitrary<History> = fc.record({
  channels,
  signals,
  audience,
  holds: fc.array(hold, { maxLength: 4 }),
  algorithms: activations,
});

/** A history of one algorithm in which nothing was ever held. */
export const openHistory: fc.Arbitrary<History> = fc
  .tuple(history, algorithm)
  .map(([whole, only]) => ({ ...whole, holds: [], algorithms: [{ algorithm: only, from: 0 }] }));

/** An instant of a history, or well after it. */
export const moment: fc.Arbitrary<number> = fc.oneof(
  instant,
  fc.integer({ min: 0, max: 400 }).map((days) => end + days * dayMs + 1),
);
