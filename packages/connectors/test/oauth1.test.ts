import { describe, expect, it } from "vitest";
import { oauth1Header, oauth1Signature } from "../src/http/oauth1.ts";

const signed = (from: { method: string; url: string; params: [string, string][]; secrets: [string, string] }) =>
  oauth1Signature({
    method: from.method,
    url: new URL(from.url),
    params: from.params,
    secrets: { app: from.secrets[0], token: from.secrets[1] },
  });

describe("a signature of OAuth 1.0a", () => {
  it("equals the one in X's documentation", () => {
    // docs.x.com/fundamentals/authentication/oauth-1-0a/creating-a-signature, read in November 2026.
    expect(
      signed({
        method: "post",
        url: "https://api.x.com/1.1/statuses/update.json?include_entities=true",
        params: [
          ["status", "Hello Ladies + Gentlemen, a signed OAuth request!"],
          ["include_entities", "true"],
          ["oauth_consumer_key", "xvz1evFS4wEEPTGEFPHBog"],
          ["oauth_nonce", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"],
          ["oauth_signature_method", "HMAC-SHA1"],
          ["oauth_timestamp", "1318622958"],
          ["oauth_token", "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"],
          ["oauth_version", "1.0"],
        ],
        secrets: ["kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw", "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE"],
      }),
    ).toBe("Ls93hJiZbQ3akF3HF3x1Bz8/zU4=");
  });

  it("equals the one in the specification's appendix", () => {
    // oauth.net/core/1.0a, appendix A.5.1.
    expect(
      signed({
        method: "GET",
        url: "http://photos.example.net/photos",
        params: [
          ["size", "original"],
          ["file", "vacation.jpg"],
          ["oauth_consumer_key", "dpf43f3p2l4k3l03"],
          ["oauth_token", "nnch734d00sl2jdk"],
          ["oauth_signature_method", "HMAC-SHA1"],
          ["oauth_timestamp", "1191242096"],
          ["oauth_nonce", "kllo9940pd9333jh"],
          ["oauth_version", "1.0"],
        ],
        secrets: ["kd94hf93k423kf44", "pfkkdhi9sl3r4s00"],
      }),
    ).toBe("tR3+Ty81lMeYAr/Fid0kMTYa/WM=");
  });

  it("survives accents, signs, repeated names and names that begin alike", () => {
    // Computed with Python's hmac and urllib.parse.quote.
    expect(
      signed({
        method: "GET",
        url: "https://api.flickr.com/services/rest",
        params: [
          ["method", "flickr.photos.search"],
          ["text", "café & crème, (it's) * 100%!"],
          ["text", "a b"],
          ["a2", "2"],
          ["a", "1"],
          ["oauth_consumer_key", "key"],
          ["oauth_nonce", "n"],
          ["oauth_signature_method", "HMAC-SHA1"],
          ["oauth_timestamp", "1793620800"],
          ["oauth_version", "1.0"],
          ["oauth_token", "tok"],
        ],
        secrets: ["a&b", "c=d"],
      }),
    ).toBe("YuZGa491UKrlRSmF5aLKNI74H9E=");
  });
});

describe("the header of a signed request", () => {
  const header = (change: Partial<Parameters<typeof oauth1Header>[0]> = {}) =>
    oauth1Header({
      method: "GET",
      url: new URL("http://photos.example.net/photos?file=vacation.jpg&size=original"),
      app: { id: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44" },
      token: { token: "nnch734d00sl2jdk", secret: "pfkkdhi9sl3r4s00" },
      now: 1_191_242_096_789,
      nonce: "kllo9940pd9333jh",
      ...change,
    });

  it("carries the protocol's parameters and the signature over them and the query, percent-encoded", () => {
    expect(header()).toBe(
      'OAuth oauth_consumer_key="dpf43f3p2l4k3l03", oauth_nonce="kllo9940pd9333jh", oauth_signature_method="HMAC-SHA1", ' +
        'oauth_timestamp="1191242096", oauth_version="1.0", oauth_token="nnch734d00sl2jdk", ' +
        'oauth_signature="tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D"',
    );
  });

  it("names no token where there is none yet, and carries what a step adds", () => {
    const first = header({ token: undefined, extra: { oauth_callback: "https://h.example/a?state=b c" } });
    expect(first).not.toContain("oauth_token=");
    expect(first).toContain('oauth_callback="https%3A%2F%2Fh.example%2Fa%3Fstate%3Db%20c"');
  });

  it("never holds a secret", () => {
    expect(header()).not.toMatch(/kd94hf93k423kf44|pfkkdhi9sl3r4s00/);
  });
});
