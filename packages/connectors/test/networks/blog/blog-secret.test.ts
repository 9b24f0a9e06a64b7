import { describe, expect, it } from "vitest";
import { readBlogSecret, typedSecret, writeBlogSecret } from "../../../src/networks/blog/blog-secret.ts";
import { errorOf } from "../../subject.ts";

const hex = (digits: number): string => "0123456789abcdef".repeat(5).slice(0, digits);

describe("what is typed beside the address", () => {
  it.each([
    ["nothing", {}, null],
    ["blanks", { user: " ", key: "  " }, null],
    ["an Admin API key", { key: ` ${hex(24)}:${hex(64)} ` }, { kind: "ghost-admin", id: hex(24), secret: hex(64) }],
    ["a Content API key", { key: hex(26) }, { kind: "ghost-content", key: hex(26) }],
    [
      "an application password in groups",
      { user: "alice", key: "abcd EFGH ijkl MNOP qrst UVWX" },
      { kind: "wordpress", user: "alice", password: "abcdEFGHijklMNOPqrstUVWX" },
    ],
    [
      "a key of Ghost, whatever the user name",
      { user: "alice", key: hex(26) },
      { kind: "ghost-content", key: hex(26) },
    ],
  ])("is %s", (_, fields, expected) => expect(typedSecret(fields)).toEqual(expected));

  it.each([
    [{ user: "alice" }, /application password of alice/],
    [{ key: "abcd EFGH ijkl MNOP qrst UVWX" }, /user name/],
    [{ key: hex(25) }, /user name/],
  ])("is refused in words where half of it is missing: %j", async (fields, words) => {
    const error = await errorOf(Promise.resolve().then(() => typedSecret(fields)));
    expect(error).toMatchObject({ code: "invalid-input", message: expect.stringMatching(words) });
  });
});

describe("a stored secret", () => {
  it("is read as it was written, and a missing one is none", () => {
    const secret = { kind: "ghost-content", key: hex(26) } as const;
    expect(readBlogSecret(writeBlogSecret(secret))).toEqual(secret);
    expect([readBlogSecret(undefined), readBlogSecret("")]).toEqual([null, null]);
  });

  it("that cannot be read asks to connect again", async () => {
    const error = await errorOf(Promise.resolve().then(() => readBlogSecret("{}")));
    expect(error).toMatchObject({ code: "unauthorized", needsReconnect: true });
  });
});
