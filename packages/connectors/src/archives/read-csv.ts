import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import { type InboundKind, kinds, type PostRecord } from "../contract/records.ts";
import { httpUrl } from "../text/http-url.ts";
import { excerpt } from "../text/plain-text.ts";
import { digest, stableId } from "../text/stable-id.ts";
import type { ArchiveOptions, ArchiveSource } from "./archive.ts";
import { ArchiveError } from "./archive-error.ts";
import { type ArchivePart, type ArchiveReader, inBatches } from "./archive-part.ts";
import { archiveLimits } from "./limits.ts";

/** Columns of csv-format.md; `at` and `kind` are required. */
const columns = ["at", "kind", "count", "post_id", "actor", "url", "text", "link"] as const;
type Column = (typeof columns)[number];

/** Reads a CSV of signals as csv-format.md describes it. */
export const readCsv: ArchiveReader = (file, options) => inBatches(rows(file, options));

async function* rows(file: ArchiveSource, options: ArchiveOptions): AsyncGenerator<Partial<ArchivePart>> {
  const source = createReadStream(file.path);
  const parser = source.pipe(
    parse({
      bom: true,
      skip_empty_lines: true,
      max_record_size: archiveLimits.itemBytes,
      info: true,
      relax_column_count: false,
    }),
  );
  source.on("error", (error) => parser.destroy(error));
  let header: readonly Column[] | null = null;
  try {
    for await (const parsed of parser) {
      const { record, line } = csvRow(parsed);
      if (header === null) header = readHeader(record, { file: file.name, line });
      else
        yield readRow(new Map(header.map((column, index) => [column, record[index]?.trim() ?? ""])), {
          file: file.name,
          line,
          options,
        });
    }
  } catch (cause) {
    throw cause instanceof ArchiveError ? cause : brokenRow(file, cause);
  }
  if (header === null) throw new ArchiveError({ file: file.name, line: 1, reason: "the file is empty" });
}

/** csv-parse types its records as any; with `info` each is its fields and the line that the row ends on. */
function csvRow(parsed: unknown): { record: readonly string[]; line: number } {
  const isRow = (value: unknown): value is { record: string[]; info: { lines: number } } =>
    typeof value === "object" && value !== null && "record" in value && "info" in value;
  if (!isRow(parsed)) throw new TypeError("csv-parse gave no record");
  return { record: parsed.record, line: parsed.info.lines };
}

function brokenRow(file: ArchiveSource, cause: unknown): ArchiveError {
  const line = cause instanceof Error && "lines" in cause ? Number(cause.lines) : undefined;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const reason = csvReasons[code] ?? "this row cannot be read";
  return new ArchiveError({ file: file.name, reason, cause, ...(line === undefined ? {} : { line }) });
}

const csvReasons: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: "this row has another number of columns than the header",
  CSV_RECORD_INCONSISTENT_COLUMNS: "this row has another number of columns than the header",
  CSV_QUOTE_NOT_CLOSED: "a quotation mark is not closed",
  CSV_MAX_RECORD_SIZE: "one row is larger than 5 MB",
};

function readHeader(record: readonly string[], { file, line }: { file: string; line: number }): readonly Column[] {
  const names = record.map((name) => name.trim().toLowerCase());
  const known = names.map((name) => columns.find((column) => column === name));
  const unknown = names[known.indexOf(undefined)];
  if (unknown !== undefined) throw new ArchiveError({ file, line, reason: `the column "${unknown}" is not known` });
  for (const required of ["at", "kind"]) {
    if (!names.includes(required))
      throw new ArchiveError({ file, line, reason: `the column "${required}" is missing` });
  }
  if (new Set(names).size < names.length) throw new ArchiveError({ file, line, reason: "a column is there twice" });
  return known.filter((column) => column !== undefined);
}

interface RowInput {
  file: string;
  line: number;
  options: ArchiveOptions;
}

type Fields = ReadonlyMap<Column, string>;

function readRow(fields: Fields, { file, line, options }: RowInput): Partial<ArchivePart> {
  const field = (name: Column): string => fields.get(name) ?? "";
  const fail = (reason: string): never => {
    throw new ArchiveError({ file, line, reason });
  };
  const at =
    instant(field("at"), options.now()) ?? fail(`at: "${field("at")}" is no past instant such as 2026-03-01T09:30:00Z`);
  const count = positive(field("count")) ?? fail(`count: "${field("count")}" is no whole number above 0`);
  const kind = field("kind");
  if (kind === "followers") return { audience: [{ at, followers: count }] };
  const postId = field("post_id") === "" ? undefined : stableId(field("post_id"));
  if (kind === "post") {
    if (count !== 1) fail("count: a post counts once");
    return { posts: [readPost(fields, { at, nativeId: postId ?? fail("post_id: a post needs one") })] };
  }
  const inbound = inboundKind(kind) ?? fail(`kind: "${kind}" is not known`);
  if (field("actor") !== "" && count !== 1) fail("count: a named actor counts once");
  const nativeKey = `csv:${digest([at, kind, count, postId ?? "", field("actor")].join("\n"))}`;
  const actor = field("actor") === "" ? {} : { actor: options.hashActor("csv", field("actor")) };
  return {
    signals: [
      { nativeKey, kind: inbound, at, count, ...actor, ...(postId === undefined ? {} : { postNativeId: postId }) },
    ],
  };
}

const readPost = (fields: Fields, { at, nativeId }: { at: number; nativeId: string }): PostRecord => ({
  nativeId,
  at,
  url: httpUrl(fields.get("url")),
  text: excerpt(fields.get("text") ?? ""),
  carriesLink: /^(?:yes|true|1|https?:.*)$/i.test(fields.get("link") ?? ""),
});

/** ISO 8601 with a zone, so that no two people read it differently; null for anything else and for the future. */
function instant(text: string, now: number): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) || at > now ? null : at;
}

const positive = (text: string): number | null => {
  if (text === "") return 1;
  const count = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(count) && count > 0 ? count : null;
};

const derived: ReadonlySet<string> = new Set(["post", "linkPost", "linkReshare"]);

const inboundKind = (kind: string): InboundKind | undefined =>
  kinds.filter((one): one is InboundKind => !derived.has(one)).find((one) => one === kind);
