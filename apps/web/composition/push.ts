import "server-only";
import { answerHandshake, type PushAddress, type Reception, receivePush } from "@headroom/services";
import { app } from "./app.ts";

type Delivery = Parameters<typeof receivePush>[2];

/** What a network gets that asks whether an address is ours; null where it is not. */
export const handshakeAt = (address: PushAddress, query: URLSearchParams) => answerHandshake(app(), address, query);

/** The status with which a network's delivery is answered. */
export const takeDelivery = async (address: PushAddress, delivery: Delivery): Promise<number> =>
  statusOf[await receivePush(app(), address, delivery)];

const statusOf: Readonly<Record<Reception, number>> = { taken: 200, refused: 401, gone: 410, unreadable: 400 };
