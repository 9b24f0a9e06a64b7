import { readFileSync } from "node:fs";

const pollMs = 250;

/**
 * npm runs us through `sh -c`, which neither passes a SIGTERM on nor outlives npm for a reason: when npm or its shell is
 * gone, nobody is left who could stop us.
 */
export function watchParents(onOrphaned) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const grandparent = shellOfNpm(parent);
  const timer = setInterval(() => {
    const parentGone = process.ppid !== parent;
    const npmGone = grandparent !== undefined && parentOf(parent) !== grandparent;
    if (!parentGone && !npmGone) return;
    clearInterval(timer);
    onOrphaned();
  }, pollMs);
  timer.unref();
}

/** npm's pid when our parent is the shell that npm started; a shell that replaced itself by us leaves npm as the parent. */
function shellOfNpm(parent) {
  try {
    const command = readFileSync(`/proc/${parent}/cmdline`, "utf8");
    return /^\S*sh\0-c\0/.test(command) ? parentOf(parent) : undefined;
  } catch {
    return undefined;
  }
}

function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}
