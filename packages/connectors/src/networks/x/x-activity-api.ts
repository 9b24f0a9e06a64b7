import { z } from "zod";
import type { ConnectorContext } from "../../contract/network.ts";
import type { PushSecrets } from "../../contract/push.ts";
import { apiOrigin } from "../../http/base-url.ts";
import { renewOnce } from "../../http/renew-once.ts";
import { readJson, request } from "../../http/request.ts";
import type { XSession } from "./x-api.ts";
import { xSignIn } from "./x-sign-in.ts";

export interface ActivityCall<T> {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/2`. */
  path: string;
  body?: object;
  schema: z.ZodType<T>;
}

/** Somebody who may call; the calls of the activity interface are free. Throws ConnectorError. */
export type Caller = <T>(input: ActivityCall<T>) => Promise<T>;

/** As the app itself, which webhooks want; null where nobody entered its bearer token. */
export const asApp = (ctx: ConnectorContext, { app }: PushSecrets): Caller | null =>
  app.pushKey === undefined ? null : callAs(ctx, app.pushKey);

/** As the person who signed in: what happens to her posts is told with her permission alone. */
export const asPerson =
  (ctx: ConnectorContext, session: XSession): Caller =>
  (input) =>
    renewOnce(ctx, { network: xSignIn, session }, (token) => callAs(ctx, token)(input));

const callAs =
  (ctx: ConnectorContext, token: string): Caller =>
  async ({ method, path, body, schema }) => {
    const response = await request(ctx, {
      networkId: "x",
      method,
      url: new URL(`/2${path}`, apiOrigin(ctx, "x", "https://api.x.com")),
      headers: {
        accept: "application/json",
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return readJson(schema, { networkId: "x", response });
  };

/** An answer of which nothing is read. */
export const anyAnswer = z.unknown();
