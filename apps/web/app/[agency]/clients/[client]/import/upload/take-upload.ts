import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isSameOrigin } from "../../../../../../composition/same-origin.ts";
import { uploadLimit } from "../upload-limit.ts";

export interface UploadPorts {
  /** Where uploads wait between preview and import. */
  folder: string;
  /** Throws unless the person may import here. */
  check: () => Promise<void>;
  preview: (file: { fileName: string; filePath: string }) => Promise<{ importId: string }>;
  /** Status and words for a refusal of either; throws on what is none. */
  refusalTo: (error: unknown) => { status: number; message: string };
  limitBytes?: number;
}

/** Streams a request's body to disk under a name of our own, then previews it. Answers `{ importId }` or `{ message }`. */
export const takeUpload = async (request: Request, ports: UploadPorts): Promise<Response> => {
  const limitBytes = ports.limitBytes ?? uploadLimit.bytes;
  if (!isSameOrigin(request)) return refuse(403, "This upload did not come from Headroom’s own page.");
  const fileName = fileNameOf(request);
  if (fileName === null) return refuse(400, "The file has no name.");
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) return refuse(413, uploadLimit.message);
  const filePath = join(ports.folder, crypto.randomUUID());
  try {
    await ports.check();
    await writeBody(request, { filePath, folder: ports.folder, limitBytes });
    return Response.json(await ports.preview({ fileName, filePath }));
  } catch (error) {
    await rm(filePath, { force: true });
    if (error instanceof TooLarge) return refuse(413, uploadLimit.message);
    if (error instanceof Interrupted) return refuse(400, "The upload was interrupted. Try again.");
    const { status, message } = ports.refusalTo(error);
    return refuse(status, message);
  }
};

class TooLarge extends Error {}
class Interrupted extends Error {}

const refuse = (status: number, message: string): Response => Response.json({ message }, { status });

/** The name as the person knows it, for messages alone: the file lies under another. */
const fileNameOf = (request: Request): string | null => {
  const name = new URL(request.url).searchParams.get("name")?.split(/[\\/]/).at(-1) ?? "";
  const plain = name
    .toWellFormed()
    .replace(/\p{Cc}/gu, "")
    .trim()
    .slice(-200);
  return plain === "" ? null : plain;
};

interface Destination {
  filePath: string;
  folder: string;
  limitBytes: number;
}

const writeBody = async (request: Request, { filePath, folder, limitBytes }: Destination): Promise<void> => {
  await mkdir(folder, { recursive: true });
  if (request.body === null) return;
  let bytes = 0;
  const bounded = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.byteLength;
      if (bytes > limitBytes) done(new TooLarge());
      else done(null, chunk);
    },
  });
  const body = bodyOf(request.body);
  try {
    await pipeline(body, bounded, createWriteStream(filePath, { flags: "wx", mode: 0o600 }));
  } catch (error) {
    // What the disk says is for the log; what the network says is for the person.
    if (error instanceof TooLarge || (error instanceof Error && "syscall" in error && error.syscall !== "read"))
      throw error;
    throw new Interrupted("The body ended early.", { cause: error });
  }
};

/** The DOM's stream and Node's are the same object under two declarations. */
const bodyOf = (body: ReadableStream<Uint8Array>): Readable =>
  Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
