import { z } from "zod";
import { ConnectorError, isConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import type { Published, PublishInput } from "../../contract/publish.ts";
import { pollUntil } from "../../publish/poll-until.ts";
import { httpUrl } from "../../text/http-url.ts";
import { stableId } from "../../text/stable-id.ts";
import { formBody } from "./form-body.ts";
import { askGraph, type GraphSession } from "./graph-api.ts";

export type Fields = Readonly<Record<string, string>>;

/** The names of what Instagram and Threads do alike. */
export interface ContainerEdges {
  create: string;
  publish: string;
  quota: { path: string; usage: string; config: string };
  status: string;
}

export interface ContainerInput extends Pick<PublishInput, "beforeSend"> {
  userId: string;
  edges: ContainerEdges;
  fields: Fields;
  /** The pictures of a carousel; empty for a post in one piece. */
  children: readonly Fields[];
}

const madeSchema = z.object({ id: z.string() });

/** Nothing is public before the last step: containers are made and filled first, and one that is not used ends by itself. */
export async function publishContainer(
  ctx: ConnectorContext,
  session: GraphSession,
  { userId, edges, fields, children, beforeSend }: ContainerInput,
): Promise<Published> {
  await checkQuota(ctx, session, { userId, edges });
  const make = async (given: Fields): Promise<string> => {
    const path = `/${userId}/${edges.create}`;
    const { id } = await askGraph(ctx, session, { path, send: formBody(given), schema: madeSchema });
    await finished(ctx, session, { id, field: edges.status });
    return id;
  };
  const ids: string[] = [];
  for (const child of children) ids.push(await make({ ...child, is_carousel_item: "true" }));
  const carousel = ids.length === 0 ? {} : { media_type: "CAROUSEL", children: ids.join(",") };
  const container = await make({ ...fields, ...carousel });
  await beforeSend();
  const path = `/${userId}/${edges.publish}`;
  const send = formBody({ creation_id: container });
  const { id } = await askGraph(ctx, session, { path, send, schema: madeSchema });
  return { nativeId: stableId(id), url: await permalink(ctx, session, id) };
}

/** How often it may be asked for again: the window of a day slides. */
const slideMs = 60 * 60_000;

/** The documentation names different numbers on different pages, so the network is asked for this account's. */
async function checkQuota(
  ctx: ConnectorContext,
  session: GraphSession,
  { userId, edges: { quota } }: Pick<ContainerInput, "userId" | "edges">,
): Promise<void> {
  const { data } = await askGraph(ctx, session, {
    path: `/${userId}/${quota.path}`,
    query: { fields: `${quota.usage},${quota.config}` },
    schema: z.object({ data: z.array(z.record(z.string(), z.unknown())) }),
  });
  const used = z.number().safeParse(data[0]?.[quota.usage]).data;
  const total = z.object({ quota_total: z.number() }).safeParse(data[0]?.[quota.config]).data?.quota_total;
  if (used === undefined || total === undefined || used < total) return;
  const { networkId, title } = session.door;
  const message = `${title} takes ${total} posts of an account in a day, and has taken them. This one can go out later.`;
  throw new ConnectorError({ networkId, code: "rate-limited", retryAfterMs: slideMs, message });
}

async function finished(
  ctx: ConnectorContext,
  session: GraphSession,
  { id, field }: { id: string; field: string },
): Promise<void> {
  const schema = z.object({ [field]: z.string() });
  const status = await pollUntil(ctx, async () => {
    const told = (await askGraph(ctx, session, { path: `/${id}`, query: { fields: field }, schema }))[field];
    return told === undefined || told === "IN_PROGRESS" ? null : told;
  });
  const { networkId, title } = session.door;
  if (status === "FINISHED") return;
  if (status === null) {
    const message = `${title} is still busy with the post. It can go out later.`;
    throw new ConnectorError({ networkId, code: "unavailable", message });
  }
  const message = `${title} could not use what it was given. Check the picture, its kind and its shape.`;
  throw new ConnectorError({ networkId, code: "invalid-input", message });
}

/** The post is out: whatever goes wrong here only leaves its address unknown. */
async function permalink(ctx: ConnectorContext, session: GraphSession, id: string): Promise<string | null> {
  const schema = z.object({ permalink: z.string().nullish() });
  try {
    return httpUrl(
      (await askGraph(ctx, session, { path: `/${id}`, query: { fields: "permalink" }, schema })).permalink,
    );
  } catch (error) {
    if (isConnectorError(error)) return null;
    throw error;
  }
}
