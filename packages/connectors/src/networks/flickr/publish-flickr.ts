import { readConfig } from "../../contract/channel-config.ts";
import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Published, PublishInput, PublishRules } from "../../contract/publish.ts";
import { apiOrigin } from "../../http/base-url.ts";
import { readText, request } from "../../http/request.ts";
import { definePublishing } from "../../publish/define-publishing.ts";
import { multipart } from "../../publish/multipart.ts";
import { outgoingText } from "../../publish/outgoing-text.ts";
import { stableId } from "../../text/stable-id.ts";
import { failure, refused, sharedMeaning, sign } from "./flickr-api.ts";
import { readSecret } from "./flickr-secret.ts";
import { configSchema } from "./pull-flickr.ts";

/**
 * flickr.com/services/api/upload.api.html and flickrhelp.com (what a photo may be), read in November 2026. How long a title
 * and a description may be is not documented: assumed is what the website takes. The API has no field for alternative text.
 */
const rules: PublishRules = {
  text: { required: false, most: 16_000, countedIn: "characters" },
  title: { required: false, most: 255 },
  link: "in-text",
  images: {
    least: 1,
    most: 1,
    bytesMost: 200_000_000,
    types: ["image/jpeg", "image/png", "image/gif"],
    altMost: 0,
  },
  thread: false,
  repeatable: false,
  note: "The text becomes the picture's description. Flickr takes no other words for those who do not see it.",
};

export const flickrPublishing = definePublishing("flickr", { rules, publish });

/** The upload itself makes the photo public. Its answer is XML, whatever is asked for. */
async function publish(
  ctx: ConnectorContext,
  channel: PullChannel,
  { post, beforeSend }: PublishInput,
): Promise<Published> {
  const { nsid } = readConfig(configSchema, { networkId: "flickr", channel });
  const secret = readSecret(channel.secret);
  const [image] = post.images;
  if (image === undefined) throw refusal("Add a picture: no post goes out without.");
  const url = new URL("/services/upload/", apiOrigin(ctx, "flickr", "https://up.flickr.com"));
  const form = {
    // Also where it is empty: without one, the file's name would be it.
    title: asSent(post.title),
    description: asSent(bare(outgoingText(rules, post))),
    is_public: "1",
  };
  const { headers, body } = await multipart({ fields: form, file: { name: "photo", image } });
  const authorization = sign(ctx, { method: "POST", url, secret, form });
  await beforeSend();
  const response = await request(ctx, {
    networkId: "flickr",
    url,
    method: "POST",
    headers: { ...headers, authorization },
    body,
    accept: [400, 401, 429],
  });
  if (!response.ok) throw await refused(ctx, response);
  const id = await madeBy(ctx, response);
  const path = `${encodeURIComponent(nsid)}/${encodeURIComponent(id)}`;
  return { nativeId: stableId(id), url: `https://www.flickr.com/photos/${path}/` };
}

/** Line ends as a form carries them (HTML, "multipart/form-data encoding algorithm"): what is signed has to be what arrives. */
const asSent = (text: string): string => text.replace(/\r?\n|\r/g, "\r\n");

/** Flickr takes some HTML in a description; a text is none, so what would begin a tag becomes a sign to be read. */
const bare = (text: string): string => text.replace(/<(?=[a-z/!?])/gi, "&lt;");

/** `<rsp stat="ok"><photoid>1</photoid></rsp>`, or `<rsp stat="fail"><err code="5" msg="…"/></rsp>`, both with status 200. */
async function madeBy(ctx: ConnectorContext, response: Response): Promise<string> {
  const answer = await readText("flickr", response);
  const id = /<photoid\b[^>]*>\s*(\d+)\s*<\/photoid>/.exec(answer)?.[1];
  if (id !== undefined) return id;
  const number = /<err\b[^>]*?\bcode="(\d+)"/.exec(answer)?.[1];
  if (number === undefined) {
    const message = "Flickr answered with something that cannot be read, so whether the photo is out is not known.";
    throw new ConnectorError({ networkId: "flickr", code: "malformed", message });
  }
  const code = sharedMeaning(Number(number));
  throw code === undefined ? refusal(words[Number(number)]) : failure(ctx, { response, code });
}

/** What the upload alone answers, all of it before there is a photo. */
const words: Readonly<Record<number, string>> = {
  3: "Flickr could not take the picture. The file may be damaged.",
  4: "The picture is empty.",
  5: "Flickr does not know this kind of picture.",
  6: "This account has reached what Flickr lets it upload.",
  8: "The picture is too large for Flickr.",
  116: "Flickr refuses an address in the text.",
};

const refusal = (message = "Flickr refused this picture."): ConnectorError =>
  new ConnectorError({ networkId: "flickr", code: "invalid-input", message });
