import { ArchiveError } from "./archive-error.ts";
import { archiveLimits } from "./limits.ts";

export interface JsonItem {
  value: unknown;
  /** 1-based line on which the item begins. */
  line: number;
}

export interface JsonItemsInput {
  /** The name that errors give. */
  file: string;
  bytes: AsyncIterable<Uint8Array>;
  /** The member of the outermost object that holds the list; left out when the list is the whole document. */
  member?: string;
  /** Whether JavaScript such as `window.YTD.tweets.part0 = ` comes first. */
  assignment?: boolean;
}

const code = (character: string): number => character.charCodeAt(0);
const quote = code('"');
const backslash = code("\\");
const newline = code("\n");
const comma = code(",");
const openers: ReadonlySet<number> = new Set([code("{"), code("[")]);
const closers: ReadonlySet<number> = new Set([code("}"), code("]")]);
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Before the list, in it, or behind it. */
type Place = "assignment" | "before" | "list" | "after";

/**
 * The objects of a list inside a JSON document, one at a time: only the current object is held in memory. Structure is
 * checked by counting brackets outside strings; each object is then parsed for itself. Throws ArchiveError.
 */
export async function* jsonItems(input: JsonItemsInput): AsyncGenerator<JsonItem> {
  const scanner = new JsonScanner(input);
  for await (const chunk of input.bytes) yield* scanner.scan(chunk);
  scanner.end();
}

/** A state machine over bytes. A class because its state is read and written at every byte of files of any size. */
class JsonScanner {
  private readonly file: string;
  private readonly member: string | undefined;
  private place: Place;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private line = 1;
  private listDepth = 0;
  /** The last string outside the list, which is the name of the member that follows. */
  private name: number[] = [];
  private item: Uint8Array[] = [];
  private itemBytes = 0;
  private itemLine = 0;
  private afterItem = false;
  private afterComma = false;

  constructor({ file, member, assignment = false }: JsonItemsInput) {
    this.file = file;
    this.member = member;
    this.place = assignment ? "assignment" : "before";
  }

  *scan(chunk: Uint8Array): Generator<JsonItem> {
    let start = this.itemLine > 0 ? 0 : -1;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index] ?? 0;
      if (byte === newline) this.line += 1;
      if (this.inString) {
        this.string(byte);
      } else if (byte === quote) {
        if (this.place === "list" && this.itemLine === 0)
          throw this.error("something that is no object is in the list");
        if (this.isBehind()) throw this.error("something follows behind the end");
        this.inString = true;
        this.name = [];
      } else if (openers.has(byte)) {
        if (this.open(byte)) start = index;
      } else if (closers.has(byte)) {
        if (this.close()) {
          yield this.finish(chunk.subarray(start, index + 1));
          start = -1;
        }
      } else this.other(byte);
    }
    if (start >= 0) this.keep(new Uint8Array(chunk.subarray(start)));
  }

  end(): void {
    if (this.place !== "after" || this.depth > 0) throw this.error("the file breaks off in the middle");
  }

  private string(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === backslash) this.escaped = true;
    else if (byte === quote) this.inString = false;
    // Names are compared, so a prefix one longer than the wanted one is enough.
    else if (this.place === "before" && this.name.length <= (this.member?.length ?? 0)) this.name.push(byte);
  }

  /** True where an item begins. */
  private open(byte: number): boolean {
    if (this.isBehind()) throw this.error("something follows behind the end");
    this.depth += 1;
    if (this.depth > archiveLimits.depth) throw this.error("brackets are nested too deeply");
    if (this.place === "assignment") throw this.error("the file does not begin as expected");
    if (this.place === "before" && byte === code("[") && this.isWanted()) {
      this.place = "list";
      this.listDepth = this.depth;
      return false;
    }
    if (this.place !== "list" || this.depth !== this.listDepth + 1) return false;
    if (byte !== code("{") || this.afterItem) throw this.error("something that is no object is in the list");
    this.itemLine = this.line;
    return true;
  }

  private isBehind(): boolean {
    return this.place === "after" && this.depth === 0;
  }

  private isWanted(): boolean {
    if (this.member === undefined) return this.depth === 1;
    return this.depth === 2 && String.fromCharCode(...this.name) === this.member;
  }

  /** True where an item ends. */
  private close(): boolean {
    this.depth -= 1;
    if (this.depth < 0) throw this.error("a bracket is closed that was not opened");
    if (this.place !== "list") return false;
    if (this.depth === this.listDepth) return true;
    if (this.depth < this.listDepth) {
      if (this.afterComma) throw this.error("the list ends with a comma");
      this.place = "after";
    }
    return false;
  }

  private other(byte: number): void {
    if (this.place === "assignment" && byte === code("=")) this.place = "before";
    if (this.itemLine > 0 || this.place === "before" || this.place === "assignment" || isSpace(byte)) return;
    if (this.place === "after" && (this.depth > 0 || byte === code(";"))) return;
    if (byte !== comma || !this.afterItem) throw this.error("something that is no object is in the list");
    this.afterItem = false;
    this.afterComma = true;
  }

  private keep(bytes: Uint8Array): void {
    this.itemBytes += bytes.length;
    if (this.itemBytes > archiveLimits.itemBytes) throw this.error("one item is larger than 5 MB");
    this.item.push(bytes);
  }

  private finish(bytes: Uint8Array): JsonItem {
    this.keep(bytes);
    const line = this.itemLine;
    const whole = this.item.length === 1 ? bytes : Buffer.concat(this.item);
    Object.assign(this, { item: [], itemBytes: 0, itemLine: 0, afterItem: true, afterComma: false });
    try {
      return { value: JSON.parse(utf8.decode(whole)), line };
    } catch (cause) {
      throw new ArchiveError({ file: this.file, line, reason: "this item is not valid JSON", cause });
    }
  }

  private error(reason: string): ArchiveError {
    return new ArchiveError({ file: this.file, line: this.line, reason });
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });
