import type { Refusal } from "../../../../trpc/client.ts";

/** A band as a whole is shown at its upper end. */
export const fieldAt = (refusal: Refusal | null): string | null =>
  refusal?.field === "linkMix.band" ? "linkMix.hi" : (refusal?.field ?? null);
