import { z } from "zod";
import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectorContext } from "../../contract/network.ts";
import { apiOrigin } from "../../http/base-url.ts";
import { renewOnce, type TokenSession } from "../../http/renew-once.ts";
import { readText, request } from "../../http/request.ts";
import { headersOf, refusals } from "./linkedin-api.ts";
import { linkedinRefusal } from "./linkedin-refusal.ts";
import { linkedinSignIn } from "./linkedin-sign-in.ts";

const networkId = "linkedin";

/** Something new. LinkedIn names it in a header or in the body. A token that died in the middle is renewed once. */
export const make = (
  ctx: ConnectorContext,
  session: TokenSession,
  { path, body }: { path: string; body: object },
): Promise<Response> =>
  renewOnce(ctx, { network: linkedinSignIn, session }, async (token) => {
    const response = await request(ctx, {
      networkId,
      method: "POST",
      url: `${apiOrigin(ctx, networkId, "https://api.linkedin.com")}/rest${path}`,
      headers: { ...headersOf(token), "content-type": "application/json" },
      body: JSON.stringify(body),
      accept: [...refusals, 422],
    });
    if (response.ok) return response;
    const isDouble = response.status === 422 && isDuplicate(await readText(networkId, response));
    if (!isDouble) throw linkedinRefusal({ response, now: ctx.now() });
    const message = "LinkedIn has this post already.";
    throw new ConnectorError({ networkId, code: "invalid-input", status: 422, message });
  });

const detailsSchema = z.object({ errorDetails: z.object({ inputErrors: z.array(z.object({ code: z.string() })) }) });

/** Not in the documentation; seen in answers to a text that the page has already. */
function isDuplicate(body: string): boolean {
  try {
    const { errorDetails } = detailsSchema.parse(JSON.parse(body));
    return errorDetails.inputErrors.some(({ code }) => code === "DUPLICATE_POST");
  } catch {
    return false;
  }
}
