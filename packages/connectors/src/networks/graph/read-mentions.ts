import { z } from "zod";
import type { ConnectorContext } from "../../contract/network.ts";
import type { JsonValue, SignalRecord } from "../../contract/records.ts";
import { signalKey } from "../../text/stable-id.ts";

/** A post of somebody else that names the account. */
export interface Mention {
  id: string;
  /** Epoch milliseconds; NaN where it cannot be read. */
  at: number;
  /** Undefined where the network does not say who it was. */
  by: string | undefined;
}

/** What was told last: mentions up to `at`, and the ids of those at that very instant. */
const stateSchema = z.object({ at: z.number(), ids: z.array(z.string()) });

/** Mentions newer than those told last. `list` gives them newest first, down to at least the instant that it is handed. */
export async function* readMentions(
  ctx: ConnectorContext,
  { networkId, list }: { networkId: string; list: (since: number | null) => Promise<Mention[]> },
  state: JsonValue,
): AsyncGenerator<{ signals: SignalRecord[]; state: JsonValue }> {
  const told = stateSchema.safeParse(state).data ?? { at: -1, ids: [] };
  const listed = await list(told.at < 0 ? null : told.at);
  const isNew = ({ id, at }: Mention) => at > told.at || (at === told.at && !told.ids.includes(id));
  const found = listed.filter(isNew);
  if (found.length === 0) return;
  const at = Math.max(...found.map((mention) => mention.at));
  const ids = [...(at === told.at ? told.ids : []), ...found.filter((one) => one.at === at).map(({ id }) => id)];
  const signals = found.map(
    (mention): SignalRecord => ({
      nativeKey: signalKey("mention", mention.id),
      kind: "mention",
      at: mention.at,
      count: 1,
      ...(mention.by === undefined ? {} : { actor: ctx.hashActor(networkId, mention.by) }),
    }),
  );
  yield { signals, state: { at, ids } };
}
