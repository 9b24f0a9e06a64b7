/** Why a file cannot be imported: names the file, the line or entry where known, and the reason in plain words. */
export class ArchiveError extends Error {
  override readonly name = "ArchiveError";
  readonly file: string;
  /** 1-based line, where the format has lines. */
  readonly line: number | undefined;
  readonly reason: string;

  constructor(options: { file: string; line?: number; reason: string; cause?: unknown }) {
    const place = options.line === undefined ? options.file : `${options.file}, line ${options.line}`;
    super(`${place}: ${options.reason}`, { cause: options.cause });
    this.file = options.file;
    this.line = options.line;
    this.reason = options.reason;
  }
}
