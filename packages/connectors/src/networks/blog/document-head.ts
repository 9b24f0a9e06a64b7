/** How a document begins. Each part is looked for once, from left to right: a feed of others decides what stands there. */
export interface DocumentHead {
  /** The name of the first element, in lower case; null where the text is no markup. */
  root: string | null;
  /** The document type, if it has one: what it begins with, and where it stands; `end` is null where it cannot be told. */
  doctype: { name: string; start: number; end: number | null } | null;
}

const elementName = /<([a-z][\w:.-]*)/iy;
const doctypeForm = /<!DOCTYPE[^[>]*(?:\[[^\]]*\]\s*)?>/iy;
const ownRoot = /<(?:[\w-]+:)?(?:rss|feed|rdf|opml)[\s>]/i;

/** Reads past white space, comments, instructions and a document type. */
export function documentHead(text: string): DocumentHead {
  const doctype = doctypeOf(text);
  for (let at = text.search(/\S/); text[at] === "<"; at = nextVisible(text, at)) {
    const name = stickyMatch(elementName, text, at)?.[1];
    if (name !== undefined) return { root: name.toLowerCase(), doctype };
    at = doctype?.start === at ? (doctype.end ?? text.length) : endOfAside(text, at);
  }
  return { root: null, doctype };
}

/** What is thrown where a document type cannot be left out. */
interface Refusals {
  unreadable: () => Error;
  withEntities: () => Error;
}

/** Parsers disagree about entities that a document declares itself, and chained ones explode; no feed and no list needs them. */
export function withoutDoctype(text: string, { doctype }: DocumentHead, refusals: Refusals): string {
  if (doctype === null) return text;
  if (doctype.end === null) throw refusals.unreadable();
  if (/<!ENTITY/i.test(text.slice(doctype.start, doctype.end))) throw refusals.withEntities();
  return text.slice(0, doctype.start) + text.slice(doctype.end);
}

/** Only what stands before the feed or list counts: an article may well be about document types. */
function doctypeOf(text: string): DocumentHead["doctype"] {
  const before = text.slice(0, text.match(ownRoot)?.index ?? text.length);
  const beginning = /<!DOCTYPE\s*(\w*)/i.exec(before);
  if (beginning === null) return null;
  const { index: start, 1: name = "" } = beginning;
  const form = stickyMatch(doctypeForm, before, start);
  return { name: name.toLowerCase(), start, end: form === null ? null : start + form[0].length };
}

const endOfAside = (text: string, at: number): number =>
  text.startsWith("<!--", at) ? after(text, "-->", at + 4) : after(text, ">", at);

const after = (text: string, mark: string, from: number): number => {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
};

function nextVisible(text: string, from: number): number {
  const visible = /\S/g;
  visible.lastIndex = from;
  return visible.exec(text)?.index ?? text.length;
}

function stickyMatch(form: RegExp, text: string, at: number): RegExpExecArray | null {
  form.lastIndex = at;
  return form.exec(text);
}
