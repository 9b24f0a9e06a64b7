import { isNetError, type NetError } from "@headroom/net";
import { z } from "zod";
import { ConnectorError, type ConnectorErrorCode } from "../contract/connector-error.ts";
import type { ConnectorContext } from "../contract/network.ts";
import { classifyResponse, type ResponseMeaning } from "./classify-response.ts";
import { parseJson } from "./parse-json.ts";

export interface RequestInput {
  networkId: string;
  url: string | URL;
  method?: "GET" | "POST" | "PUT" | "DELETE";
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** Statuses besides 2xx that the caller reads itself. */
  accept?: readonly number[];
  meaning?: ResponseMeaning;
  signal?: AbortSignal;
}

/** An answer that the caller may read: 2xx, or a status it accepts. Everything else becomes a ConnectorError. */
export async function request(ctx: ConnectorContext, input: RequestInput): Promise<Response> {
  const { networkId, url, accept = [], meaning, ...init } = input;
  try {
    const response = await ctx.fetch(url, init);
    if (response.ok || accept.includes(response.status)) return response;
    const body = await response.text();
    throw classifyResponse({
      networkId,
      status: response.status,
      headers: response.headers,
      body,
      now: ctx.now(),
      meaning,
    });
  } catch (error) {
    throw asConnectorError(networkId, error);
  }
}

/** The body as text. */
export async function readText(networkId: string, response: Response): Promise<string> {
  return response.text().catch((error: unknown) => {
    throw asConnectorError(networkId, error);
  });
}

/** The body as bytes. */
export async function readBytes(networkId: string, response: Response): Promise<Uint8Array> {
  return response.bytes().catch((error: unknown) => {
    throw asConnectorError(networkId, error);
  });
}

/** The body as what `schema` reads of it; a ConnectorError "malformed" when it is not that. */
export async function readJson<T>(
  schema: z.ZodType<T>,
  { networkId, response }: { networkId: string; response: Response },
): Promise<T> {
  const text = await readText(networkId, response);
  const host = new URL(response.url).host;
  try {
    return schema.parse(parseJson(text));
  } catch (cause) {
    const detail = cause instanceof z.ZodError ? ` (${fieldOf(cause)})` : "";
    const message = text.trimStart().startsWith("<")
      ? `${host} answered with a web page instead of data.`
      : `${host} answered with data that cannot be read${detail}.`;
    throw new ConnectorError({ networkId, code: "malformed", status: response.status, message, cause });
  }
}

const fieldOf = (error: z.ZodError): string => error.issues[0]?.path.join(".") || "the whole answer";

const netCodes: Record<NetError["code"], ConnectorErrorCode> = {
  "blocked-address": "blocked",
  "bad-url": "invalid-input",
  "too-large": "malformed",
  "too-many-redirects": "malformed",
  timeout: "unavailable",
  dns: "unavailable",
  connection: "unavailable",
};

export function asConnectorError(networkId: string, error: unknown): unknown {
  if (!isNetError(error)) return error;
  const { code, message, retryable } = error;
  return new ConnectorError({ networkId, code: netCodes[code], message, retryable, cause: error });
}
