import "server-only";
import { createCaller } from "@headroom/api";
import { cache } from "react";
import { requestContext } from "../composition/request-context.ts";

/** The API for server components, without HTTP; one per request and agency. */
export const api = cache(async (agencySlug: string) => createCaller(await requestContext(agencySlug)));
