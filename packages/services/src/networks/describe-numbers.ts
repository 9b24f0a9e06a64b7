import {
  type Capability,
  type Network,
  type NumberDifference,
  type NumberKind,
  type NumberSource,
  networks,
  numberKinds,
  readingAges,
  rereadLimit,
  rereadMs,
} from "@headroom/connectors";
import { responseCurve } from "@headroom/scoring";
import { afterSuccessMs } from "../channels/sync-rhythm.ts";

/** When a network's numbers are read. */
export interface ReadingTimes {
  /** How often a channel is read from an age of its newest post on, both in ms; the youngest age first. */
  channel: { postAgeMs: number; everyMs: number }[];
  /** `count`: readings of a post's totals after the first; null: at each reading of the channel. `untilMs`: a post's age. */
  totals: { count: number | null; firstMs: number | null; untilMs: number; mostPosts: number | null };
  /** Null: at each reading of the channel; absent where the network does not tell. */
  followersEveryMs?: number | null;
  /** Whether the network says by itself that something changed. */
  push: Capability;
}

/** Which of a network's numbers are used, from where, how fresh, and what it does not tell. */
export interface NumbersOfNetwork {
  id: string;
  title: string;
  used: { kind: NumberKind; theirs: string; from: readonly NumberSource[]; note: string | null }[];
  unknown: { kind: NumberKind; reason: string }[];
  differences: readonly NumberDifference[];
  readings: ReadingTimes;
}

/** For every network of the registry. It is about networks alone, so everybody may see it. */
export const describeNumbers = (): NumbersOfNetwork[] =>
  networks.map((network: Network) => {
    const { id, title, numbers } = network;
    const told: NumbersOfNetwork["used"] = [];
    const unknown: NumbersOfNetwork["unknown"] = [];
    for (const kind of numberKinds) {
      const number = numbers.kinds[kind];
      if ("unknown" in number) unknown.push({ kind, reason: number.unknown });
      else told.push({ kind, theirs: number.theirs, from: number.from, note: number.note ?? null });
    }
    return { id, title, used: told, unknown, differences: numbers.differences, readings: readingsOf(network) };
  });

const hourMs = 3_600_000;
/** Ages of a newest post that a person can picture; from the last one on a channel is read as rarely as it gets. */
const agesMs = [0, hourMs, 3 * hourMs, 6 * hourMs];

const readingsOf = ({ id, numbers, capabilities }: Network): ReadingTimes => {
  const { medianMs: halfLifeMs } = responseCurve(id);
  const channel = agesMs.map((postAgeMs) => ({
    postAgeMs,
    everyMs: afterSuccessMs({ halfLifeMs, newestPostAgeMs: postAgeMs, random: 0.5 }),
  }));
  const { readAgain } = numbers;
  return {
    channel: channel.filter(({ everyMs }, at) => everyMs !== channel[at - 1]?.everyMs),
    totals:
      readAgain === "always"
        ? { count: null, firstMs: null, untilMs: rereadMs, mostPosts: rereadLimit }
        : {
            count: readingAges(readAgain).length,
            firstMs: readAgain.firstMs,
            untilMs: readAgain.untilMs,
            mostPosts: null,
          },
    ...("from" in numbers.kinds.followers && { followersEveryMs: numbers.followersEveryMs ?? null }),
    push: capabilities.push,
  };
};
