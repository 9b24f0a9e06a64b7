import { type ConnectField, type ConnectFields, networkById } from "@headroom/connectors";
import type { channels } from "@headroom/db";
import { asConfig } from "../channels/reach-channel.ts";

/** A field as somebody outside sees it: what staff read beside it is not for her. */
export type AskedField = Omit<ConnectField, "help">;

/** What is asked of whoever reconnects a channel by typing, and what is not. */
export interface AskedForm {
  asked: AskedField[];
  /** What says where the channel is, by field name: as it was, whatever is typed. */
  kept: ConnectFields;
  /** The same for eyes. */
  place: { label: string; value: string }[];
}

type Known = Pick<typeof channels.$inferSelect, "network" | "url" | "config">;

/** The form that brings this very channel back; null where there is none. */
export const askedForm = (channel: Known, { hasSecret }: { hasSecret: boolean }): AskedForm | null => {
  const connect = networkById(channel.network)?.connect;
  const kept = connect?.again?.({ url: channel.url, config: asConfig(channel.config) }) ?? null;
  if (connect === undefined || kept === null) return null;
  const isKept = ({ name }: ConnectField) => kept[name] !== undefined;
  return {
    kept,
    asked: connect.fields.filter((field) => !isKept(field)).map((field) => askedOf(field, { hasSecret })),
    place: connect.fields.flatMap(({ name, label }) => {
      const value = kept[name] ?? "";
      return value === "" ? [] : [{ label, value: shown(value, channel.url) }];
    }),
  };
};

/** Where there was a secret, only a new one brings the channel back. */
const askedOf = ({ help: _, optional, ...field }: ConnectField, { hasSecret }: { hasSecret: boolean }): AskedField =>
  optional === true && !hasSecret ? { ...field, optional } : field;

/** An id says nothing to a person; the page of the account does. */
const shown = (value: string, url: string | null): string => (/^https?:/.test(value) ? value : (url ?? value));
