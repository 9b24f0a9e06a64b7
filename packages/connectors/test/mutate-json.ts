/** One way in which an answer differs from what was documented. */
export type Change = (value: unknown) => unknown;

/** Beyond 2^53, and odd: read as a number it becomes the even one before it. */
export const longId = "9007199254740993";
export const roundedId = "9007199254740992";

const dropped = Symbol("dropped");

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `JSON.rawJSON` writes a number as it is given (ECMAScript proposal "JSON.parse source text access", in V8). */
const raw = (digits: string): unknown => {
  const rawJson: unknown = Reflect.get(JSON, "rawJSON");
  if (typeof rawJson !== "function") throw new Error("this engine writes no raw JSON");
  return rawJson.call(JSON, digits);
};

export const changes: Readonly<Record<string, Change>> = {
  "is missing": () => dropped,
  "is null": () => null,
  "is an empty object": () => ({}),
  "is an empty text": () => "",
  "is a word": () => "x",
  "is true": () => true,
  "is negative": () => -1,
  "is a fraction": () => 1.5,
  "is infinite": () => raw("1e400"),
  "is beyond 2^53": () => raw(longId),
  "is a text beyond 2^53": () => longId,
  "is far beyond every date": () => 1e17,
  "is a text where it was a number, and the other way round": (value) =>
    typeof value === "number"
      ? String(value)
      : typeof value === "string" && /^[1-9]\d*$/.test(value)
        ? raw(value)
        : value,
  "is in a list": (value) => [value],
  "comes twice, with nothing between": (value) => (Array.isArray(value) ? [...value, null, ...value] : value),
  "has more to it than was documented": (value) =>
    isObject(value)
      ? { ...value, unheard_of: { of: [1, "2", null] }, errors: [{ title: "Partial", status: 503 }] }
      : value,
};

/** A place in an answer: names of fields, and "*" for each item of a list. */
export type Place = readonly string[];

/** Every place in some JSON, each once. */
export function placesIn(text: string): string[] {
  const places = new Set<string>();
  const visit = (value: unknown, place: Place): void => {
    places.add(JSON.stringify(place));
    if (Array.isArray(value)) for (const item of value) visit(item, [...place, "*"]);
    else if (isObject(value)) for (const [name, item] of Object.entries(value)) visit(item, [...place, name]);
  };
  visit(JSON.parse(text), []);
  return [...places];
}

/** The text with whatever stands at `place` changed, wherever that is. */
export function changedAt(text: string, place: Place, change: Change): string {
  const rebuilt = (value: unknown, [name, ...rest]: Place): unknown => {
    if (name === undefined) return change(value);
    if (name === "*") return Array.isArray(value) ? value.flatMap((item) => kept(rebuilt(item, rest))) : value;
    if (!isObject(value) || !(name in value)) return value;
    const { [name]: before, ...others } = value;
    const [after] = kept(rebuilt(before, rest));
    return after === undefined ? others : { ...value, [name]: after };
  };
  const [changed] = kept(rebuilt(JSON.parse(text), place));
  return changed === undefined ? "" : JSON.stringify(changed);
}

const kept = (value: unknown): unknown[] => (value === dropped ? [] : [value]);
