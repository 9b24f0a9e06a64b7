import { SaxesParser } from "saxes";
import { ArchiveError } from "./archive-error.ts";
import { archiveLimits } from "./limits.ts";

/** An element with its text and its child elements; kept only for the elements that were asked for. */
export interface XmlElement {
  name: string;
  text: string;
  children: XmlElement[];
  /** 1-based line on which it begins. */
  line: number;
}

export interface XmlElementsInput {
  file: string;
  bytes: AsyncIterable<Uint8Array>;
  /** Names of the elements to hand over, by the element that holds them: `{ channel: ["title", "item"] }`. */
  parent: string;
  names: readonly string[];
}

/** The wanted children of an XML document, one at a time: only the current one is held in memory. Throws ArchiveError. */
export async function* xmlElements(input: XmlElementsInput): AsyncGenerator<XmlElement> {
  const { file, bytes } = input;
  const finished: XmlElement[] = [];
  const reader = elementReader(input, finished);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of bytes) {
      reader.write(decoder.decode(chunk, { stream: true }));
      yield* finished.splice(0);
    }
    reader.write(decoder.decode());
    reader.close();
    yield* finished.splice(0);
  } catch (cause) {
    if (cause instanceof ArchiveError) throw cause;
    throw new ArchiveError({ file, line: reader.line(), reason: reasonOf(cause), cause });
  }
}

const reasonOf = (cause: unknown): string =>
  cause instanceof Error && cause.message.includes("unclosed")
    ? "the file breaks off in the middle"
    : "the file is not well-formed XML in UTF-8";

interface ElementReader {
  write: (text: string) => void;
  close: () => void;
  line: () => number;
}

function elementReader({ file, parent, names }: XmlElementsInput, finished: XmlElement[]): ElementReader {
  const parser = new SaxesParser({ position: true });
  /** The path of open elements; an element outside the wanted ones has no object. */
  const path: { name: string; element: XmlElement | null }[] = [];
  let textSince = 0;
  const fail = (reason: string): never => {
    throw new ArchiveError({ file, line: parser.line, reason });
  };
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", (doctype) => {
    if (/<!ENTITY/i.test(doctype)) fail("the file declares entities of its own, which is not safe to read");
  });
  parser.on("opentag", ({ name }) => {
    const above = path.at(-1);
    const inside = above?.element ?? null;
    const wanted = inside !== null || (above?.name === parent && names.includes(name));
    const element = wanted ? { name, text: "", children: [], line: parser.line } : null;
    if (element !== null) inside?.children.push(element);
    path.push({ name, element });
    if (path.length > archiveLimits.depth) fail("elements are nested too deeply");
    textSince = parser.position;
  });
  const addText = (text: string): void => {
    const element = path.at(-1)?.element;
    if (element !== undefined && element !== null) element.text += text;
    textSince = parser.position;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const closed = path.pop();
    if (closed?.element != null && path.at(-1)?.element == null) finished.push(closed.element);
    textSince = parser.position;
  });
  return {
    write: (text) => {
      parser.write(text);
      if (parser.position - textSince > archiveLimits.itemBytes) fail("one element is larger than 5 MB");
    },
    close: () => {
      if (path.length > 0) fail("the file breaks off in the middle");
      parser.close();
    },
    line: () => parser.line,
  };
}
