import { Buffer } from "node:buffer";
import { readConfig } from "../../contract/channel-config.ts";
import { ConnectorError, isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext, PullChannel } from "../../contract/network.ts";
import type { Places, Published, PublishInput, PublishRules } from "../../contract/publish.ts";
import { openTokenSession } from "../../http/renew-once.ts";
import { definePublishing } from "../../publish/define-publishing.ts";
import { stableId } from "../../text/stable-id.ts";
import { ask, pinSchema } from "./pinterest-api.ts";
import { pinterestSignIn } from "./pinterest-sign-in.ts";
import { configSchema } from "./pull-pinterest.ts";

/**
 * Specification 5.23 of pinterest/api-description ("PinCreate" and "PinMediaSourceImageBase64") and help.pinterest.com (the
 * size of a picture), read in November 2026.
 */
const rules: PublishRules = {
  text: { required: false, most: 800, countedIn: "characters" },
  title: { required: false, most: 100 },
  link: "card",
  images: { least: 1, most: 1, bytesMost: 20_000_000, types: ["image/jpeg", "image/png"], altMost: 500 },
  thread: false,
  repeatable: false,
  note: "While Pinterest gives the app trial access only, nobody but the account itself sees its pins.",
};

const places: Places = {
  name: "Board",
  read: (config) => {
    const { board = null, boards } = configSchema.safeParse(config).data ?? {};
    return { all: (boards ?? []).map(({ id, name }) => ({ id, title: name })), chosen: board };
  },
  choose: (config, board) => {
    const { username, boards } = configSchema.parse(config);
    return { username, board, boards: boards ?? [] };
  },
};

export const pinterestPublishing = definePublishing("pinterest", { rules, places, publish });

const madeSchema = pinSchema.pick({ id: true });

/** The picture goes along in the one request that makes the pin. */
async function publish(
  ctx: ConnectorContext,
  channel: PullChannel,
  { post, beforeSend }: PublishInput,
): Promise<Published> {
  const { board } = readConfig(configSchema, { networkId: "pinterest", channel });
  if (board == null) throw refusal("The account had no public board. Make one there, then connect the channel again.");
  const session = await openTokenSession(ctx, { network: pinterestSignIn, secret: channel.secret });
  const [image] = post.images;
  if (image === undefined) throw refusal("Add a picture: no post goes out without.");
  const body = {
    board_id: board,
    ...(post.title !== "" && { title: post.title }),
    ...(post.text !== "" && { description: post.text }),
    ...(post.link !== null && { link: post.link }),
    ...(image.alt !== "" && { alt_text: image.alt }),
    media_source: {
      source_type: "image_base64",
      content_type: image.mediaType,
      data: Buffer.from(image.bytes).toString("base64"),
    },
  };
  await beforeSend();
  const { id } = await ask(ctx, session, { path: "/pins", body, schema: madeSchema }).catch(inWords);
  return { nativeId: stableId(id), url: `https://www.pinterest.com/pin/${encodeURIComponent(id)}/` };
}

/** What is not found is the board: nothing else is named. */
function inWords(error: unknown): never {
  if (!isConnectorError(error) || error.code !== "not-found") throw error;
  const { networkId, status = 404, code } = error;
  const message = "The board that pins go to is no longer there. Connect the channel again to have them go to another.";
  throw new ConnectorError({ networkId, code, status, message, cause: error });
}

const refusal = (message: string): ConnectorError =>
  new ConnectorError({ networkId: "pinterest", code: "invalid-input", message });
