import { z } from "zod";
import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import type { OutgoingImage } from "../../contract/publish.ts";
import { apiOrigin } from "../../http/base-url.ts";
import { renewOnce, type TokenSession } from "../../http/renew-once.ts";
import { readJson, request } from "../../http/request.ts";
import { refusals } from "./linkedin-api.ts";
import { linkedinRefusal } from "./linkedin-refusal.ts";
import { linkedinSignIn } from "./linkedin-sign-in.ts";
import { make } from "./make.ts";

const networkId = "linkedin";

const placeSchema = z.object({ value: z.object({ uploadUrl: z.string(), image: z.string() }) });

/**
 * The URN of a picture that LinkedIn has (learn.microsoft.com/linkedin/marketing/community-management/shares/images-api,
 * version 202607, read in November 2026). A post may name it while LinkedIn still works on it, which is assumed.
 */
export async function uploadImage(
  ctx: ConnectorContext,
  session: TokenSession,
  { owner, image }: { owner: string; image: OutgoingImage },
): Promise<string> {
  const body = { initializeUploadRequest: { owner } };
  const response = await make(ctx, session, { path: "/images?action=initializeUpload", body });
  const { value } = await readJson(placeSchema, { networkId, response });
  const url = URL.parse(value.uploadUrl);
  if (url === null || !isLinkedIn(ctx, url)) {
    const message = "LinkedIn names a place for the picture that is not its own.";
    throw new ConnectorError({ networkId, code: "malformed", message, retryable: false });
  }
  await renewOnce(ctx, { network: linkedinSignIn, session }, (token) => put(ctx, { url, token, image }));
  return value.image;
}

/** The token goes nowhere else. */
const isLinkedIn = (ctx: ConnectorContext, { origin, protocol, hostname }: URL): boolean =>
  (protocol === "https:" && /(^|\.)linkedin\.com$/.test(hostname)) ||
  origin === apiOrigin(ctx, networkId, "https://api.linkedin.com");

async function put(
  ctx: ConnectorContext,
  { url, token, image }: { url: URL; token: string; image: OutgoingImage },
): Promise<void> {
  const response = await request(ctx, {
    networkId,
    method: "PUT",
    url,
    headers: { authorization: `Bearer ${token}`, "content-type": image.mediaType },
    body: image.bytes,
    accept: refusals,
  });
  await response.body?.cancel();
  if (!response.ok) throw linkedinRefusal({ response, now: ctx.now() });
}
