import type { ChannelDetail } from "@headroom/api";
import { percent, points } from "@headroom/insights";
import type { Score } from "@headroom/scoring";
import Link from "next/link";
import type { ReactNode } from "react";

/** How the score is made up: one point to start with, then each component's points, split by channel. */
export function ScoreParts({
  score,
  channels,
  children,
}: {
  score: Score;
  channels: ChannelDetail[];
  children: ReactNode;
}) {
  const title = (id: string) => channels.find((channel) => channel.id === id)?.title ?? "a channel";
  return (
    <section aria-labelledby="parts" className="rounded-lg border border-line bg-paper p-4">
      <h2 id="parts">How {points(score.value)} is made up</h2>
      <p className="text-soft text-sm">
        1 to start with, plus these points.{" "}
        <Link href="/how-the-score-works" className="text-accent underline underline-offset-2">
          How the score works
        </Link>
      </p>
      <ul className="mt-3 flex flex-col gap-3">
        {score.components.map((component) => (
          <li key={component.id}>
            <div className="flex items-baseline justify-between gap-3 text-sm">
              <span className="font-medium">{component.title}</span>
              <span className="number">
                <span className="font-semibold">{points(component.points)}</span>{" "}
                <span className="text-soft">of {points(99 * component.weight)}</span>
              </span>
            </div>
            <div className="mt-1 h-2 overflow-hidden rounded-full bg-raised">
              <div className="h-full rounded-full bg-accent" style={{ width: `${100 * component.phi}%` }} />
            </div>
            <p className="mt-1 text-soft text-xs">
              {component.channels
                .filter((channel) => channel.points >= 0.05)
                .sort((a, b) => b.points - a.points)
                .map((channel) => `${title(channel.channelId)} ${points(channel.points)}`)
                .join(" · ") || "nothing yet"}
            </p>
          </li>
        ))}
      </ul>
      {score.coverage < 1 && (
        <p className="mt-3 text-sm text-warn">
          {percent(score.coverage)} of these points come from channels we hear from; the rest stands still.
        </p>
      )}
      {children}
    </section>
  );
}
