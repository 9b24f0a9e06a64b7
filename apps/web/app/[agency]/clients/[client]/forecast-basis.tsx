import type { ChannelOutlook } from "@headroom/api";
import { count, curveWords } from "@headroom/insights";

/** What the forecast rests on, channel by channel. */
export function ForecastBasis({ channels }: { channels: ChannelOutlook[] }) {
  return (
    <details className="mt-4 text-sm">
      <summary className="cursor-pointer">What this rests on</summary>
      <p className="mt-2 text-soft">
        The dark line is the middle of what may happen; nine times in ten the score lies above the lower edge of the
        band, and nine times in ten below the upper one. Followers are taken to stay as they are.
      </p>
      <ul className="mt-2 divide-y divide-line">
        {channels.map((channel) => (
          <li key={channel.id} className="py-1.5">
            <span className="font-medium">{channel.title}</span>{" "}
            <span className="text-soft">
              on {channel.networkTitle}: {basisOf(channel)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

const basisOf = ({ isHeld, learned }: ChannelOutlook): string => {
  if (isHeld) return "not heard from, so its points stand still";
  if (learned === null) return "nothing was learned of its posts yet";
  return `${curveWords(learned.curve)}; what posts draw is known from ${count(learned.posts, "post")}`;
};
