"use client";

import type { ChannelDetail } from "@headroom/api";
import { type Clock, instantLabel } from "@headroom/insights";
import { useRouter } from "next/navigation";
import { useState, useSyncExternalStore, useTransition } from "react";
import { Button } from "../../../../components/button.tsx";
import { CopyField } from "../../../../components/copy-field.tsx";
import { apiOf, refusalOf } from "../../../../trpc/client.ts";

interface LinkProps {
  agency: string;
  channel: Pick<ChannelDetail, "id" | "title" | "reconnectLink">;
  clock: Clock;
}

/** Makes a link for whoever knows the password, to be copied now: it is not shown again. */
export function SendLink({ agency, channel: { id: channelId, title, reconnectLink }, clock }: LinkProps) {
  const router = useRouter();
  const [isBusy, start] = useTransition();
  const [made, setMade] = useState<{ path: string; expiresAt: number } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  // Only the browser knows under which address it reached us.
  const origin = useSyncExternalStore(
    () => () => {},
    () => location.origin,
    () => "",
  );
  const make = () =>
    start(async () => {
      try {
        setMade(await apiOf(agency).channel.makeReconnectLink.mutate({ channelId }));
        setProblem(null);
        router.refresh();
      } catch (error) {
        setProblem(refusalOf(error).message);
      }
    });
  // Withdrawn or used meanwhile: what is shown is what is known of the link now.
  const isOver = reconnectLink === null || "usedAt" in reconnectLink;
  return (
    <>
      <Button disabled={isBusy} aria-label={`Send a link to reconnect ${title}`} onClick={make}>
        Send a link
      </Button>
      {problem !== null && (
        <p role="alert" className="order-last basis-full text-bad text-sm">
          {problem}
        </p>
      )}
      {made !== null && (isBusy || !isOver) && (
        <div className="order-last flex min-w-0 basis-full flex-col gap-2 rounded-md bg-raised p-3">
          <CopyField key={made.path} label={`Link to reconnect ${title}`} text={`${origin}${made.path}`} />
          <p className="text-soft text-sm">
            Send it to whoever can sign in as {title}: no account here is needed. It works once, until{" "}
            {instantLabel(made.expiresAt, clock)}, and ends any link made before. It is not shown again.
          </p>
        </div>
      )}
    </>
  );
}
