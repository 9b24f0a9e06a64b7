import "server-only";
import { sql } from "@headroom/db";
import { app } from "./app.ts";

/** Whether the database answers. */
export const databaseAnswers = async (): Promise<boolean> => {
  try {
    await app().db.global.execute(sql`select 1`);
    return true;
  } catch {
    return false;
  }
};
