"use client";

import type { AppRouter } from "@headroom/api";
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
} from "@trpc/client";
import superjson from "superjson";

const clients = new Map<string, ReturnType<typeof make>>();

/** The API for the browser, speaking for one agency. */
export const apiOf = (agency: string): ReturnType<typeof make> => {
  const found = clients.get(agency) ?? make(agency);
  clients.set(agency, found);
  return found;
};

const url = "/api/trpc";

const make = (agency: string) =>
  createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: httpSubscriptionLink({ url, transformer: superjson, connectionParams: { agency } }),
        // What is asked together is answered together: a call that may be slow goes alone, with the context `alone`.
        false: splitLink({
          condition: ({ context }) => context.alone === true,
          true: httpLink({ url, transformer: superjson, headers: { "x-agency": agency } }),
          false: httpBatchLink({ url, transformer: superjson, headers: { "x-agency": agency } }),
        }),
      }),
    ],
  });

export interface Refusal {
  message: string;
  /** The form field at fault, where there is one. */
  field: string | null;
}

/** What to tell the person of a call that failed. */
export const refusalOf = (error: unknown): Refusal => {
  if (!(error instanceof TRPCClientError))
    return { message: "The server could not be reached. Check your connection and try again.", field: null };
  const data: unknown = error.data;
  if (typeof data !== "object" || data === null)
    return { message: "The server could not be reached. Check your connection and try again.", field: null };
  const field = "field" in data && typeof data.field === "string" ? data.field : firstField(data);
  return { message: error.message, field };
};

const firstField = (data: object): string | null => {
  const errors = "fieldErrors" in data ? data.fieldErrors : null;
  return typeof errors === "object" && errors !== null ? (Object.keys(errors)[0] ?? null) : null;
};
