import { type ErrorCode, ServiceError } from "@headroom/services";
import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { ZodError } from "zod";

const codes = {
  "not-found": "NOT_FOUND",
  forbidden: "FORBIDDEN",
  invalid: "BAD_REQUEST",
  conflict: "CONFLICT",
  "too-many": "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
} as const satisfies Record<ErrorCode, TRPCError["code"]>;

/** The protocol's code for a verb's refusal. */
export const codeOf = (code: ErrorCode): (typeof codes)[ErrorCode] => codes[code];

/** What the browser may read of an error. */
export const messageOf = (error: TRPCError): string => {
  if (error.cause instanceof ZodError) return error.cause.issues[0]?.message ?? "Something in this form is not right.";
  if (error.cause instanceof ServiceError) return error.cause.message;
  if (error.code === "INTERNAL_SERVER_ERROR") return "Something went wrong on our side. It was noted; try again.";
  return error.message;
};

/** For routes that answer without the protocol: an error as status and words; anything that is not a refusal is thrown on. */
export const refusalTo = (error: unknown): { status: number; message: string } => {
  if (!(error instanceof TRPCError)) throw error;
  return { status: getHTTPStatusCodeFromError(error), message: messageOf(error) };
};
