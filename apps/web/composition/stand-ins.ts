import "server-only";
import { app } from "./app.ts";

/** Whether other servers take the place of the networks: then even the demo's clients can be connected to something. */
export const hasStandIns = (): boolean => Object.keys(app().io.networkBaseUrls).length > 0;
