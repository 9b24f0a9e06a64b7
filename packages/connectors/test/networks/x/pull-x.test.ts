import { afterAll, expect, test } from "vitest";
import { fullChannel } from "../../full-channel.ts";
import { lastCursor, minute, together } from "../../subject.ts";
import { subject } from "./subjects.ts";

const set = await fullChannel(subject, { mostRequests: 50 });
afterAll(() => set.standIn.close());

test("a post that X cannot show now is not gone; one that it does not know is", async () => {
  const channel = await set.connect();
  const first = await set.pull(channel);
  const [newest] = together(first).posts;
  set.standIn.store.remove(newest?.nativeId ?? "");
  set.clock.now += 15 * minute;
  const inTrouble = (text: string) => text.replaceAll("resource-not-found", "resource-unavailable");
  const second = await set.under(inTrouble, () => set.pull(channel, lastCursor(first)));
  expect(together(second).removals).toEqual([]);
  set.clock.now += 30 * minute;
  const third = await set.pull(channel, lastCursor(second));
  expect(together(third).removals).toEqual([{ nativeKey: `post:${newest?.nativeId}` }]);
});
