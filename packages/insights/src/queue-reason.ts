import { duration } from "./format-duration.ts";
import { points } from "./format-points.ts";

export interface QueueFacts {
  score: number | null;
  target: number | null;
  headroom: number | null;
  /** Points that silence costs in the next 24 hours, dearest first. */
  decay: readonly { title: string; points: number }[];
  lastPostAt: number | null;
  heldChannels: number;
  now: number;
}

/** Why a client stands where it does in the queue, in one or two plain sentences. */
export const queueReason = (facts: QueueFacts): string => {
  if (facts.score === null) return "No score yet: no channel has been read.";
  return [
    silence(facts),
    cost(facts),
    facts.heldChannels > 0 ? "One channel is not heard from; its points stand still." : null,
  ]
    .filter((sentence) => sentence !== null)
    .join(" ");
};

const silence = ({ lastPostAt, now }: QueueFacts): string =>
  lastPostAt === null ? "No post is known." : `Last post ${duration(now - lastPostAt)} ago.`;

/** Less than this a day is not worth a sentence, points. */
const noticeable = 0.05;

const cost = ({ decay }: QueueFacts): string | null => {
  const total = decay.reduce((sum, { points: lost }) => sum + lost, 0);
  const [dearest] = decay;
  if (dearest === undefined || total < noticeable) return "A day of silence costs next to nothing.";
  return `A day of silence costs ${points(total)} points, most of it ${dearest.title.toLowerCase()}.`;
};
