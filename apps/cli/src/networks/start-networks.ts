import { type NetworkId, networkById, networks } from "@headroom/connectors";
import { fillPast, liveOn, type StandIn, startStandIn } from "@headroom/connectors/stand-ins";

export type Networks = {
  /** What web and worker need to know to ask the stand-ins instead of the networks. */
  env: Record<string, string>;
  /** What a person does to connect each of them. */
  lines: string[];
  close(): Promise<void>;
};

/** How often something happens on each network, ms. */
const stepMs = 3_000;

/** The networks on whose own pages people sign in: what they are asked for cannot be typed. */
export const signInNetworks: readonly NetworkId[] = networks.flatMap(({ id, connect }) =>
  "signIn" in connect && connect.signIn !== undefined ? [id] : [],
);

const everyNetwork: readonly NetworkId[] = networks.map(({ id }) => id);

/** Stand-ins on loopback, each with some weeks of past and a life that goes on. */
export async function startNetworks(env: NodeJS.ProcessEnv, ids = everyNetwork): Promise<Networks> {
  const life = { now: Date.now, random: Math.random };
  const standIns = await Promise.all(ids.map((id) => startStandIn[id]()));
  for (const standIn of standIns) fillPast(standIn, life);
  const timer = setInterval(() => {
    for (const standIn of standIns) liveOn(standIn, life);
  }, stepMs);
  return {
    env: {
      HEADROOM_NETWORK_BASE_URLS: JSON.stringify(
        Object.fromEntries(standIns.map(({ networkId, url }) => [networkId, url])),
      ),
      HEADROOM_NETWORK_APPS: JSON.stringify(
        Object.fromEntries(standIns.flatMap(({ networkId, app }) => (app === undefined ? [] : [[networkId, app]]))),
      ),
      HEADROOM_ALLOWED_PRIVATE_HOSTS: [env.HEADROOM_ALLOWED_PRIVATE_HOSTS, "127.0.0.1"].filter(Boolean).join(","),
    },
    lines: standIns.map(lineOf),
    close: async () => {
      clearInterval(timer);
      await Promise.all(standIns.map((standIn) => standIn.close()));
    },
  };
}

const lineOf = ({ networkId, connectFields }: StandIn): string => {
  const title = networkById(networkId)?.title ?? networkId;
  const fields = Object.entries(connectFields).map(([name, value]) => `${name}: ${value}`);
  return `  ${title.padEnd(12)} ${fields.length === 0 ? "sign in on its own page" : fields.join(", ")}`;
};
