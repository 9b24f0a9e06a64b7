"use client";

import type { ChannelDetail } from "@headroom/api";
import { type Clock, instantLabel } from "@headroom/insights";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { apiOf, refusalOf } from "../../../../trpc/client.ts";

interface StateProps {
  agency: string;
  channel: Pick<ChannelDetail, "id" | "title" | "reconnectLink">;
  clock: Clock;
  mayWork: boolean;
}

/** What became of the link that was sent, and the way to take it back. */
export function LinkState({ agency, channel: { id, title, reconnectLink }, clock, mayWork }: StateProps) {
  if (reconnectLink === null) return null;
  const isOwnAndOut = reconnectLink.of === null && "openUntil" in reconnectLink;
  return (
    <div className="mt-1 flex flex-wrap items-baseline gap-x-3 text-soft text-sm">
      <p className="break-words">{stateWords(reconnectLink, clock)}</p>
      {mayWork && isOwnAndOut && <Withdraw agency={agency} channelId={id} title={title} />}
    </div>
  );
}

const stateWords = (link: NonNullable<ChannelDetail["reconnectLink"]>, clock: Clock): string => {
  if ("usedAt" in link) {
    const through = link.of === null ? "a link" : `the link for ${link.of}`;
    return `Reconnected through ${through}, ${instantLabel(link.usedAt, clock)}.`;
  }
  const until = instantLabel(link.openUntil, clock);
  return link.of === null
    ? `A link to reconnect it is out, and works until ${until}.`
    : `The link for ${link.of} is for this one too, which shares its sign-in, and works until ${until}.`;
};

function Withdraw({ agency, channelId, title }: { agency: string; channelId: string; title: string }) {
  const router = useRouter();
  const [isBusy, start] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const withdraw = () =>
    start(async () => {
      try {
        await apiOf(agency).channel.withdrawReconnectLink.mutate({ channelId });
        setProblem(null);
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
      router.refresh();
    });
  return (
    <>
      <button
        type="button"
        disabled={isBusy}
        aria-label={`Withdraw the link to reconnect ${title}`}
        onClick={withdraw}
        className="min-h-6 text-accent underline underline-offset-2"
      >
        {isBusy ? "Withdrawing …" : "Withdraw the link"}
      </button>
      {problem !== null && (
        <span role="alert" className="text-bad">
          {problem}
        </span>
      )}
    </>
  );
}
