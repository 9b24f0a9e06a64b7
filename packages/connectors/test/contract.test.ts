import { describe, expect, it } from "vitest";
import { capabilityNames, networkById, networks } from "../src/index.ts";
import { runContract } from "./contract.ts";
import { runPublishContract } from "./publish-contract.ts";
import type { Subject } from "./subject.ts";

describe("the registry", () => {
  it("says that a network publishes exactly where it does", () => {
    for (const { capabilities, publishing } of networks) {
      expect(capabilities.publish.available).toBe(publishing !== undefined);
    }
  });

  it("says why where it asks leave for more than it does, in words without the names of scopes", () => {
    const wider = networks.flatMap(({ id, connect }) => (connect.signIn?.wider === undefined ? [] : [id]));
    expect(wider.toSorted()).toEqual(["facebook", "instagram", "linkedin", "youtube"]);
    for (const { connect } of networks) expect(connect.signIn?.wider ?? "").not.toMatch(/[_()]|\w\.\w/);
  });

  it("asks leave to write only where it publishes or says why", () => {
    for (const { id, connect, publishing } of networks) {
      const writing =
        connect.signIn?.scopes.filter((scope) => /write|manage|publish|rw_|w_|force-ssl/.test(scope)) ?? [];
      const isExplained = publishing !== undefined || connect.signIn?.wider !== undefined;
      expect([id, isExplained ? [] : writing]).toEqual([id, []]);
    }
  });

  it("finds a network by its id and nothing by another", () => {
    for (const network of networks) expect(networkById(network.id)).toBe(network);
    expect(networkById("friendster")).toBeUndefined();
  });

  it("has one network per id, each with a word on every capability and labelled fields", () => {
    expect(new Set(networks.map(({ id }) => id)).size).toBe(networks.length);
    for (const { capabilities, connect, knows } of networks) {
      expect(Object.keys(capabilities).toSorted()).toEqual([...capabilityNames].toSorted());
      expect(knows).toEqual(expect.arrayContaining(["post", "linkPost"]));
      expect(connect.fields.length > 0 || connect.signIn !== undefined).toBe(true);
      for (const { label, help } of connect.fields) expect([label, help]).not.toContain("");
    }
  });
});

for (const { id } of networks) {
  const { subjects }: { subjects: readonly Subject[] } = await import(`./networks/${id}/subjects.ts`);
  for (const subject of subjects) {
    describe(subject.name, () => runContract(subject));
    if (subject.network.publishing !== undefined && subject.publishes !== false) {
      describe(`${subject.name}, publishing`, () => runPublishContract(subject));
    }
  }
}
