import { type LinkAdvice, linkAdvice, type Score } from "@headroom/scoring";
import { percent } from "./format-points.ts";

/** A channel's share of posts with a link, against where the algorithm wants it: `X: 72 % of posts carry a link; 20–60 % is the band.` */
export const linkAdviceWords = (
  score: Pick<Score, "linkRatios">,
  channels: readonly { id: string; title: string }[],
): { channelId: string; text: string; verdict: LinkAdvice["verdict"] }[] =>
  linkAdvice(score).map(({ channelId, ratio, band: [lo, hi], verdict }) => {
    const title = channels.find(({ id }) => id === channelId)?.title ?? "A channel that is gone";
    const share = `${percent(lo).replace(/\D+$/, "")}–${percent(hi)} is the band.`;
    return { channelId, verdict, text: `${title}: ${percent(ratio)} of posts carry a link; ${share}` };
  });
