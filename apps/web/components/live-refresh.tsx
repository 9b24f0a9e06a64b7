"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { apiOf } from "../trpc/client.ts";

/** Several changes within this time are one refresh, ms. */
const gatherMs = 400;

/** Keeps server-drawn pages current: asks for them again when something in the agency changed. */
export function LiveRefresh({ agency }: { agency: string }) {
  const router = useRouter();
  // Synchronises with the server's event stream.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const subscription = apiOf(agency).live.changes.subscribe(undefined, {
      onData: () => {
        clearTimeout(timer);
        timer = setTimeout(() => router.refresh(), gatherMs);
      },
    });
    return () => {
      clearTimeout(timer);
      subscription.unsubscribe();
    };
  }, [agency, router]);
  return null;
}
