import "server-only";
import type { RequestContext } from "@headroom/api";
import { auth } from "../auth.ts";
import { app } from "./app.ts";
import { changes } from "./changes.ts";

/** Who asks, for which agency. */
export const requestContext = async (agencySlug: string | null): Promise<RequestContext> => {
  const session = await auth();
  return { ...app(), userId: session?.user?.id ?? null, agencySlug, changes };
};
