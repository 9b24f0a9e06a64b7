import type { DraftVerdict } from "@headroom/api";
import { useEffect, useState } from "react";
import { apiOf } from "../../../../../trpc/client.ts";

type Draft = Parameters<ReturnType<typeof apiOf>["plan"]["check"]["query"]>[0];

/** Typing pauses this long before the server is asked, ms. */
const pauseMs = 350;

/** What each network would say to the draft as it stands; the last answer stays until the next one is there. */
export const useVerdicts = (agency: string, draft: Draft): DraftVerdict[] => {
  const [verdicts, setVerdicts] = useState<DraftVerdict[]>([]);
  const asked = JSON.stringify(draft);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      apiOf(agency)
        .plan.check.query(JSON.parse(asked) as Draft, { signal: stop.signal })
        .then(setVerdicts, () => {});
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [agency, asked]);
  return verdicts;
};
