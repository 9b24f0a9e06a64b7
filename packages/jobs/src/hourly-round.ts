import {
  type Database,
  describeError,
  forgetImages,
  forgetNotices,
  forgetSignIns,
  type Io,
  planForgetting,
  planLearning,
  planSubscriptions,
  planWeeklyReports,
  sweepAttempts,
  warnOfEnding,
} from "@headroom/services";

interface World {
  db: Database;
  io: Io;
}

type Step = (db: Database, io: Io) => Promise<unknown>;

/** What is due about every hour, by what it is called in the log. */
const steps: Readonly<Record<string, Step>> = {
  "weekly reports": planWeeklyReports,
  learning: planLearning,
  subscriptions: planSubscriptions,
  "forgetting people": planForgetting,
  "forgetting sign-ins": forgetSignIns,
  "forgetting pictures": forgetImages,
  "forgetting notices": forgetNotices,
  "sweeping attempts": (db, io) => sweepAttempts(db, io.now()),
  "warning of ends": warnOfEnding,
};

/** Makes every step, whatever becomes of the others: what fails can wait for the next hour. */
export const hourlyRound = async ({ db, io }: World, round = steps): Promise<void> => {
  for (const [name, step] of Object.entries(round)) {
    try {
      await step(db, io);
    } catch (error) {
      io.log("A part of the hourly round could not be made", { part: name, error: describeError(error) });
    }
  }
};
