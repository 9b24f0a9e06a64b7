import type { ConnectorContext } from "../../contract/network.ts";
import type { SignalRecord } from "../../contract/records.ts";
import { signalKey } from "../../text/stable-id.ts";

export interface CommentInput {
  id: string;
  postNativeId: string;
  at: number;
  /** The name under which somebody commented, and their page where given. */
  author: string | null;
  authorUrl?: string | null;
}

/** One comment as a signal. A name and a page are all that blogs tell of a person, so they are the actor. */
export function commentSignal(hashActor: ConnectorContext["hashActor"], comment: CommentInput): SignalRecord {
  const name = comment.author?.trim().toLowerCase() ?? "";
  const page = comment.authorUrl?.trim().toLowerCase().replace(/\/$/, "") ?? "";
  const actor = name === "" && page === "" ? {} : { actor: hashActor("blog", `${name} ${page}`) };
  return {
    nativeKey: signalKey("comment", comment.id),
    kind: "comment",
    at: comment.at,
    count: 1,
    postNativeId: comment.postNativeId,
    ...actor,
  };
}
