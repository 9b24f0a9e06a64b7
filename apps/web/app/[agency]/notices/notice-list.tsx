"use client";

import type { Notice } from "@headroom/api";
import { type Clock, instantLabel } from "@headroom/insights";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { apiOf } from "../../../trpc/client.ts";

interface ListProps {
  agency: string;
  notices: Notice[];
  clock: Clock;
}

/** Opening the list is seeing it; what was new stays marked as new until the page is left. */
export function NoticeList({ agency, notices, clock }: ListProps) {
  const router = useRouter();
  const [wasNew, setWasNew] = useState<ReadonlySet<string>>(() => new Set());
  const unseen = notices
    .filter(({ isSeen }) => !isSeen)
    .map(({ id }) => id)
    .join();
  // Synchronises with the server's record of what was seen.
  useEffect(() => {
    if (unseen === "") return;
    const noticeIds = unseen.split(",");
    setWasNew((before) => new Set([...before, ...noticeIds]));
    apiOf(agency)
      .notice.markSeen.mutate({ noticeIds })
      .then(
        () => router.refresh(),
        // Not reached: they stay new, which is what they are.
        () => {},
      );
  }, [agency, unseen, router]);
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-paper px-4">
      {notices.map(({ id, kind, text, path, at, isSeen }) => (
        <li key={id} className="flex flex-col gap-1 py-3">
          <p className="text-soft text-sm">
            {(!isSeen || wasNew.has(id)) && <span className="mr-2 font-semibold text-accent">New</span>}
            {instantLabel(at, clock)}
          </p>
          <p className="break-words">{text}</p>
          <p>
            <Link href={`/${agency}${path}`} className="text-accent text-sm underline underline-offset-2">
              {actions[kind]}
            </Link>
          </p>
        </li>
      ))}
    </ul>
  );
}

const actions: Readonly<Record<Notice["kind"], string>> = {
  "sign-in-ends": "Sign in again",
  "channel-held": "See to the channel",
  "post-failed": "See the post",
  "post-unknown": "Say what became of it",
  "spend-cap": "See the channel",
};
