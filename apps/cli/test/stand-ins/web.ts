// Answers like web does, and has a descendant of its own that must not outlive it.
import { spawn } from "node:child_process";
import { createServer } from "node:http";

if (process.env.STAND_IN_WEB === "fails") {
  console.error("the web stand-in fails as told");
  process.exit(7);
}
spawn("sleep", ["600"], { stdio: "ignore" });
const server = createServer((request, response) => {
  response.statusCode = request.url === "/api/health" ? 200 : 404;
  response.end(
    JSON.stringify({ port: process.env.PORT, authUrl: process.env.AUTH_URL, database: process.env.DATABASE_URL }),
  );
});
server.listen(Number(process.env.PORT), "127.0.0.1");
if (process.env.STAND_IN_WEB === "ignores SIGTERM") process.on("SIGTERM", () => {});
