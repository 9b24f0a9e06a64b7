import { type Audience, type Channel, type History, type Kind, kinds, type Signal, steady1 } from "../src/index.ts";

export const dayMs = 86_400_000;
export const begin = 1_767_225_600_000;

const networks = ["x", "facebook", "instagram", "blog"] as const;
const usualKinds: readonly Kind[] = [
  "post",
  "linkPost",
  "like",
  "like",
  "like",
  "like",
  "comment",
  "reshare",
  "linkReshare",
  "mention",
];
const allKinds: Partial<Record<Kind, number>> = Object.fromEntries(kinds.map((kind) => [kind, 0]));

/** A client on four channels whose `count` signals are spread over `days`; a fifth of them name one of a thousand actors. */
export function busyClient({ count, days, seed = 1 }: { count: number; days: number; seed?: number }): History {
  const random = randomFrom(seed);
  const pick = <One>(all: readonly [One, ...One[]] | readonly One[]): One | undefined =>
    all[Math.floor(random() * all.length)];
  const channels = networks.map((network): Channel => ({ id: network, network, knows: allKinds }));
  const signals = Array.from({ length: count }, (_, index): Signal => {
    const at = begin + Math.floor(((index + random()) * days * dayMs) / count);
    const kind = pick(usualKinds) ?? "like";
    const channelId = pick(networks) ?? "x";
    const named = random() < 0.2 && kind !== "post" && kind !== "linkPost";
    return {
      id: `signal ${index}`,
      channelId,
      kind,
      at,
      count: 1,
      postId: `post ${Math.floor(index / 300)} on ${channelId}`,
      ...(named && { actor: `actor ${Math.floor(random() * 1_000)}` }),
    };
  });
  const audience = networks.map((channelId): Audience => ({ channelId, at: begin, followers: 1_000 }));
  return { channels, signals, audience, holds: [], algorithms: [{ algorithm: steady1, from: 0 }] };
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
