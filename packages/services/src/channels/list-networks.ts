import { type Capability, type CapabilityName, type ConnectField, networks } from "@headroom/connectors";
import type { Kind } from "@headroom/scoring";

export interface ConnectableNetwork {
  id: string;
  title: string;
  fields: readonly ConnectField[];
  capabilities: Readonly<Record<CapabilityName, Capability>>;
  knows: readonly Kind[];
}

/** The networks that can be connected with what a person types, and what each asks and tells. */
export const listNetworks = async (): Promise<ConnectableNetwork[]> =>
  networks
    .filter(({ connect }) => connect.fields.length > 0)
    .map(({ id, title, connect, capabilities, knows }) => ({
      id,
      title,
      fields: connect.fields,
      capabilities,
      knows,
    }));
