import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CannotRunHere } from "./cached-download.ts";
import { wordpressFiles } from "./wordpress-site.ts";

export interface RealWordpress {
  url: string;
  version: string;
  user: string;
  /** As WordPress shows it, with spaces. */
  applicationPassword: string;
  /** Runs PHP inside the site and returns what it prints. */
  php: (code: string) => Promise<string>;
  close: () => Promise<void>;
}

/** Shared objects of PHP in the order in which they need each other. */
const extensions =
  "ctype tokenizer iconv mbstring fileinfo exif pdo pdo_sqlite sqlite3 xml dom simplexml xmlreader xmlwriter gd posix".split(
    " ",
  );

/**
 * A real WordPress on loopback with a site of its own, gone when it is closed. One process without children, in the group of
 * the tests: it ends with them even when they are killed. Throws CannotRunHere.
 */
export async function startWordpress(): Promise<RealWordpress> {
  const files = await wordpressFiles();
  const site = await mkdtemp(join(tmpdir(), "headroom-wordpress-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await layOut({ files, site, url });
  const php = phpOf({ files, site });
  const inside = async (code: string): Promise<string> =>
    (await promisify(execFile)(php.file, [...php.args, "-r", code], { cwd: site, env: php.env, maxBuffer: 2 ** 24 }))
      .stdout;
  const close = async (server?: ChildProcess) => {
    await end(server);
    await rm(site, { recursive: true, force: true });
  };
  try {
    const [version = "", applicationPassword = ""] = (await inside(install)).trim().split("\n").slice(-2);
    const server = spawn(php.file, [...php.args, "-S", `127.0.0.1:${port}`, "-t", site, join(site, "router.php")], {
      cwd: site,
      env: php.env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    await listening(server);
    return {
      url,
      version,
      user: "alice",
      applicationPassword,
      php: (code) => inside(`require 'wp-load.php'; ${code}`),
      close: () => close(server),
    };
  } catch (error) {
    await close();
    throw new CannotRunHere(`PHP does not run here: ${String(error).split("\n")[0]}`, { cause: error });
  }
}

function phpOf({ files, site }: { files: string; site: string }) {
  const loaded = extensions.flatMap((name) => ["-d", `extension=${name}.so`]);
  const settings = {
    extension_dir: join(files, "usr/lib/php/20220829"),
    memory_limit: "256M",
    display_errors: "0",
    log_errors: "1",
    // What was compiled once is kept for the processes that follow: three times as fast.
    zend_extension: "opcache.so",
    "opcache.enable_cli": "1",
    "opcache.file_cache": site,
  };
  const libraries = ["x86_64-linux-gnu", "aarch64-linux-gnu"].map((machine) => join(files, "usr/lib", machine));
  return {
    file: join(files, "usr/bin/php8.2"),
    args: ["-n", ...Object.entries(settings).flatMap(([name, value]) => ["-d", `${name}=${value}`]), ...loaded],
    env: { PATH: process.env.PATH, LD_LIBRARY_PATH: libraries.join(":") },
  };
}

async function layOut({ files, site, url }: { files: string; site: string; url: string }): Promise<void> {
  await cp(join(files, "usr/share/wordpress"), site, { recursive: true, verbatimSymlinks: true });
  const dropIn = await readFile(join(files, "drop-in/db.copy"), "utf8");
  const place = join(site, "wp-content/sqlite-database-integration");
  await cp(join(files, "drop-in"), place, { recursive: true });
  await writeFile(
    join(site, "wp-content/db.php"),
    dropIn.replaceAll("{SQLITE_IMPLEMENTATION_FOLDER_PATH}", place).replaceAll("{SQLITE_PLUGIN}", "sqlite/load.php"),
  );
  // Debian's WordPress is older than the drop-in: before 6.2 the base class reads settings of the drop-in by name.
  const driver = join(place, "wp-includes/sqlite/class-wp-sqlite-db.php");
  const text = await readFile(driver, "utf8");
  await writeFile(driver, text.replace("private $allow_unsafe_unquoted", "public $allow_unsafe_unquoted"));
  await cp(join(import.meta.dirname, "wordpress-theme"), join(site, "wp-content/themes/bare"), { recursive: true });
  await writeFile(join(site, "wp-config.php"), config(url));
  await writeFile(join(site, "router.php"), router);
}

/** Application passwords need https or an environment that calls itself local. */
const config = (url: string): string => `<?php
define('DB_NAME', 'wordpress'); define('DB_USER', ''); define('DB_PASSWORD', ''); define('DB_HOST', '');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('DB_DIR', __DIR__ . '/database/'); define('DB_FILE', 'site.sqlite');
define('WP_HOME', '${url}'); define('WP_SITEURL', '${url}'); define('WP_ENVIRONMENT_TYPE', 'local');
define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true); define('WP_HTTP_BLOCK_EXTERNAL', true);
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) { define($name . '_KEY', $name); define($name . '_SALT', $name); }
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`;

/** PHP's server knows no rewriting: what is no file is WordPress's. */
const router = `<?php
$file = __DIR__ . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (is_file($file)) return false;
$_SERVER['SCRIPT_NAME'] = '/index.php'; $_SERVER['PHP_SELF'] = '/index.php';
require __DIR__ . '/index.php';
`;

/** Installs the site without its sample posts, and prints its version and an application password. */
const install = `
define('WP_INSTALLING', true); require 'wp-load.php'; require ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter('pre_wp_mail', '__return_true');
wp_install('Real blog', 'alice', 'alice@blog.example', true, '', 'password of alice');
switch_theme('bare');
update_option('permalink_structure', '/%year%/%postname%/');
update_option('comment_previously_approved', 0); update_option('require_name_email', 0);
foreach ([1, 2, 3] as $sample) wp_delete_post($sample, true);
wp_update_user(['ID' => 1, 'display_name' => 'Alice Author']);
[$password] = WP_Application_Passwords::create_new_application_password(1, ['name' => 'Headroom']);
echo "\\n", $GLOBALS['wp_version'], "\\n", WP_Application_Passwords::chunk_password($password), "\\n";`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("there is no free port");
  return address.port;
}

/** PHP says on its error output when it listens. */
async function listening(server: ChildProcess): Promise<void> {
  let said = "";
  for await (const piece of server.stderr ?? []) {
    said += String(piece);
    if (said.includes("started")) break;
  }
  if (!said.includes("started")) throw new Error(said.trim());
}

async function end(server: ChildProcess | undefined): Promise<void> {
  if (server?.pid === undefined || server.exitCode !== null) return;
  const gone = once(server, "exit");
  server.kill("SIGKILL");
  await gone;
}
