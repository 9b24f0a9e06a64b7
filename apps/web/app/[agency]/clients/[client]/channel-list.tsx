import type { ChannelDetail } from "@headroom/api";
import { type Clock, change, duration, freshness, instantLabel, points } from "@headroom/insights";
import Link from "next/link";
import { ChannelActions } from "./channel-actions.tsx";
import { LinkState } from "./link-state.tsx";
import { SendLink } from "./send-link.tsx";

interface ListProps {
  agency: string;
  clientId: string;
  channels: ChannelDetail[];
  clock: Clock;
  mayWork: boolean;
  isDemo: boolean;
}

export function ChannelList({ agency, clientId, channels, clock, mayWork, isDemo }: ListProps) {
  if (channels.length === 0) return null;
  return (
    <section aria-labelledby="channels" className="rounded-lg border border-line bg-paper p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id="channels">Channels</h2>
        <Link href="/how-the-score-works/networks" className="text-accent text-sm underline underline-offset-2">
          Where these numbers come from
        </Link>
      </div>
      <ul className="mt-2 divide-y divide-line">
        {channels.map((channel) => (
          <li key={channel.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
            <div className="min-w-0 grow basis-64">
              <p className="break-words font-medium">
                {channel.url === null ? (
                  channel.title
                ) : (
                  <a href={channel.url} className="hover:underline">
                    {channel.title}
                  </a>
                )}
              </p>
              <p className="text-soft text-sm">
                <Link
                  href={`/how-the-score-works/networks/${channel.network}`}
                  className="underline decoration-line underline-offset-2"
                >
                  {channel.networkTitle}
                </Link>
              </p>
              <p className="mt-1 text-sm">
                <ChannelState channel={channel} clock={clock} />
              </p>
              <SignInEnd channel={channel} clock={clock} />
              <LinkState agency={agency} channel={channel} clock={clock} mayWork={mayWork && !isDemo} />
              <p className="mt-1 text-soft text-sm">{detailsOf(channel)}</p>
            </div>
            <dl className="number flex gap-5 text-sm">
              <div>
                <dt className="text-soft">Points</dt>
                <dd className="font-semibold">{points(channel.points)}</dd>
              </div>
              <div>
                <dt className="text-soft">A post adds, before reactions</dt>
                <dd className="font-semibold">{channel.postAdds === null ? "–" : change(channel.postAdds)}</dd>
              </div>
            </dl>
            {mayWork && !(isDemo && isInvented(channel)) && (
              <div className="flex flex-wrap items-center gap-2">
                {(channel.state === "held" || endsSoon(channel, clock.now)) && (
                  <Link
                    href={`/${agency}/clients/${clientId}/connect?channel=${channel.id}`}
                    className="rounded-md bg-accent px-3 py-1.5 font-medium text-on-accent text-sm"
                  >
                    Reconnect
                  </Link>
                )}
                {!channel.isFileOnly && <SendLink agency={agency} channel={channel} clock={clock} />}
                <ChannelActions
                  agency={agency}
                  channelId={channel.id}
                  title={channel.title}
                  isFileOnly={channel.isFileOnly}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ChannelState({ channel, clock }: { channel: ChannelDetail; clock: Clock }) {
  if (channel.heldSince !== null) {
    return (
      <span className="text-warn">
        Not heard from since {instantLabel(channel.heldSince, clock)}. {channel.holdReason} Its points stand still; this
        is not counted as silence.
      </span>
    );
  }
  if (channel.isFileOnly)
    return <span className="text-soft">Known from a file. Connect it to keep it up to date.</span>;
  if (channel.progress !== null) {
    const { done, total } = channel.progress;
    return (
      <output>
        Reading … {done.toLocaleString("en-GB")}
        {total === null ? "" : ` of ${total.toLocaleString("en-GB")}`} posts so far
      </output>
    );
  }
  if (channel.lastError !== null)
    return (
      <span className="text-warn">
        Last try failed: {channel.lastError} Next try {nextText(channel, clock)}.
      </span>
    );
  if (channel.syncedAt === null) return <span>First reading {nextText(channel, clock)}.</span>;
  return (
    <span className="text-soft">
      As of {freshness(channel.syncedAt, clock.now).text}
      {channel.nextSyncAt !== null && `, next ${nextText(channel, clock)}`}
    </span>
  );
}

/** The demo's own channels are never read; one that somebody connected there is. */
const isInvented = ({ nextSyncAt }: ChannelDetail): boolean => nextSyncAt === null;

/** Told from so long before the end, ms: time to reach the person who signs in. */
const warnMs = 14 * 86_400_000;

const endsSoon = ({ signInEndsAt }: ChannelDetail, now: number): boolean =>
  signInEndsAt !== null && signInEndsAt - now < warnMs;

/** How long the sign-in lasts, where it ends by itself. */
function SignInEnd({ channel, clock }: { channel: ChannelDetail; clock: Clock }) {
  const { signInEndsAt } = channel;
  if (signInEndsAt === null || channel.heldSince !== null) return null;
  const soon = endsSoon(channel, clock.now);
  return (
    <p className={`mt-1 text-sm ${soon ? "text-warn" : "text-soft"}`}>
      {signInEndsAt <= clock.now
        ? "The sign-in has ended."
        : `The sign-in ends in ${duration(signInEndsAt - clock.now)}, ${instantLabel(signInEndsAt, clock)}.`}
      {soon && " Sign in again before: nothing is lost."}
    </p>
  );
}

const nextText = ({ nextSyncAt }: ChannelDetail, clock: Clock): string =>
  nextSyncAt === null || nextSyncAt <= clock.now ? "any moment" : instantLabel(nextSyncAt, clock);

const detailsOf = (channel: ChannelDetail): string => {
  if (channel.unknownKinds.length === 0) return "";
  return `Not told by this channel, and not counted as zero: ${channel.unknownKinds.map(kindText).join(", ")}`;
};

const kindText = (kind: string): string => {
  const words: Readonly<Record<string, string>> = {
    post: "posts",
    linkPost: "links in posts",
    linkReshare: "reshares of links",
  };
  return words[kind] ?? `${kind}s`;
};
