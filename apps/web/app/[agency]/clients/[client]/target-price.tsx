"use client";

import { priceWords } from "@headroom/insights";
import { useEffect, useState } from "react";
import { apiOf } from "../../../../trpc/client.ts";

/** So long after the last key the price is asked for, ms. */
const pauseMs = 400;

/** What a level that is being typed would cost in posts a week. */
export function TargetPrice({ agency, clientId, level }: { agency: string; clientId: string; level: number | null }) {
  const [words, setWords] = useState("");
  // Synchronises with the server: the price of the level that stands in the field once typing pauses.
  useEffect(() => {
    if (level === null || !(level >= 1 && level <= 100)) {
      setWords("");
      return;
    }
    let isOld = false;
    const timer = setTimeout(async () => {
      try {
        const price = await apiOf(agency).client.targetPrice.query({ clientId, level });
        if (!isOld) setWords(priceWords(price));
      } catch {
        // A price is advice: the form works without it.
        if (!isOld) setWords("");
      }
    }, pauseMs);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [agency, clientId, level]);
  return (
    <output className="block w-full text-sm" aria-label="Price of this target">
      {words}
    </output>
  );
}
