// The real commands around tiny stand-ins of web and worker: `node main.ts <data home> <command> …`.
import { dirname, join } from "node:path";
import type { Program } from "../../src/process-group.ts";
import { runCommand } from "../../src/run-command.ts";

const [dataHome = "", name = "", ...args] = process.argv.slice(2);

const program = (file: string, env: NodeJS.ProcessEnv): Program => ({
  file: process.execPath,
  args: [join(import.meta.dirname, file)],
  cwd: dataHome,
  env,
});

process.exitCode = await runCommand(name, {
  args,
  env: process.env,
  root: dirname(dataHome),
  dataHome,
  product: {
    build: (env) => ({ file: process.execPath, args: ["--eval", ""], cwd: dataHome, env }),
    web: ({ env }) => program("web.ts", env),
    worker: (env) => program("worker.ts", env),
    seedDemo: async () => ({ signIns: [{ role: "manager", email: "ada@demo.example", password: "stand-in" }] }),
  },
  print: (line) => process.stdout.write(`${line}\n`),
});
process.exit();
