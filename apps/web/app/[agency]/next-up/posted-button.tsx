"use client";

import { useState, useTransition } from "react";
import { Button } from "../../../components/button.tsx";
import { apiOf, refusalOf } from "../../../trpc/client.ts";

/** "I have just posted there": the channel is read again at once, and the queue follows. */
export function PostedButton({
  agency,
  channelId,
  channelTitle,
}: {
  agency: string;
  channelId: string;
  channelTitle: string;
}) {
  const [isAsking, startAsking] = useTransition();
  const [said, setSaid] = useState<string | null>(null);
  const posted = () =>
    startAsking(async () => {
      try {
        await apiOf(agency).channel.syncNow.mutate({ channelId, posted: true });
        setSaid("Reading the channel …");
      } catch (error) {
        setSaid(refusalOf(error).message);
      }
    });
  return (
    <span className="flex items-center gap-2">
      <output className="text-soft text-xs">{said}</output>
      <Button onClick={posted} disabled={isAsking} aria-label={`Posted on ${channelTitle}`}>
        Posted
      </Button>
    </span>
  );
}
