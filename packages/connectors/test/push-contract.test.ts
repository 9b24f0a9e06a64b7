import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { networks } from "../src/index.ts";
import { type PushSubject, runPushContract } from "./push-contract.ts";

describe("push", () => {
  it.each(networks)("of $id is there where its capabilities say so, with a reason where it is not", (network) => {
    const { available } = network.capabilities.push;
    expect("push" in network || "listen" in network).toBe(available);
    expect(existsSync(new URL(`networks/${network.id}/push-subject.ts`, import.meta.url))).toBe("push" in network);
  });
});

for (const network of networks) {
  if (!("push" in network)) continue;
  const { pushSubject }: { pushSubject: PushSubject } = await import(`./networks/${network.id}/push-subject.ts`);
  describe(network.id, () => runPushContract(pushSubject));
}
