import type { ChannelOutlook } from "@headroom/api";
import { bestHourText, count, fewPosts, worth, worthRange } from "@headroom/insights";

interface TableProps {
  channels: ChannelOutlook[];
  zone: string;
  /** Best hours are told from so many posts on. */
  fewest: number;
}

/** What one post would do on each channel, now and at a good hour. */
export function OnePostTable({ channels, zone, fewest }: TableProps) {
  return (
    <div>
      <h3 className="font-semibold">What one post would do</h3>
      <p className="text-soft text-sm">Points a day after it goes out, its reactions included.</p>
      <ul className="mt-2 divide-y divide-line text-sm">
        {channels.map((channel) => (
          <li key={channel.id} className="py-2">
            <p className="break-words font-medium">
              {channel.title} <span className="font-normal text-soft">on {channel.networkTitle}</span>
            </p>
            <ChannelWorth channel={channel} zone={zone} fewest={fewest} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ChannelWorth({ channel, zone, fewest }: { channel: ChannelOutlook; zone: string; fewest: number }) {
  const { post } = channel;
  if (post === null) return <p className="text-soft">Not heard from: nothing can be said.</p>;
  return (
    <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3">
      <dt className="text-soft">Now</dt>
      <dd className="number">
        {post.now === null ? (
          <>
            <strong>{worth(post.beforeReactions)}</strong> before reactions
          </>
        ) : (
          <>
            <strong>{worth(post.now.median)}</strong> ({worthRange(post.now)})
          </>
        )}
        {post.withLink && ", with a link"}
      </dd>
      <dt className="text-soft">Best hour</dt>
      <dd className="number">
        {post.bestHour === null ? (
          noHour(post.posts, fewest)
        ) : (
          <>
            <strong>{worth(post.bestHour.points.median)}</strong> ({worthRange(post.bestHour.points)}) at{" "}
            {bestHourText(post.bestHour, zone)}
          </>
        )}
      </dd>
      <dt className="text-soft">From</dt>
      <dd>
        {count(post.posts, "post")}
        {post.posts < fewPosts && <span className="text-warn"> – unsure: fewer than {fewPosts} posts</span>}
      </dd>
    </dl>
  );
}

const noHour = (posts: number, fewest: number): string =>
  posts < fewest ? `not told from fewer than ${fewest} posts` : "no hour stands out";
