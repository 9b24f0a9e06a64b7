"use server";

import { redirect } from "next/navigation";
import {
  beginReconnect,
  type LinkAddress,
  offerOf,
  refusalOf,
  typeReconnect,
} from "../../../../composition/reconnect.ts";

export interface GoOnState {
  problem: string | null;
}

/** Sends whoever holds a link to the network's own page. */
export const goOn = async (_before: GoOnState, form: FormData): Promise<GoOnState> => {
  let url = "";
  const refusal = await refusalOf(
    beginReconnect(addressOf(form)).then((found) => {
      url = found;
    }),
  );
  if (refusal !== null) return { problem: refusal.message };
  redirect(url);
};

export interface TypedState {
  /** What was typed, apart from secrets. */
  typed: Readonly<Record<string, string>>;
  problem: { field: string | null; message: string } | null;
}

/** Reconnects with an app password or a key. */
export const reconnect = async (_before: TypedState, form: FormData): Promise<TypedState> => {
  const address = addressOf(form);
  const way = (await offerOf(address))?.way;
  const names = way?.kind === "form" ? way.asked : [];
  const fields = Object.fromEntries(names.map(({ name }) => [name, String(form.get(name) ?? "")]));
  const refusal = await typeReconnect(address, fields);
  if (refusal === null) redirect("/reconnect/thanks");
  const shown = names.filter(({ secret }) => secret !== true).map(({ name }) => [name, fields[name] ?? ""]);
  return {
    typed: Object.fromEntries(shown),
    problem: { field: refusal.field ?? null, message: refusal.message },
  };
};

const addressOf = (form: FormData): LinkAddress => ({
  slug: String(form.get("slug") ?? ""),
  token: String(form.get("token") ?? ""),
});
