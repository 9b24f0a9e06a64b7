import type { ConnectableNetwork } from "@headroom/api";

type Capabilities = ConnectableNetwork["capabilities"];

const words: Readonly<Record<keyof Capabilities, string>> = {
  profile: "The account’s name and picture",
  posts: "Its posts",
  postMetrics: "How many reacted to each post",
  likers: "Each like with its time",
  resharers: "Each reshare with its time",
  comments: "Comments",
  mentions: "Mentions by others",
  followers: "Followers",
  publish: "Publishing from here",
  publishReply: "Replying from here",
  push: "News the moment it happens",
  history: "Older posts",
};

export interface CapabilityLine {
  name: string;
  words: string;
  available: boolean;
  /** A note on what is there, or the reason for what is not. */
  detail: string | null;
}

/** What a network offers, what it does first. */
export const capabilityWords = (capabilities: Capabilities): CapabilityLine[] =>
  entriesOf(capabilities)
    .map(([name, capability]) => ({
      name,
      words: words[name],
      available: capability.available,
      detail: capability.available ? noteOf(capability) : capability.reason,
    }))
    .toSorted((a, b) => Number(b.available) - Number(a.available));

const noteOf = ({ needsSecret, note }: { needsSecret?: true; note?: string }): string | null =>
  [needsSecret ? "Only with the optional password or token." : "", note ?? ""].filter(Boolean).join(" ") || null;

/** A record's keys are exactly those of its type here: it is a literal of our own. */
const entriesOf = (capabilities: Capabilities) =>
  Object.entries(capabilities) as [keyof Capabilities, Capabilities[keyof Capabilities]][];
