import { ConnectorError, type Network, type Spend } from "@headroom/connectors";
import { type Database, inAgency, sql, type Tx } from "@headroom/db";
import type { Io } from "../context/context.ts";
import { capPassed, capsAndSpent } from "./caps-and-spent.ts";
import { monthOfInstant } from "./month.ts";

export interface Spender {
  db: Database;
  io: Io;
  agencyId: string;
  clientId: string;
  network: Network;
}

/**
 * Money for a network's paid calls on behalf of a client: set aside before a call, spent as far as it was delivered. What
 * was never settled (a crash in the middle) counts as spent, since it may have been delivered.
 */
export const spendFor =
  (spender: Spender): Spend =>
  async ({ what, microsEach }, count) => {
    const micros = microsEach * count;
    const month = monthOfInstant(spender.io.now());
    await enter(spender, (tx) => reserve(tx, { spender, month, what, micros }));
    return {
      settle: (delivered) =>
        enter(spender, async (tx) => {
          await tx.execute(sql`
            update spending set reserved_micros = reserved_micros - ${micros}, count = count + ${delivered},
              micros = micros + ${delivered * microsEach}
            where agency_id = ${spender.agencyId}::uuid and month = ${month}::date and client_id = ${spender.clientId}::uuid
              and network = ${spender.network.id} and what = ${what}`);
        }),
    };
  };

const enter = <T>({ db, agencyId }: Spender, work: (tx: Tx) => Promise<T>): Promise<T> =>
  inAgency(db, { agencyId }, work);

interface Reservation {
  spender: Spender;
  month: string;
  what: string;
  micros: number;
}

const reserve = async (tx: Tx, { spender, month, what, micros }: Reservation): Promise<void> => {
  const { agencyId, clientId, network } = spender;
  // One reservation of an agency at a time: two calls must not both take the last cent.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`spending:${agencyId}`}, 0))`);
  const passed = capPassed(await capsAndSpent(tx, { agencyId, clientId, month }), micros);
  if (passed !== null) {
    const upTo = `The next reading of ${network.title} may cost $${(micros / 1_000_000).toFixed(2)}, which`;
    const message = {
      unset: `${network.title} costs money: a manager sets a monthly cap in the settings first.`,
      agency: `${upTo} is more than what is left of the agency's monthly cap.`,
      client: `${upTo} is more than what is left of this client's monthly cap.`,
    }[passed];
    throw new ConnectorError({ networkId: network.id, code: "spend-cap", message });
  }
  await tx.execute(sql`
    insert into spending (agency_id, client_id, network, month, what, reserved_micros)
    values (${agencyId}::uuid, ${clientId}::uuid, ${network.id}, ${month}::date, ${what}, ${micros})
    on conflict (agency_id, month, client_id, network, what)
    do update set reserved_micros = spending.reserved_micros + excluded.reserved_micros`);
};
