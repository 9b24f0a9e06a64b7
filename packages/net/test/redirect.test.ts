import { expect, it } from "vitest";
import { nextHop } from "../src/redirect.ts";

const hop = { url: new URL("https://shop.example/a"), method: "GET", headers: { accept: "*/*" }, body: undefined };
const follow = (location: string, allowedPrivateHosts: string[] = []) =>
  nextHop(hop, { status: 301, location, rules: { allowedPrivateHosts } }).url.href;

it("refuses to go from a secure address to an insecure one", () => {
  expect(() => follow("http://shop.example/a")).toThrow(
    "shop.example redirects from a secure address to an insecure one.",
  );
});

it("goes to an insecure address of a host that the operator named", () => {
  expect(follow("http://127.0.0.1:8080/", ["127.0.0.1:8080"])).toBe("http://127.0.0.1:8080/");
});

it("resolves a relative target", () => {
  expect(follow("../b?c")).toBe("https://shop.example/b?c");
});

it("refuses a target that is no address", () => {
  expect(() => follow("http://[")).toThrow("shop.example redirects to something that is no web address.");
});
