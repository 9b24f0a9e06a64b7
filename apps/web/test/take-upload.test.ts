import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, request as httpRequest, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { takeUpload, type UploadPorts } from "../app/[agency]/clients/[client]/import/upload/take-upload.ts";

class Refused extends Error {}

let folder: string;
let server: Server;
let port: number;
let ports: UploadPorts;
const asked: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headroom-upload-"));
  asked.length = 0;
  ports = {
    folder,
    limitBytes: 1_000,
    check: async () => void asked.push("check"),
    preview: async ({ fileName, filePath }) => {
      asked.push(`preview ${fileName} ${await readFile(filePath, "utf8")}`);
      return { importId: "import-1" };
    },
    refusalTo: (error) => {
      if (!(error instanceof Refused)) throw error;
      return { status: 403, message: error.message };
    },
  };
  // Hands real requests to the handler as Next.js does: headers first, the body as a stream.
  server = createServer(async (incoming, outgoing) => {
    const body = Readable.toWeb(incoming) as ReadableStream;
    const init = { method: "POST", headers: incoming.headers as Record<string, string>, body, duplex: "half" };
    const answer = await takeUpload(
      new Request(`http://${incoming.headers.host}${incoming.url}`, init as RequestInit),
      ports,
    );
    outgoing.writeHead(answer.status, { connection: "close" });
    outgoing.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

const send = (
  body: string,
  { name = "posts.csv", headers = {} }: { name?: string; headers?: Record<string, string> } = {},
) =>
  fetch(`http://127.0.0.1:${port}/upload?name=${encodeURIComponent(name)}`, {
    method: "POST",
    headers: { origin: `http://127.0.0.1:${port}`, ...headers },
    body,
  });

const answerOf = async (response: Response) => ({ status: response.status, ...(await response.json()) });

describe("an upload", () => {
  test("is written under a name of our own and previewed", async () => {
    expect(await answerOf(await send("at,kind"))).toEqual({ status: 200, importId: "import-1" });
    expect(asked).toEqual(["check", "preview posts.csv at,kind"]);
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  test("keeps of its name only the last part", async () => {
    await send("x", { name: "../../etc/passwd" });
    expect(asked[1]).toBe("preview passwd x");
  });

  test("without a name is refused", async () => {
    expect(await answerOf(await send("x", { name: "" }))).toMatchObject({ status: 400 });
    expect(asked).toEqual([]);
  });

  test("that announces too much is refused before anybody reads it", async () => {
    expect(await answerOf(await send("x".repeat(1_001)))).toMatchObject({
      status: 413,
      message: expect.stringContaining("1 GB"),
    });
    expect(asked).toEqual([]);
  });

  test("that announces nothing and grows too long is refused, and nothing of it stays", async () => {
    const response = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const outgoing = httpRequest(
        {
          port,
          host: "127.0.0.1",
          path: "/upload?name=a.csv",
          method: "POST",
          headers: { origin: `http://127.0.0.1:${port}`, "transfer-encoding": "chunked" },
        },
        async (incoming) => {
          let text = "";
          for await (const piece of incoming) text += String(piece);
          resolve({ status: incoming.statusCode ?? 0, text });
        },
      );
      outgoing.on("error", reject);
      outgoing.write("x".repeat(900));
      outgoing.end("x".repeat(900));
    });
    expect(response).toEqual({ status: 413, text: expect.stringContaining("1 GB") });
    expect(asked).toEqual(["check"]);
    expect(await readdir(folder)).toEqual([]);
  });

  test("exactly as long as allowed is taken", async () => {
    expect((await send("x".repeat(1_000))).status).toBe(200);
  });

  test("of somebody who may not is refused before its body is written", async () => {
    ports.check = async () => {
      throw new Refused("Viewers can read, but not change anything.");
    };
    expect(await answerOf(await send("x"))).toEqual({
      status: 403,
      message: "Viewers can read, but not change anything.",
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test("whose preview is refused leaves no file behind", async () => {
    ports.preview = async () => {
      throw new Refused("posts.csv, line 3: no instant");
    };
    expect(await answerOf(await send("x"))).toEqual({ status: 403, message: "posts.csv, line 3: no instant" });
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    { title: "another site", headers: { origin: "https://evil.example" } },
    { title: "another site, as the browser says", headers: { "sec-fetch-site": "cross-site" } },
    { title: "a sister site", headers: { "sec-fetch-site": "same-site" } },
    { title: "nowhere", headers: { origin: "null" } },
  ])("from $title is refused", async ({ headers }) => {
    expect((await send("x", { headers })).status).toBe(403);
    expect(asked).toEqual([]);
  });

  test("through a proxy is told by the host that the proxy names", async () => {
    const headers = { origin: "https://headroom.example", "x-forwarded-host": "headroom.example" };
    expect((await send("x", { headers })).status).toBe(200);
  });
});
