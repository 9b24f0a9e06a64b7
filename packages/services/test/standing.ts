import type { Batch } from "../src/scores/batch.ts";
import { emptyBatch } from "../src/scores/batch.ts";
import { ingest } from "../src/scores/ingest.ts";
import { addChannel, addClient, dayMs, hourMs, noon, type TestAgency } from "./agency.ts";

export interface Standing {
  clientId: string;
  channelId: string;
}

/** Ten days of posts with `likes` likes each: the more likes, the higher the score. The last one was made `silentMs` before noon. */
export const activity = ({ likes, silentMs = hourMs }: { likes: number; silentMs?: number }): Batch => {
  const days = Array.from({ length: 10 }, (_, n) => ({ n, at: noon - silentMs - n * dayMs }));
  return {
    ...emptyBatch,
    posts: days.map(({ n, at }) => ({ nativeId: `p${n}`, at, url: null, text: `Post ${n}`, carriesLink: n % 2 === 0 })),
    signals: days.flatMap(({ n, at }) =>
      Array.from({ length: likes }, (_, i) => ({
        nativeKey: `like:${n}:${i}`,
        kind: "like" as const,
        at: at + 1 + i,
        count: 1,
        actor: `actor-${n}-${i}`,
        postNativeId: `p${n}`,
      })),
    ),
  };
};

/** A client of that name with one channel and that much activity. */
export const addScored = async (
  agency: TestAgency,
  name: string,
  level: Parameters<typeof activity>[0],
): Promise<Standing> => {
  const clientId = await addClient(agency, name);
  const channelId = await addChannel(agency, clientId);
  await agency.system((ctx) => ingest({ ctx, input: { channelId, batch: activity(level) } }));
  return { clientId, channelId };
};
