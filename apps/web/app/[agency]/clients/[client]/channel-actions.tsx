"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "../../../../components/button.tsx";
import { apiOf, refusalOf } from "../../../../trpc/client.ts";

interface ActionsProps {
  agency: string;
  channelId: string;
  title: string;
  isFileOnly: boolean;
}

/** Read now, and disconnect for good: that one asks first and names what goes. */
export function ChannelActions({ agency, channelId, title, isFileOnly }: ActionsProps) {
  const router = useRouter();
  const [isBusy, start] = useTransition();
  const [asks, setAsks] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const run = (work: () => Promise<unknown>, done: string | null) =>
    start(async () => {
      try {
        await work();
        setSaid(done);
        setAsks(false);
        router.refresh();
      } catch (error) {
        setSaid(refusalOf(error).message);
      }
    });
  const api = apiOf(agency);
  if (asks) {
    return (
      <div
        role="alertdialog"
        aria-label={`Disconnect ${title}`}
        className="flex flex-wrap items-center gap-2 rounded-md border border-bad p-2 text-sm"
      >
        <p>Delete {title} and everything read from it? Scores reported until now stay.</p>
        <Button
          look="danger"
          disabled={isBusy}
          onClick={() => run(() => api.channel.disconnect.mutate({ channelId }), null)}
        >
          Delete it
        </Button>
        <Button onClick={() => setAsks(false)}>Keep it</Button>
      </div>
    );
  }
  return (
    <>
      <output className="text-soft text-xs empty:absolute">{said}</output>
      {!isFileOnly && (
        <Button
          disabled={isBusy}
          aria-label={`Read now: ${title}`}
          onClick={() => run(() => api.channel.syncNow.mutate({ channelId }), "Reading …")}
        >
          Read now
        </Button>
      )}
      <Button disabled={isBusy} aria-label={`Disconnect ${title}`} onClick={() => setAsks(true)}>
        Disconnect
      </Button>
    </>
  );
}
