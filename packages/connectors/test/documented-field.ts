import type { NumberSource } from "../src/index.ts";

/** What stands at a place: gone, or this instead. */
export type Put = { gone: true } | { gone: false; value: unknown };

/** Whether a request is the call that `NumberSource` names. */
export function isCall(call: string, { method, url }: { method: string; url: URL }): boolean {
  if (call === "GET {feed}") return method === "GET" && !/\/(wp-json|members|ghost\/api)\/|rest_route/.test(url.href);
  const [verb, target = ""] = call.split(" ");
  const [path = "", query = ""] = target.split("?");
  // WordPress serves its routes through a parameter where links are plain.
  const route = url.searchParams.get("rest_route");
  const asked = route === null ? url.pathname : `/wp-json${route}`;
  const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`);
  const parameters = [...new URLSearchParams(query)];
  return (
    verb === method && pattern.test(asked) && parameters.every(([name, value]) => url.searchParams.get(name) === value)
  );
}

/** The answer with `put` wherever the field stands. */
export function withField(text: string, field: NumberSource["field"], put: Put): string {
  const element = /^<(.+)>$/.exec(field)?.[1];
  if (element !== undefined) {
    if (!text.trimStart().startsWith("<")) return text;
    const written = put.gone ? "" : `<${element}>${put.value}</${element}>`;
    return text.replace(new RegExp(`<${element}[\\s>][\\s\\S]*?</${element}>`, "g"), () => written);
  }
  if (!/^\s*[[{]/.test(text)) return text;
  return JSON.stringify(at(JSON.parse(text), stepsOf(field), put));
}

/** `data[].insights.data[name=views]` in single steps. */
const stepsOf = (field: string): string[] => field.split(/\.|(?=\[)/).filter((step) => step !== "");

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const lost = Symbol("lost");
const kept = (value: unknown): unknown[] => (value === lost ? [] : [value]);

function at(value: unknown, [step, ...rest]: readonly string[], put: Put): unknown {
  if (step === undefined) return put.gone ? lost : put.value;
  const there = value ?? (put.gone ? undefined : step.startsWith("[") ? [undefined] : {});
  if (step === "[]") return Array.isArray(there) ? there.flatMap((item) => kept(at(item, rest, put))) : there;
  const name = /^\[name=(.+)\]$/.exec(step)?.[1];
  if (name !== undefined) return named(there, { name, put });
  if (!isObject(there)) return there;
  // A name that is left out of a map may mean none: there the value is emptied.
  if (step === "*")
    return Object.fromEntries(Object.keys(there).map((key) => [key, kept(at(there[key], rest, put))[0] ?? null]));
  const { [step]: before, ...others } = there;
  const [after] = before === undefined && put.gone ? [] : kept(at(before, rest, put));
  return after === undefined ? others : { ...others, [step]: after };
}

/** The list of insights of Meta's networks: an item of a name, with its value inside. */
function named(value: unknown, { name, put }: { name: string; put: Put }): unknown {
  if (!Array.isArray(value)) return value;
  const others = value.filter((item) => !isObject(item) || item.name !== name);
  return put.gone ? others : [...others, { name, values: [{ value: put.value }] }];
}
