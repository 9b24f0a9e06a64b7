import { createServer } from "node:net";
import { Refusal } from "./refusal.ts";

/** A browser tries ::1 first when it is told "localhost": a stranger there would answer in our place. */
export async function requireFreePort(port: number, host: string): Promise<void> {
  const hosts = host === "127.0.0.1" ? [host, "::1"] : [host];
  for (const each of hosts) {
    const code = await listenFailure(port, each);
    if (code === "EADDRINUSE") {
      throw new Refusal(
        `Port ${port} is in use. Choose another one: npm start -- --port ${port === 65_535 ? 3000 : port + 1}`,
      );
    }
    if (code === "EACCES") {
      throw new Refusal(`This user may not listen on port ${port}. Choose one above 1023: npm start -- --port 3000`);
    }
    if (code !== undefined && each === host)
      throw new Refusal(`Cannot listen on ${host}:${port} (${code}). Check HOST`);
  }
}

export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return address.port;
}

function listenFailure(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
