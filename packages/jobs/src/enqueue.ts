import { z } from "zod";

/** Every kind of work, with what a worker has to know: ids only. Web and services name work through these. */
export const workKinds = [
  "sync",
  "import",
  "report",
  "preview",
  "activate",
  "learn",
  "publish",
  "subscribe",
  "listen",
  "mail",
  "forget",
] as const;
export type WorkKind = (typeof workKinds)[number];

export const Work = z.object({ kind: z.enum(workKinds), agencyId: z.uuid(), subjectId: z.uuid() });
export type Work = z.infer<typeof Work>;
