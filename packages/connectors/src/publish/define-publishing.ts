import { ConnectorError, type ConnectorErrorCode, isConnectorError } from "../contract/connector-error.ts";
import type { Publishing } from "../contract/publish.ts";
import { messages as readingMessages } from "../http/classify-response.ts";
import { checkPost } from "./check-post.ts";

/**
 * What a network publishes: nothing that its rules refuse is sent at all, and what goes wrong is told in words about
 * publishing. Errors that are not ConnectorErrors, such as those of `beforeSend`, pass unchanged.
 */
export const definePublishing = (networkId: string, publishing: Publishing): Publishing => ({
  ...publishing,
  publish: async (ctx, channel, input) => {
    const [problem] = checkPost(publishing.rules, input.post);
    if (problem !== undefined) throw new ConnectorError({ networkId, code: "invalid-input", message: problem.message });
    if (input.before.length > 0 && !publishing.rules.thread) {
      const message = "Posts cannot be joined to a thread here.";
      throw new ConnectorError({ networkId, code: "invalid-input", message });
    }
    try {
      return await publishing.publish(ctx, channel, input);
    } catch (error) {
      throw isConnectorError(error) ? inWordsOfPublishing(error) : error;
    }
  },
});

/** What was said of this very case stays; the general words about reading become words about publishing. */
function inWordsOfPublishing(error: ConnectorError): ConnectorError {
  const { networkId, status, retryAfterMs, needsReconnect, wasAsked } = error;
  const code = isRefusal(error) ? "invalid-input" : error.code;
  const isGeneral = error.message === readingMessages[error.code];
  return new ConnectorError({
    networkId,
    code,
    message: isGeneral ? (messages[code] ?? error.message) : error.message,
    needsReconnect,
    wasAsked,
    ...(error.code === code ? { retryable: error.retryable } : {}),
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    cause: error,
  });
}

/** A network that answers with a status of the client's fault has read the request and did not do it. */
export const isRefusal = ({ code, status = 0 }: ConnectorError): boolean =>
  code === "malformed" && status >= 400 && status <= 499;

const messages: Partial<Record<ConnectorErrorCode, string>> = {
  "invalid-input": "The network refused this post.",
  forbidden: "The network does not allow this. Where the channel was connected for reading only, connect it again.",
  "rate-limited": "The network takes no more posts for now. The post can go out later.",
  unavailable: "The network did not say whether it took the post.",
  malformed: "The network answered with something that cannot be read, so whether the post is out is not known.",
  "not-found": "The network does not know this account, or what the post was to answer.",
};
