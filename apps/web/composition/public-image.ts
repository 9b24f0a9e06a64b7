import "server-only";
import { publicImage } from "@headroom/services";
import { app } from "./app.ts";

/** A picture that a network may fetch right now; null for any other. */
export const imageFor = (agencyId: string, id: string) => publicImage(app().db, { agencyId, id });
