import { handshakeAt, takeDelivery } from "../../../../composition/push.ts";
import { readBounded } from "../../../../composition/read-bounded.ts";

export const dynamic = "force-dynamic";

type Address = { network: string; address: string[] };
type Params = { params: Promise<Address> };

/** A thousand changes at once, as the largest network sends them, are well below this. */
const mostBytes = 4_000_000;

/** A network asks whether this address is ours. */
export async function GET(request: Request, { params }: Params) {
  const address = addressOf(await params);
  const answer = address === null ? null : await handshakeAt(address, new URL(request.url).searchParams);
  if (answer === null) return new Response(null, { status: 404 });
  return new Response(answer.body, { status: answer.status, headers: { "content-type": answer.contentType } });
}

/** A network tells that something changed. It is answered at once; what it means is read by a job. */
export async function POST(request: Request, { params }: Params) {
  const address = addressOf(await params);
  if (address === null) return new Response(null, { status: 404 });
  const body = await readBounded(request, mostBytes);
  if (body === null) return new Response(null, { status: 413 });
  const status = await takeDelivery(address, { headers: Object.fromEntries(request.headers), body });
  return new Response(null, { status });
}

/** `/push/{network}/{agency, or all}` for an app, with the channel behind it for one channel's own address. */
const addressOf = ({ network, address: [whose, channelId, ...more] }: Address) =>
  whose === undefined || more.length > 0 ? null : { network, whose, channelId: channelId ?? null };
