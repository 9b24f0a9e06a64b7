import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type FetchPolicy, guardedFetch, isNetError, type NetError, type NetErrorCode } from "../src/index.ts";
import { localServer } from "./local-server.ts";

/** The error of a request that must fail. */
async function failure(request: Promise<Response>): Promise<NetError> {
  const error = await request
    .then(
      (response) => response.text().then(() => new Error(`answered ${response.status}`)),
      (reason: unknown) => reason,
    )
    .catch((reason: unknown) => reason);
  if (!isNetError(error)) throw error;
  return error;
}
const codeOf = async (request: Promise<Response>): Promise<NetErrorCode> => (await failure(request)).code;

describe("which hosts are reached", () => {
  it.each([
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://0/",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1:8080/",
    "http://localhost/",
  ])("refuses %s", async (url) => {
    expect(await codeOf(guardedFetch()(url))).toBe("blocked-address");
  });

  it.each(["ftp://example.org/", "file:///etc/passwd", "data:,x", "not an address", "https://user:pass@example.org/"])(
    "refuses %s as an address",
    async (url) => expect(await codeOf(guardedFetch()(url))).toBe("bad-url"),
  );

  it("refuses a name with one private address among public ones, and never connects", async () => {
    let connections = 0;
    const { port } = await localServer((_, response) => {
      connections += 1;
      response.end();
    });
    const resolve = async () => [
      { address: "93.184.216.34", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ];
    expect(await codeOf(guardedFetch({ resolve })(`http://two-faced.example:${port}/`))).toBe("blocked-address");
    expect(connections).toBe(0);
  });

  it("asks for a name's address once, so that a second answer cannot lead inside", async () => {
    let lookups = 0;
    const resolve = async () => {
      lookups += 1;
      return [{ address: lookups === 1 ? "203.0.114.1" : "127.0.0.1", family: 4 }];
    };
    const { port } = await localServer((_, response) => response.end("inside"));
    const code = await codeOf(
      guardedFetch({ resolve, idleTimeoutMs: 200, totalTimeoutMs: 400 })(`http://rebind.example:${port}/`),
    );
    expect(["timeout", "connection"]).toContain(code);
    expect(lookups).toBe(1);
  });

  it("reaches a private host that the operator named, with its port or without", async () => {
    const { url, host } = await localServer((_, response) => response.end("hello"));
    for (const allowed of [host, "127.0.0.1"]) {
      const response = await guardedFetch({ allowedPrivateHosts: [allowed] })(`${url}/page`);
      expect(await response.text()).toBe("hello");
      expect(response.url).toBe(`${url}/page`);
    }
  });

  it("reaches no other port of a private host that was named with a port", async () => {
    const { host } = await localServer((_, response) => response.end());
    const fetch = guardedFetch({ allowedPrivateHosts: [host] });
    expect(await codeOf(fetch("http://127.0.0.1:1/"))).toBe("blocked-address");
  });

  it("refuses ports outside the list", async () => {
    const fetch = guardedFetch({ allowedPorts: [80, 443] });
    expect(await codeOf(fetch("http://example.org:22/"))).toBe("bad-url");
  });

  it("says when a name does not exist", async () => {
    const resolve = () => Promise.reject(new Error("ENOTFOUND"));
    const error = await failure(guardedFetch({ resolve })("http://nowhere.example/"));
    expect(error).toMatchObject({ code: "dns", retryable: true });
    expect(error.message).toBe("nowhere.example was not found. Check the spelling, or try again later.");
  });

  it("says when nothing answers, without naming an address", async () => {
    const { host, url } = await localServer((request) => request.socket.destroy());
    const error = await failure(guardedFetch({ allowedPrivateHosts: [host] })(url));
    expect(error).toMatchObject({ code: "connection", retryable: true });
  });
});

describe("redirects", () => {
  const redirectTo = (location: string, policy: FetchPolicy = {}) =>
    localServer((_, response) => {
      response.writeHead(302, { location }).end();
    }).then(({ url, host }) => guardedFetch({ allowedPrivateHosts: [host], ...policy })(url));

  it.each([
    "http://127.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::ffff:10.0.0.1]/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://localhost:8080/",
  ])("to %s are refused", async (location) => {
    expect(await codeOf(redirectTo(location))).toBe("blocked-address");
  });

  it("to a name that resolves inside are refused", async () => {
    const resolve = async () => [{ address: "192.168.0.10", family: 4 }];
    expect(await codeOf(redirectTo("http://printer.example/", { resolve }))).toBe("blocked-address");
  });

  it("to another scheme are refused", async () => {
    expect(await codeOf(redirectTo("file:///etc/passwd"))).toBe("bad-url");
  });

  it("are followed five times and not a sixth", async () => {
    const { url, host } = await localServer((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step === 0) response.end("arrived");
      else response.writeHead(301, { location: `/${step - 1}` }).end();
    });
    const fetch = guardedFetch({ allowedPrivateHosts: [host] });
    expect(await (await fetch(`${url}/5`)).text()).toBe("arrived");
    expect(await codeOf(fetch(`${url}/6`))).toBe("too-many-redirects");
  });

  it("carry no credentials, cookies or conditions to another origin", async () => {
    const seen: Record<string, unknown>[] = [];
    const target = await localServer((request, response) => {
      seen.push(request.headers);
      response.end();
    });
    const source = await localServer((_, response) => response.writeHead(302, { location: target.url }).end());
    const headers = { Authorization: "Bearer secret", Cookie: "a=b", "If-None-Match": '"x"', Accept: "text/html" };
    await guardedFetch({ allowedPrivateHosts: ["127.0.0.1"] })(source.url, { headers });
    expect(seen[0]).toMatchObject({ accept: "text/html" });
    expect(Object.keys(seen[0] ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/authorization|cookie|if-none-match/)]),
    );
  });

  it("keep credentials within an origin, and turn a POST into a GET after 303", async () => {
    const seen: string[] = [];
    const { url, host } = await localServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization} ${request.headers["content-type"]}`);
      if (request.url === "/form") response.writeHead(303, { location: "/done" }).end();
      else response.end();
    });
    await guardedFetch({ allowedPrivateHosts: [host] })(`${url}/form`, {
      method: "POST",
      headers: { authorization: "Bearer t", "content-type": "application/json" },
      body: "{}",
    });
    expect(seen).toEqual(["POST /form Bearer t application/json", "GET /done Bearer t undefined"]);
  });

  it("never send a body on to another origin", async () => {
    const target = await localServer((_, response) => response.end());
    const source = await localServer((_, response) => response.writeHead(307, { location: target.url }).end());
    const fetch = guardedFetch({ allowedPrivateHosts: ["127.0.0.1"] });
    expect(await codeOf(fetch(source.url, { method: "POST", body: "secret" }))).toBe("bad-url");
  });
});

describe("limits", () => {
  it("cut off a compressed bomb long before it is unpacked", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const { url, host } = await localServer((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    });
    const fetch = guardedFetch({ allowedPrivateHosts: [host], maxBytes: 100_000 });
    const response = await fetch(url);
    let bytes = 0;
    const error = await (async () => {
      for await (const piece of response.body ?? []) bytes += piece.byteLength;
    })().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "too-large", retryable: false });
    expect(bytes).toBeLessThanOrEqual(100_000);
  });

  it("let an answer of exactly the limit through", async () => {
    const { url, host } = await localServer((_, response) => response.end("x".repeat(1_000)));
    const fetch = (maxBytes: number) => guardedFetch({ allowedPrivateHosts: [host], maxBytes })(url);
    expect(await (await fetch(1_000)).text()).toHaveLength(1_000);
    expect(await codeOf(fetch(999))).toBe("too-large");
  });

  it("end an answer that trickles", async () => {
    const { url, host } = await localServer((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(timer));
    });
    const fetch = guardedFetch({ allowedPrivateHosts: [host], totalTimeoutMs: 300 });
    expect(await failure(fetch(url))).toMatchObject({ code: "timeout", retryable: true });
  });

  it("end the wait for a server that says nothing", async () => {
    const { url, host } = await localServer(() => {});
    expect(await codeOf(guardedFetch({ allowedPrivateHosts: [host], totalTimeoutMs: 200 })(url))).toBe("timeout");
  });

  it("give up on silence even while time is left in total", async () => {
    const { url, host } = await localServer((_, response) => response.writeHead(200).write("then nothing"));
    const policy = { allowedPrivateHosts: [host], idleTimeoutMs: 200, totalTimeoutMs: 20_000 };
    expect(await codeOf(guardedFetch(policy)(url))).toBe("timeout");
  });
});

describe("an answer without an end", () => {
  const endless = { maxBytes: Number.POSITIVE_INFINITY, totalTimeoutMs: Number.POSITIVE_INFINITY };

  /** Writes a piece each time the reader has taken the one before, so that no clock decides. */
  const streaming = async (policy: FetchPolicy = {}) => {
    const { url, host } = await localServer((_, response) => {
      response.on("drain", () => response.write("x".repeat(200_000)));
      response.write("x".repeat(200_000));
    });
    return { url, fetch: guardedFetch({ allowedPrivateHosts: [host], ...endless, ...policy }) };
  };
  const read = async (response: Response, bytes: number): Promise<number> => {
    let count = 0;
    for await (const piece of response.body ?? []) {
      count += piece.byteLength;
      if (count >= bytes) break;
    }
    return count;
  };

  it("is read for as long as it comes, beyond what any other answer may hold", async () => {
    const { url, fetch } = await streaming();
    expect(await read(await fetch(url), 12_000_000)).toBeGreaterThanOrEqual(12_000_000);
  });

  it("ends when nothing comes any more", async () => {
    const { url, host } = await localServer((_, response) => response.writeHead(200).write("then nothing"));
    const fetch = guardedFetch({ allowedPrivateHosts: [host], ...endless, idleTimeoutMs: 200 });
    expect(await codeOf(fetch(url))).toBe("timeout");
  });

  it("ends when the caller aborts", async () => {
    const { url, fetch } = await streaming();
    const reader = new AbortController();
    const response = await fetch(url, { signal: reader.signal });
    const error = await (async () => {
      for await (const piece of response.body ?? []) if (piece.byteLength > 0) reader.abort();
    })().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "connection" });
  });

  it("is asked of the same hosts as any other, through redirects as well", async () => {
    const inside = guardedFetch(endless);
    expect(await codeOf(inside("http://169.254.169.254/latest/meta-data/"))).toBe("blocked-address");
    const resolve = async () => [{ address: "10.0.0.7", family: 4 }];
    expect(await codeOf(guardedFetch({ ...endless, resolve })("http://streaming.example/"))).toBe("blocked-address");
    const { url, host } = await localServer((_, response) =>
      response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
    );
    expect(await codeOf(guardedFetch({ allowedPrivateHosts: [host], ...endless })(url))).toBe("blocked-address");
  });
});

it("gives 304 without a body and keeps every header", async () => {
  const { url, host } = await localServer((_, response) => response.writeHead(304, { etag: '"1"' }).end());
  const response = await guardedFetch({ allowedPrivateHosts: [host] })(url);
  expect([response.status, response.headers.get("etag"), await response.text()]).toEqual([304, '"1"', ""]);
});

it("stops when the caller aborts", async () => {
  const { url, host } = await localServer(() => {});
  const signal = AbortSignal.abort();
  expect(await codeOf(guardedFetch({ allowedPrivateHosts: [host] })(url, { signal }))).toBe("connection");
});
