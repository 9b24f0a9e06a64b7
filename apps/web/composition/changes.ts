import "server-only";
import type { Change, Changes } from "@headroom/api";
import { listen } from "@headroom/db";
import { changesTopic } from "@headroom/services";
import { z } from "zod";
import { app } from "./app.ts";

const Told = z.object({
  agencyId: z.uuid(),
  what: z.enum(["sync", "import", "client", "report", "algorithm"]),
  clientId: z.string().optional(),
  subjectId: z.string().optional(),
});

type Listener = (change: Change) => void;
const holder = globalThis as typeof globalThis & { headroomListeners?: Set<Listener> };

/** One listening connection for the whole process; every open page hangs on it. */
const listeners = (): Set<Listener> => {
  if (holder.headroomListeners === undefined) {
    const all = new Set<Listener>();
    holder.headroomListeners = all;
    void listen(app().db, changesTopic, (payload) => {
      const change = Told.parse(JSON.parse(payload));
      for (const tell of all) tell(change);
    });
  }
  return holder.headroomListeners;
};

export const changes: Changes = {
  async *of(agencyId, signal) {
    const waiting: Change[] = [];
    let wake: () => void = () => {};
    const listener: Listener = (change) => {
      if (change.agencyId !== agencyId) return;
      waiting.push(change);
      wake();
    };
    const all = listeners();
    all.add(listener);
    const stop = () => wake();
    signal?.addEventListener("abort", stop);
    try {
      while (!signal?.aborted) {
        const next = waiting.shift();
        if (next !== undefined) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      all.delete(listener);
      signal?.removeEventListener("abort", stop);
    }
  },
};
