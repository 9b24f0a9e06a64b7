import { z } from "zod";
import { ConnectorError, isConnectorError } from "../../contract/connector-error.ts";
import type { Charge } from "../../contract/money.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { OutgoingImage, OutgoingPost, Published, PublishInput, PublishRules } from "../../contract/publish.ts";
import { apiOrigin } from "../../http/base-url.ts";
import { renewOnce } from "../../http/renew-once.ts";
import { readJson, request } from "../../http/request.ts";
import { anyAddress } from "../../publish/count-text.ts";
import { definePublishing, isRefusal } from "../../publish/define-publishing.ts";
import { multipart } from "../../publish/multipart.ts";
import { outgoingText } from "../../publish/outgoing-text.ts";
import { stableId } from "../../text/stable-id.ts";
import { openSession, type XSession } from "./x-api.ts";
import { linkPostWritten, postWritten } from "./x-prices.ts";
import { xSignIn } from "./x-sign-in.ts";

/**
 * docs.x.com/fundamentals/counting-characters and x-api/media/quickstart, read in November 2026. Accounts with longer posts
 * are not told apart.
 */
const rules: PublishRules = {
  text: { required: false, most: 280, countedIn: "x-weight", linkCountsAs: 23 },
  link: "in-text",
  images: {
    least: 0,
    most: 4,
    bytesMost: 5_000_000,
    types: ["image/jpeg", "image/png", "image/webp", "image/gif"],
    altMost: 1_000,
  },
  thread: true,
  repeatable: false,
  note: "X bills $0.015 for a post and $0.20 for one with a link. It refuses a text that it has from you already.",
};

/** A bare host name may be taken for a link, so the higher price is set aside. */
const price = (post: Pick<OutgoingPost, "text" | "link">) =>
  post.link !== null || post.text.match(anyAddress) !== null ? linkPostWritten : postWritten;

export const xPublishing = definePublishing("x", { rules, price, publish });

/** docs.x.com/x-api/posts/create-post, specification 2.167, read in November 2026. */
async function publish(
  ctx: ConnectorContext,
  channel: PullChannel,
  { post, before, beforeSend }: PublishInput,
): Promise<Published> {
  const session = await openSession(ctx, channel);
  const pictures: string[] = [];
  for (const image of post.images) pictures.push(await uploaded(ctx, session, image));
  const answered = before.at(-1)?.nativeId;
  const tweet = {
    text: outgoingText(rules, post),
    ...(pictures.length > 0 && { media: { media_ids: pictures } }),
    ...(answered !== undefined && { reply: { in_reply_to_tweet_id: answered } }),
  };
  const charge = await ctx.spend?.(price(post), 1);
  const id = await sent(ctx, { session, tweet, charge, beforeSend });
  return { nativeId: stableId(id), url: `https://x.com/i/status/${encodeURIComponent(id)}` };
}

interface Sending {
  session: XSession;
  tweet: object;
  charge: Charge | undefined;
  beforeSend: () => Promise<void>;
}

/** What X may have taken is spent, even where its answer was lost. */
async function sent(ctx: ConnectorContext, { session, tweet, charge, beforeSend }: Sending): Promise<string> {
  let mayBeOut = false;
  try {
    await beforeSend();
    mayBeOut = true;
    const { data } = await call(ctx, session, { path: "/tweets", ...asJson(tweet), schema: madeSchema });
    return data.id;
  } catch (error) {
    mayBeOut &&= isConnectorError(error) && isUnknown(error);
    throw error;
  } finally {
    await charge?.settle(mayBeOut ? 1 : 0);
  }
}

const isUnknown = (error: ConnectorError): boolean =>
  error.wasAsked && (error.code === "unavailable" || (error.code === "malformed" && !isRefusal(error)));

const madeSchema = z.object({ data: z.object({ id: z.string() }) });

async function uploaded(ctx: ConnectorContext, session: XSession, image: OutgoingImage): Promise<string> {
  const fields = { media_category: "tweet_image", media_type: image.mediaType };
  const form = await multipart({ fields, file: { name: "media", image } });
  const { data } = await call(ctx, session, { path: "/media/upload", ...form, schema: madeSchema });
  if (image.alt === "") return data.id;
  const metadata = { id: data.id, metadata: { alt_text: { text: image.alt } } };
  await call(ctx, session, { path: "/media/metadata", ...asJson(metadata), schema: z.object({}) });
  return data.id;
}

const asJson = (value: object) => ({
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});

interface Call<T> {
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array;
  schema: z.ZodType<T>;
}

const call = <T>(ctx: ConnectorContext, session: XSession, { path, headers, body, schema }: Call<T>): Promise<T> =>
  renewOnce(ctx, { network: xSignIn, session }, async (token) => {
    const response = await request(ctx, {
      networkId: "x",
      url: new URL(`/2${path}`, apiOrigin(ctx, "x", "https://api.x.com")),
      method: "POST",
      headers: { accept: "application/json", authorization: `Bearer ${token}`, ...headers },
      body,
      accept: [403],
    });
    if (response.status === 403) throw forbidden(await response.text());
    return readJson(schema, { networkId: "x", response });
  });

/** X gives no number to a text that it has already: only the words tell it from what the account may not do. */
function forbidden(body: string): ConnectorError {
  const isDouble = /duplicate content/i.test(body);
  return new ConnectorError({
    networkId: "x",
    code: isDouble ? "invalid-input" : "forbidden",
    status: 403,
    message: isDouble
      ? "X has a post of this account with this text already."
      : "X does not allow this. Where the channel was connected for reading only, connect it again.",
  });
}
