import type { ConnectorContext } from "../../contract/network.ts";

const version = "0.1";

/**
 * A context whose requests Reddit knows the sender of: `platform:app:version (by /u/name)`; those with a name that many
 * programs share are throttled (github.com/reddit-archive/reddit/wiki/API, read in November 2026). A refusal of the token
 * endpoint comes with status 200 and becomes the 400 that the standard asks for (praw-dev/prawcore meets the same).
 */
export function asReddit(ctx: ConnectorContext, username?: string): ConnectorContext {
  const by = username === undefined ? "" : ` (by /u/${username})`;
  const agent = `web:${ctx.app?.id ?? "headroom"}:${version}${by}`.replace(/[^\x20-\x7e]/g, "");
  return {
    ...ctx,
    fetch: async (url, init = {}) => {
      const response = await ctx.fetch(url, { ...init, headers: { ...init.headers, "user-agent": agent } });
      const isToken = new URL(url).pathname === tokenPath;
      return isToken && response.ok ? withHonestStatus(response) : response;
    },
  };
}

export const tokenPath = "/api/v1/access_token";

async function withHonestStatus(response: Response): Promise<Response> {
  const text = await response.text();
  return new Response(text, { status: isRefusal(text) ? 400 : response.status, headers: response.headers });
}

function isRefusal(text: string): boolean {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer !== null && "error" in answer;
  } catch {
    return false;
  }
}
