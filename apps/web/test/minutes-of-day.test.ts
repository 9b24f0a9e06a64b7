import { describe, expect, test } from "vitest";
import { clockText, minutesOf } from "../app/[agency]/notices/minutes-of-day.ts";

describe("a time of the day", () => {
  test.each([
    [0, "00:00"],
    [480, "08:00"],
    [1_439, "23:59"],
  ])("%s minutes after midnight is written %s, and read back", (minutes, text) => {
    expect(clockText(minutes)).toBe(text);
    expect(minutesOf(text)).toBe(minutes);
  });

  test("at the end of the day is midnight", () => {
    expect(clockText(1_440)).toBe("00:00");
  });

  test("may come with seconds, which browsers add when they feel like it", () => {
    expect(minutesOf("09:30:00")).toBe(570);
  });

  test.each(["", "8:00", "24:00", "12:60", "noon", "null"])("is not %j", (text) => {
    expect(minutesOf(text)).toBeNull();
  });
});
