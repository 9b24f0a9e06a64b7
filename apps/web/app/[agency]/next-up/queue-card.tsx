import type { QueueItem } from "@headroom/api";
import {
  bestHourText,
  burnLook,
  type Clock,
  change,
  points,
  postWorth,
  promiseWords,
  queueReason,
  safeUntil,
  worth,
} from "@headroom/insights";
import Link from "next/link";
import { Badge } from "../../../components/badge.tsx";
import { StatusBadge } from "../../../components/status-badge.tsx";
import { PostedButton } from "./posted-button.tsx";

interface CardProps {
  agency: string;
  item: QueueItem;
  clock: Clock;
  mayPost: boolean;
}

/** One client in the queue: by when, on which channel, why, and what a post would add. */
export function QueueCard({ agency, item, clock, mayPost }: CardProps) {
  const until = safeUntil(item, clock);
  const [best] = item.nextPosts;
  const lastPostAt = item.nextPosts.reduce<number | null>(
    (latest, { lastPostAt: at }) => (at !== null && (latest === null || at > latest) ? at : latest),
    null,
  );
  return (
    <li className="rounded-lg border border-line bg-paper p-4">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h2 className="mr-auto">
          <Link href={`/${agency}/clients/${item.id}`} className="hover:underline">
            {item.name}
          </Link>
        </h2>
        <StatusBadge status={item.status} />
        {item.promise !== null && item.promise.burn !== "none" && <Badge look={burnLook[item.promise.burn]} />}
        <p className="number text-sm">
          <span className="font-semibold">{item.score === null ? "–" : points(item.score)}</span>
          {item.target !== null && (
            <span className="text-soft">
              {" "}
              of {points(item.target)}
              {item.headroom !== null && ` (${change(item.headroom)})`}
            </span>
          )}
        </p>
      </div>
      <p className="mt-1">
        <span className="font-medium">{byWhen(item, until.text)}</span>{" "}
        <span className="text-soft">{queueReason({ ...item, lastPostAt, now: clock.now })}</span>
      </p>
      {item.promise !== null && item.promise.burn !== "none" && (
        <p className="text-sm">{promiseWords(item.promise, clock).outlook}</p>
      )}
      {item.nextPosts.length > 0 && (
        <ul
          aria-label={`What one post adds for ${item.name}`}
          className="mt-3 flex flex-col divide-y divide-line border-line border-t text-sm"
        >
          {item.nextPosts.map((channel) => (
            <li key={channel.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
              <span className="min-w-0 grow truncate">
                {channel.id === best?.id && (
                  <span className="mr-1.5 rounded bg-raised px-1.5 py-0.5 font-medium text-xs">best</span>
                )}
                {channel.url === null ? (
                  channel.title
                ) : (
                  <a href={channel.url} className="hover:underline">
                    {channel.title}
                  </a>
                )}{" "}
                <span className="text-soft">on {channel.networkTitle}</span>
              </span>
              <span className="number">
                <span className="font-semibold">{postWorth(channel.post).adds}</span>{" "}
                <span className="text-soft">{postWorth(channel.post).detail}</span>
                {channel.post.bestHour !== null && (
                  <span className="block text-right">
                    <span className="font-semibold">{worth(channel.post.bestHour.points.median)}</span>{" "}
                    <span className="text-soft">at {bestHourText(channel.post.bestHour, clock.zone)}</span>
                  </span>
                )}
              </span>
              {mayPost && channel.canSync && (
                <PostedButton agency={agency} channelId={channel.id} channelTitle={channel.title} />
              )}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

const byWhen = (item: QueueItem, until: string): string => {
  switch (item.status) {
    case "below":
      return "Below its target now.";
    case "unscored":
      return "Connect a channel to start.";
    case "held":
    case "soon":
    case "safe":
      return item.fallsAt === Number.POSITIVE_INFINITY ? "Safe for years." : `Safe until ${until}.`;
    default:
      return item.status satisfies never;
  }
};
