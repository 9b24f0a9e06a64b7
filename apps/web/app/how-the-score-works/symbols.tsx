import { classic1, steady1 } from "@headroom/scoring";
import { number } from "./part-words.ts";

const both = (of: (algorithm: typeof steady1) => number): string =>
  of(steady1) === of(classic1)
    ? number(of(steady1))
    : `${number(of(steady1))} in ${steady1.title}, ${number(of(classic1))} in ${classic1.title}`;

const rules = [
  ["Fading", "What happened t ago counts 2^(−t ÷ half-life). The sums below are sums of what is left."],
  ["Curve", "fill = ln(1 + x ÷ knee) ÷ ln(1 + full ÷ knee), at most 1. “From about 14 on” above means knee = 14."],
  [
    "Presence",
    "fill = 1 − (1 − ρ·f₁)(1 − ρ·f₂)… over the channels, with f = 2^(−(time since the last post − grace) ÷ half-life), at most 1. ρ is what one channel alone fills.",
  ],
  ["Engagement", "x = reactions of all channels, each times its worth in likes."],
  [
    "Amplification",
    `x = reshares + ${number(steady1.amplification.linkReshareWeight - 1)} × reshares of posts with a link.`,
  ],
  [
    "Selectivity",
    `x = reactions ÷ (posts + κ) of the channel where that is most, all fading as in engagement. κ is ${both(({ shrinkagePosts }) => shrinkagePosts)}.`,
  ],
  [
    "Link mix",
    `fill = 1 − (1 − ρ·u₁·m₁)(1 − ρ·u₂·m₂)… with u = posts ÷ (posts + κ), and m rising evenly from 0 at no links to 1 at ${classic1.linkMix.band.lo * 100} %, and falling evenly from 1 at ${classic1.linkMix.band.hi * 100} % to 0 at all.`,
  ],
  ["Reach", "x = followers of all channels together, as last told."],
] as const;

/** The rules again, exactly: enough to write the formula down in a spreadsheet. */
export function Symbols() {
  return (
    <details className="rounded-lg border border-line bg-paper p-4 text-sm">
      <summary className="cursor-pointer font-semibold text-base">In symbols, for a spreadsheet</summary>
      <dl className="mt-3 grid gap-x-6 gap-y-2.5 sm:grid-cols-[8rem_1fr]">
        {rules.map(([term, rule]) => (
          <div key={term} className="contents">
            <dt className="font-medium">{term}</dt>
            <dd className="number max-w-prose break-words">{rule}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
