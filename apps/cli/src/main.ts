import { dirname, join } from "node:path";
import { headroom } from "./product.ts";
import { runCommand } from "./run-command.ts";

const root = dirname(dirname(dirname(import.meta.dirname)));
const [name = "help", ...args] = process.argv.slice(2);

process.exitCode = await runCommand(name, {
  args,
  env: process.env,
  root,
  dataHome: join(root, ".data"),
  product: headroom(root),
  print: (line) => process.stdout.write(`${line}\n`),
});
// Sockets that a failed step left open must not keep us alive.
process.exit();
