import { InvalidInput } from "./invalid-input.ts";

/** What a channel's owner does. A `linkPost` is a post that carries a link: one signal, counted as a `post` as well. */
export const outboundKinds = ["post", "linkPost"] as const;

/** What others do. A `linkReshare` is a reshare of a link post: one signal, counted as a `reshare` as well. */
export const inboundKinds = ["view", "like", "click", "save", "reshare", "linkReshare", "mention", "comment"] as const;

/** Every kind of signal; its position is its number in typed arrays and must never change. */
export const kinds = [...outboundKinds, ...inboundKinds] as const;

export type OutboundKind = (typeof outboundKinds)[number];
export type InboundKind = (typeof inboundKinds)[number];
export type Kind = (typeof kinds)[number];

const numbers: ReadonlyMap<string, number> = new Map(kinds.map((kind, number) => [kind, number]));

/** The position of a kind in `kinds`. Throws InvalidInput naming `field` if there is no such kind. */
export function kindNumber(kind: string, field = "kind"): number {
  const number = numbers.get(kind);
  if (number === undefined) throw new InvalidInput(field, `unknown kind ${JSON.stringify(kind)}`);
  return number;
}

/** The kind that a signal of this kind counts as besides its own: a link post is a post, a link reshare a reshare. */
export function broaderKind(kind: Kind): Kind | undefined {
  if (kind === "linkPost") return "post";
  return kind === "linkReshare" ? "reshare" : undefined;
}
