import "server-only";
import type { ClientDetail } from "@headroom/api";
import { TRPCError } from "@trpc/server";
import { notFound } from "next/navigation";
import { api } from "../../../../trpc/server.ts";

/** The client of a page; one that she does not see does not exist, and neither does an id that is none. */
export const clientOf = async (agency: string, clientId: string): Promise<ClientDetail> => {
  try {
    return await (await api(agency)).client.get({ clientId });
  } catch (error) {
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST")) notFound();
    throw error;
  }
};
