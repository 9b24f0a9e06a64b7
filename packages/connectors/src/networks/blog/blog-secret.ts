import { z } from "zod";
import { ConnectorError } from "../../contract/connector-error.ts";
import type { ConnectFields } from "../../contract/network.ts";

/** What a person typed beside the address, as it lies sealed in the connection. */
const blogSecretSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("wordpress"), user: z.string(), password: z.string() }),
  z.object({ kind: z.literal("ghost-admin"), id: z.string(), secret: z.string() }),
  z.object({ kind: z.literal("ghost-content"), key: z.string() }),
]);
export type BlogSecret = z.infer<typeof blogSecretSchema>;
export type GhostSecret = Exclude<BlogSecret, { kind: "wordpress" }>;

export const writeBlogSecret = (secret: BlogSecret): string => JSON.stringify(blogSecretSchema.parse(secret));

/** Null where the channel was connected without one. Throws ConnectorError "unauthorized" where it cannot be read. */
export function readBlogSecret(secret: string | undefined): BlogSecret | null {
  if (secret === undefined || secret === "") return null;
  try {
    return blogSecretSchema.parse(JSON.parse(secret));
  } catch (cause) {
    const message = "The password or key of this blog cannot be read. Connect the channel again.";
    throw new ConnectorError({ networkId: "blog", code: "unauthorized", message, cause });
  }
}

/** The key of a site that is read through Ghost's APIs. Throws ConnectorError "unauthorized" where there is none. */
export function ghostSecret(secret: string | undefined): GhostSecret {
  const read = readBlogSecret(secret);
  if (read !== null && read.kind !== "wordpress") return read;
  const message = "This site is read with a key of Ghost, and there is none. Connect the channel again.";
  throw new ConnectorError({ networkId: "blog", code: "unauthorized", message });
}

/**
 * What was typed, told apart by its form: keys of Ghost are hexadecimal (docs.ghost.org/admin-api/#token-authentication,
 * read in November 2026), and whatever else is a password of WordPress, which needs a name. Null where nothing was typed.
 */
export function typedSecret(fields: ConnectFields): BlogSecret | null {
  const key = fields.key?.trim() ?? "";
  const user = fields.user?.trim() ?? "";
  if (key === "" && user === "") return null;
  const [, id, secret] = /^([\da-f]{24}):([\da-f]{64})$/i.exec(key) ?? [];
  if (id !== undefined && secret !== undefined) return { kind: "ghost-admin", id, secret };
  if (/^[\da-f]{26}$/i.test(key)) return { kind: "ghost-content", key };
  if (key === "") throw invalid(`Enter the application password of ${user} too, or leave the user name empty.`);
  if (user === "") {
    throw invalid("Enter the WordPress user name that the application password belongs to. A key of Ghost needs none.");
  }
  // WordPress shows the password in groups, and takes it without the spaces between them.
  return { kind: "wordpress", user, password: key.replaceAll(/\s/g, "") };
}

const invalid = (message: string): ConnectorError =>
  new ConnectorError({ networkId: "blog", code: "invalid-input", message });
