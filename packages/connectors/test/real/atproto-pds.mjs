/**
 * A personal data server of the AT Protocol on loopback, of npm's `@atproto/pds`, with one account, and the directory that it
 * registers accounts in. Arguments: where the packages lie, and where the server may keep its files. Prints one line of JSON
 * when it is up, and ends with its input.
 */
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import net from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [, , packages = "", files = ""] = process.argv;

// The server listens on every interface; the tests of one machine are nobody else's business.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function listenOnLoopback(first, ...rest) {
  if (typeof first === "object" && first !== null) return listen.call(this, { ...first, host: "127.0.0.1" }, ...rest);
  return listen.call(this, Number(first), "127.0.0.1", ...rest.filter((one) => typeof one === "function"));
};

const listening = (server, port = 0) =>
  new Promise((resolve) => server.listen(port, () => resolve(server.address().port)));
const freePort = async () => {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** What the directory does for a server: it keeps the operation that made an account, and tells what it says. */
const operations = new Map();
const directory = createServer(async (request, response) => {
  const [did = "", part] = decodeURIComponent(request.url ?? "")
    .slice(1)
    .split("/");
  if (request.method === "POST") operations.set(did, JSON.parse(await new Response(request).text()));
  const operation = operations.get(did);
  response.writeHead(operation === undefined ? 404 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify(part === "data" ? { did, ...operation } : documentOf(did, operation)));
});
const documentOf = (did, operation) => ({
  "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
  id: did,
  alsoKnownAs: operation?.alsoKnownAs ?? [],
  verificationMethod: Object.entries(operation?.verificationMethods ?? {}).map(([name, key]) => ({
    id: `${did}#${name}`,
    type: "Multikey",
    controller: did,
    publicKeyMultibase: key.replace("did:key:", ""),
  })),
  service: Object.entries(operation?.services ?? {}).map(([name, { type, endpoint }]) => ({
    id: `#${name}`,
    type,
    serviceEndpoint: endpoint,
  })),
});
const directoryPort = await listening(directory);
const port = await freePort();

mkdirSync(join(files, "blobs"), { recursive: true });
Object.assign(process.env, {
  PDS_PORT: String(port),
  PDS_HOSTNAME: "localhost",
  PDS_DEV_MODE: "true",
  PDS_DISABLE_SSRF_PROTECTION: "true",
  PDS_DATA_DIRECTORY: files,
  PDS_BLOBSTORE_DISK_LOCATION: join(files, "blobs"),
  PDS_DID_PLC_URL: `http://127.0.0.1:${directoryPort}`,
  PDS_SERVICE_HANDLE_DOMAINS: ".test",
  PDS_INVITE_REQUIRED: "false",
  PDS_JWT_SECRET: randomBytes(16).toString("hex"),
  PDS_ADMIN_PASSWORD: randomBytes(16).toString("hex"),
  PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX: randomBytes(32).toString("hex"),
  LOG_ENABLED: "false",
});
const { PDS, envToCfg, envToSecrets, readEnv } = await import(
  pathToFileURL(createRequire(join(packages, "package.json")).resolve("@atproto/pds")).href
);
const env = readEnv();
const pds = await PDS.create(envToCfg(env), envToSecrets(env));
await pds.start();

const url = `http://localhost:${port}`;
const call = async (method, input, token) => {
  const response = await fetch(`${url}/xrpc/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(`${method}: ${response.status} ${await response.text()}`);
  return response.json();
};
const account = { handle: "alice.test", email: "alice@blog.example", password: "password of alice" };
const { did, accessJwt } = await call("com.atproto.server.createAccount", account);
const { password } = await call("com.atproto.server.createAppPassword", { name: "Headroom" }, accessJwt);
process.stdout.write(`${JSON.stringify({ url, did, handle: account.handle, appPassword: password })}\n`);

process.stdin.on("end", () => process.exit(0)).resume();
