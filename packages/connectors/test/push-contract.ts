import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Delivery,
  isConnectorError,
  type JsonValue,
  type Network,
  type Push,
  type PushSecrets,
  type Touch,
} from "../src/index.ts";

/** What a network's documentation says about its push, as the contract test checks it. */
export interface PushSubject {
  network: Network;
  /** The channel of the route where each channel has an address of its own. */
  channel?: { nativeId: string; config: JsonValue };
  /** A question as the network asks it and what it wants to hear, and questions that are not to be answered. */
  handshake: { query: Record<string, string>; body: string | object };
  refused: readonly (readonly [string, Record<string, string>])[];
  /** The header of `signedBody` under `secrets`, made with another program than ours. */
  signature: Record<string, string>;
  /** Deliveries and the touches that they mean. */
  events: readonly (readonly [string, object | string, readonly Touch[]])[];
  /** Deliveries that mean nothing to us. */
  unknown: readonly (readonly [string, object | string])[];
  /** A delivery of that many events, each about another post; absent where one delivery tells one event. */
  batchOf?: (count: number) => object | string;
}

export const secrets: PushSecrets = {
  app: { id: "stand-in-app", secret: "stand-in-app-secret" },
  verifyToken: "stand-in-app-secret",
};

/** Six letters of ASCII stand for the ä: whoever reads and writes the JSON again hashes something else. */
export const signedBody = '{"a":"\\u00e4"}';

const bytes = (body: object | string): Uint8Array =>
  new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));

/** What every network that sends messages must do. */
export function runPushContract(subject: PushSubject): void {
  const { network, channel, handshake, signature } = subject;
  const push = pushOf(network);
  const route = { channelNativeId: channel?.nativeId ?? null };
  const ask = (query: Record<string, string>) =>
    push.handshake(secrets, { query: new URLSearchParams(query), ...(channel !== undefined && { channel }) });
  const verify = (change: Partial<Delivery> & { secret?: string } = {}) => {
    const { secret = "stand-in-app-secret", headers = signature, body = bytes(signedBody) } = change;
    return push.verify({ app: { id: "a", secret }, verifyToken: secret }, { headers, body });
  };
  const parse = (body: object | string) => push.parse({ headers: {}, body: bytes(body) }, route);
  const [header = "", value = ""] = Object.entries(signature)[0] ?? [];

  describe("a question whether the address is ours", () => {
    it("is answered as the network wants it, in no type that a browser would run", () => {
      const answer = ask(handshake.query);
      expect(answer).toMatchObject({
        status: 200,
        contentType: expect.stringMatching(/^(text\/plain|application\/json)$/),
      });
      if (typeof handshake.body === "string") expect(answer?.body).toBe(handshake.body);
      else expect(JSON.parse(answer?.body ?? "")).toEqual(handshake.body);
    });

    it.each(subject.refused)("is not answered with %s", (_, query) => expect(ask(query)).toBeNull());

    it("is not answered when nothing is asked", () => expect(ask({})).toBeNull());

    it.each(Object.keys(handshake.query).filter((name) => name !== "hub.lease_seconds"))(
      "is not answered without %s",
      (missing) => {
        const { [missing]: _, ...rest } = handshake.query;
        expect(ask(rest)).toBeNull();
      },
    );
  });

  // X and LinkedIn sign what they are asked with, under the key that their messages are signed with.
  it("an answer is no signature under a message of somebody's own", () => {
    const [[, event = ""] = []] = subject.events;
    const message = typeof event === "string" ? event : JSON.stringify(event);
    for (const asked of [message, `hmacsha256=${message}`, ` ${message}`]) {
      for (const name of Object.keys(handshake.query)) {
        const answer = ask({ ...handshake.query, [name]: asked });
        for (const told of answer?.body.match(/[\w+/]{16,}={0,2}/g) ?? []) {
          for (const given of [told, `sha256=${told}`]) {
            expect(verify({ headers: { [header]: given }, body: bytes(message) })).toBe(false);
          }
        }
      }
    }
  });

  describe("a signature", () => {
    it("over the bytes as they were sent is right", () => expect(verify()).toBe(true));

    it("is wrong where the body changed by one byte", () => {
      for (let at = 0; at < signedBody.length; at += 1) {
        const body = bytes(signedBody);
        body[at] = (body[at] ?? 0) ^ 1;
        expect(verify({ body })).toBe(false);
      }
    });

    it("is wrong where the body was read and written again", () =>
      expect(verify({ body: bytes(JSON.stringify(JSON.parse(signedBody))) })).toBe(false));

    it("is wrong with another secret", () => expect(verify({ secret: "another-secret" })).toBe(false));

    it.each([
      ["missing", {}],
      ["empty", { [header]: "" }],
      ["cut short", { [header]: value.slice(0, -1) }],
      ["too long", { [header]: `${value}0` }],
      ["of another secret", { [header]: value.replace(/.{6}$/, "abcdef") }],
      ["without its hash", { [header]: value.slice(0, 7) }],
    ])("is wrong where it is %s", (_, headers) => expect(verify({ headers })).toBe(false));

    it("never makes an error, whatever comes", () => {
      fc.assert(
        fc.property(fc.string({ unit: "binary" }), fc.uint8Array(), fc.string(), (given, body, secret) => {
          expect(verify({ headers: { [header]: given }, body, secret })).toBe(false);
        }),
      );
    });
  });

  describe("a delivery", () => {
    it.each(subject.events)("that tells of %s touches it", (_, body, touches) => expect(parse(body)).toEqual(touches));

    it.each(subject.unknown)("that tells of %s touches nothing", (_, body) => expect(parse(body)).toEqual([]));

    it.each(["[]x", "{", "null", "42", '"feed"', "<html></html>", "{}", "\u0000"])(
      "that is no message, %j, is refused",
      (body) => {
        const refuse = () => parse(body);
        expect(refuse).toThrow(expect.objectContaining({ code: "malformed", networkId: network.id, retryable: false }));
      },
    );

    it("of any bytes is touches or a refusal, never another error", () => {
      fc.assert(
        fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytes)), (body) => {
          try {
            expect(Array.isArray(push.parse({ headers: {}, body }, route))).toBe(true);
          } catch (error) {
            expect(isConnectorError(error) && error.code).toBe("malformed");
          }
        }),
      );
    });

    it("that comes twice means the same both times", () => {
      for (const [, body] of subject.events) expect(parse(body)).toEqual(parse(body));
    });

    it.runIf(subject.batchOf)("of a thousand events is one touch with a thousand posts", () => {
      const touches = parse(subject.batchOf?.(1_000) ?? "");
      expect(touches.map(({ postNativeIds }) => new Set(postNativeIds).size)).toEqual([1_000]);
    });
  });
}

function pushOf({ id, push }: Network): Push {
  if (push === undefined) throw new Error(`${id} has no push`);
  return push;
}
