// Holds an embedded PostgreSQL open in a process of its own until its standard input closes.
import { startEmbedded } from "../src/embedded/index.ts";

const [, , dataDir = "", systemDir = "/var/lib/headroom"] = process.argv;
try {
  const { url, shared, dataDir: place, stop } = await startEmbedded({ dataDir, systemDir, durable: false });
  console.log(JSON.stringify({ url, shared, dataDir: place }));
  process.stdin.resume().once("end", () => stop().then(() => process.exit(0)));
} catch (error) {
  console.log(JSON.stringify({ error: String(error) }));
}
