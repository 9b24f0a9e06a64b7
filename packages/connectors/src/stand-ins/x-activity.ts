import { createHmac, randomBytes } from "node:crypto";
import { ask, startDeliveries } from "./deliveries.ts";
import { standInApp } from "./oauth.ts";
import { json, type StandInReply, type StandInRequest } from "./server.ts";
import type { StandIn, StandInOptions } from "./stand-in.ts";
import type { Change } from "./watch-store.ts";

/** The app's bearer token, as X's console shows it. */
export const appBearer = "stand-in-app-bearer";

interface Subscription {
  subscription_id: string;
  event_type: string;
  filter: { user_id: string };
  webhook_id: string;
}

export interface XActivity extends Required<Pick<StandIn, "settled">> {
  /** Undefined for what is none of its. */
  answer: (request: StandInRequest, as: "app" | "person") => Promise<StandInReply> | undefined;
  tell: (change: Change) => void;
}

/**
 * X Activity API and its webhooks (docs.x.com/x-api/activity and /x-api/webhooks, read in November 2026): webhooks are for the
 * app, subscriptions to what is private for the person.
 */
export function xActivity({ options, userId }: { options: StandInOptions; userId: string }): XActivity {
  const deliveries = startDeliveries(options.deliveries);
  const webhooks = new Map<string, string>();
  let subscriptions: Subscription[] = [];
  let made = 1_976_325_569_252_868_096n;
  const newId = () => String(made++);

  const isOurs = async (callback: string): Promise<boolean> => {
    const url = new URL(callback);
    const token = randomBytes(8).toString("base64url");
    url.searchParams.set("crc_token", token);
    const answer = await ask(url);
    const wanted = `sha256=${hash(token)}`;
    return answer?.ok === true && answer.text === JSON.stringify({ response_token: wanted });
  };
  const makeWebhook = async ({ body }: StandInRequest): Promise<StandInReply> => {
    const { url }: { url: string } = JSON.parse(body);
    if ([...webhooks.values()].includes(url)) return problem(400, "DuplicateUrlFailed");
    if (!(await isOurs(url))) return problem(400, "CrcValidationFailed");
    const id = newId();
    webhooks.set(id, url);
    return json({ data: { id, url, valid: true, created_at: "2026-11-02T12:00:00.000Z" } });
  };
  const subscribe = ({ body }: StandInRequest): StandInReply => {
    const { event_type, filter, webhook_id }: Omit<Subscription, "subscription_id"> = JSON.parse(body);
    if (filter.user_id !== userId || !webhooks.has(webhook_id)) return problem(403, "Forbidden");
    const subscription = { subscription_id: newId(), event_type, filter, webhook_id };
    subscriptions.push(subscription);
    return json({ data: subscription });
  };
  const route = async (request: StandInRequest, as: "app" | "person"): Promise<StandInReply> => {
    const { method, path } = request;
    const id = path.split("/")[path.startsWith("/2/webhooks") ? 3 : 4];
    if (path === "/2/activity/subscriptions" && method === "POST")
      return as === "person" ? subscribe(request) : problem(403, "Unsupported Authentication");
    if (as !== "app") return problem(403, "Unsupported Authentication");
    if (path === "/2/webhooks" && method === "POST") return makeWebhook(request);
    if (path === "/2/webhooks")
      return json({ data: [...webhooks].map(([one, url]) => ({ id: one, url, valid: true })) });
    if (path === "/2/activity/subscriptions") return json({ data: subscriptions });
    if (method === "DELETE") subscriptions = subscriptions.filter((one) => one.subscription_id !== id);
    return json({ data: { deleted: true } });
  };
  return {
    answer: (request, as) => (/^\/2\/(webhooks|activity)\b/.test(request.path) ? route(request, as) : undefined),
    settled: deliveries.settled,
    tell: (change) => {
      const { type, payload } = eventOf(change, userId);
      for (const { filter, webhook_id } of subscriptions.filter((one) => one.event_type === type)) {
        const body = JSON.stringify({ data: { event_uuid: newId(), filter, event_type: type, payload } });
        const headers = {
          "content-type": "application/json",
          "x-twitter-webhooks-signature-oauth2": `sha256=${hash(body)}`,
        };
        deliveries.send({ url: webhooks.get(webhook_id) ?? "", headers, body });
      }
    },
  };
}

const hash = (text: string): string => createHmac("sha256", standInApp.secret).update(text).digest("base64");

const problem = (status: number, title: string): StandInReply =>
  json({ title, status, type: "about:blank" }, { status });

/** docs.x.com/x-api/activity/event-payloads */
function eventOf(change: Change, userId: string): { type: string; payload: object } {
  const refers = (type: string, id: string, to: string) => ({ id, referenced_tweets: [{ type, id: to }] });
  switch (change.kind) {
    case "publish":
      return { type: "post.create", payload: { id: change.post.id, author_id: userId, text: change.post.text } };
    case "remove":
      return { type: "post.delete", payload: { id: change.post.id, author_id: userId } };
    case "comment":
      return { type: "post.reply.create", payload: refers("replied_to", change.by.id, change.post.id) };
    case "quote":
      return { type: "post.quote.create", payload: refers("quoted", change.by.id, change.post.id) };
    case "reshare":
      return { type: "post.repost.create", payload: refers("retweeted", change.by.id, change.post.id) };
    case "like":
      return { type: "like.create", payload: { liked_tweet_id: change.post.id, liked_tweet_author_id: userId } };
    case "mention":
      return { type: "post.mention.create", payload: { id: change.by.id, text: change.by.text } };
    case "unlike":
    case "save":
      return { type: "never told", payload: {} };
    default:
      return change satisfies never;
  }
}
