import { renderWeeklyReport } from "@headroom/reports";
import {
  type Database,
  forgetActors,
  type Io,
  learnClient,
  listenChannel,
  mailNotices,
  type NetworkLanes,
  type RunReport,
  runActivation,
  runImport,
  runPreview,
  runPublish,
  runReport,
  subscribeChannel,
  syncChannel,
} from "@headroom/services";
import type { WorkKind } from "./enqueue.ts";

/** What jobs need besides database and network. */
export interface Tools {
  renderReport: RunReport["render"];
}

/** The tools of a real worker. */
export const defaultTools: Tools = { renderReport: renderWeeklyReport };

export interface Job {
  db: Database;
  io: Io;
  tools: Tools;
  signal: AbortSignal;
  lanes: NetworkLanes;
  agencyId: string;
  subjectId: string;
}

/** `again`: the worker stops before the work was done; somebody takes it up at once. `later`: there is no room just now. */
export type Outcome = "done" | "again" | "later";

/** What each kind of work does. Every one may be repeated: a crash in the middle takes it up again. */
export const handlers: Readonly<Record<WorkKind, (job: Job) => Promise<Outcome>>> = {
  sync: async ({ db, io, signal, lanes, agencyId, subjectId }) => {
    const outcome = await syncChannel({ db, io, signal, lanes, agencyId, channelId: subjectId });
    if (outcome === "busy") return "later";
    return outcome === "stopped" ? "again" : "done";
  },
  import: async ({ db, io, agencyId, subjectId }) => {
    await runImport({ db, io, agencyId, importId: subjectId });
    return "done";
  },
  report: async ({ db, io, tools, agencyId, subjectId }) => {
    await runReport({ db, io, agencyId, subjectId, render: tools.renderReport });
    return "done";
  },
  preview: async ({ db, io, signal, agencyId, subjectId }) => {
    const outcome = await runPreview({ db, io, signal, agencyId, previewId: subjectId });
    return outcome === "interrupted" ? "again" : "done";
  },
  activate: async ({ db, io, signal, agencyId }) => {
    const outcome = await runActivation({ db, io, signal, agencyId });
    return outcome === "interrupted" ? "again" : "done";
  },
  learn: async ({ db, io, signal, agencyId, subjectId }) => {
    await learnClient({ db, io, signal, agencyId, clientId: subjectId });
    return "done";
  },
  publish: async ({ db, io, signal, agencyId, subjectId }) => {
    const outcome = await runPublish({ db, io, signal, agencyId, planId: subjectId });
    return outcome === "interrupted" ? "again" : "done";
  },
  subscribe: async ({ db, io, signal, agencyId, subjectId }) => {
    const outcome = await subscribeChannel({ db, io, signal, agencyId, channelId: subjectId });
    return outcome === "stopped" ? "again" : "done";
  },
  listen: async ({ db, io, signal, agencyId, subjectId }) => {
    await listenChannel({ db, io, signal, agencyId, channelId: subjectId });
    return "done";
  },
  mail: async ({ db, io, agencyId, subjectId }) => {
    await mailNotices({ db, io, agencyId, memberId: subjectId });
    return "done";
  },
  forget: async ({ db, io, signal, agencyId, subjectId }) => {
    const outcome = await forgetActors({ db, io, signal, agencyId, channelId: subjectId });
    return outcome === "interrupted" ? "again" : "done";
  },
};
