import type { ChannelDetail } from "@headroom/api";
import { type Clock, count, instantLabel, points } from "@headroom/insights";
import Link from "next/link";
import { buttonLook } from "../../../../../components/button.tsx";
import { ProgressBar } from "../../../../../components/progress-bar.tsx";

interface ReadingProps {
  agency: string;
  clientId: string;
  channel: ChannelDetail;
  score: number | null;
  clock: Clock;
}

/** The last step: how far the first reading is. The page follows it by itself. */
export function FirstReading({ agency, clientId, channel, score, clock }: ReadingProps) {
  const isRead = channel.syncedAt !== null && channel.progress === null && channel.heldSince === null;
  return (
    <section aria-labelledby="reading" className="flex flex-col gap-3 rounded-lg border border-line bg-paper p-4">
      <h2 id="reading" className="break-words">
        {channel.title} <span className="font-normal text-soft">on {channel.networkTitle}</span>
      </h2>
      {channel.lastError === null ? (
        <Progress channel={channel} isRead={isRead} />
      ) : (
        <p role="alert" className="text-warn">
          The reading was interrupted: {channel.lastError}{" "}
          {channel.nextSyncAt !== null && `It goes on ${whenNext(channel.nextSyncAt, clock)}, from where it stopped.`}
        </p>
      )}
      {isRead && score !== null && (
        <p>
          The score is now <span className="number font-semibold">{points(score)}</span>.
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Link href={`/${agency}/clients/${clientId}`} className={buttonLook(isRead ? "main" : "plain")}>
          {isRead ? "See the client" : "Go on to the client"}
        </Link>
        <Link href={`/${agency}/clients/${clientId}/connect`} className={buttonLook()}>
          Connect another channel
        </Link>
      </div>
      {!isRead && <p className="text-soft text-sm">The reading goes on when you leave this page.</p>}
    </section>
  );
}

function Progress({ channel: { progress }, isRead }: { channel: ChannelDetail; isRead: boolean }) {
  if (isRead) return <output>Connected, and everything has been read.</output>;
  const { done, total } = progress ?? { done: 0, total: null };
  return (
    <>
      <ProgressBar label="Posts read" {...(total === null ? {} : { value: done, max: total })} />
      <output className="number">
        {done === 0
          ? "Connected. The first reading starts in a moment …"
          : `Reading … ${count(done, "post")}${total === null ? "" : ` of ${total.toLocaleString("en-GB")}`} so far`}
      </output>
    </>
  );
}

const whenNext = (at: number, clock: Clock): string => (at <= clock.now ? "in a moment" : instantLabel(at, clock));
