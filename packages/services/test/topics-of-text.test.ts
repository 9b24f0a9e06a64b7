import { describe, expect, test } from "vitest";
import { senseIn } from "../src/topics/senses.ts";
import { categoryOf } from "../src/topics/taxonomy.ts";
import { topicsOfText } from "../src/topics/topics-of-text.ts";

describe("the topics of a text", () => {
  test.each<[string, string, string[]]>([
    [
      "are its noun phrases, names and hashtags",
      "Our sourdough bread is back at the Harbour Festival this weekend! #baking",
      ["baking", "Harbour Festival", "sourdough bread"],
    ],
    [
      "are in the singular, and the noun of a phrase counts by itself as well",
      "We tested three electric bikes on the mountain trails.",
      ["electric bike", "mountain trail", "bike"],
    ],
    [
      "split hashtags into words",
      "Repair it and wear it again #SlowFashion #second_hand",
      ["slow fashion", "second hand"],
    ],
    [
      "are not where a link or a mention leads",
      "This is what we do @baker@social.example https://bakery.example/bread",
      [],
    ],
    ["are not what any post may say", "Thank you for a lovely weekend! A question for the team tomorrow.", []],
    ["of another language are its hashtags", "Unser Brot ist heute frisch aus dem Ofen, kommt vorbei! #Brot", ["brot"]],
    ["of a text without words are none", "🎉🎉 !!! 123", []],
    ["of no text are none", "", []],
  ])("%s", (_, text, expected) => {
    expect(topicsOfText(text).toSorted()).toEqual(expected.toSorted());
  });

  test("survive whatever people paste", () => {
    for (const text of [
      "#".repeat(400),
      "x".repeat(500),
      "<b>'\"); drop table posts;--",
      "\u0000\uFFFD\u202E",
      "a\n".repeat(250),
    ]) {
      expect(Array.isArray(topicsOfText(text))).toBe(true);
    }
  });

  test("are each named once, however often a text says it", () => {
    const topics = topicsOfText("Sourdough! We love sourdough, so this is how to make your sourdough. #sourdough");
    expect(topics.filter((topic) => topic === "sourdough")).toHaveLength(1);
  });
});

describe("a word with two senses", () => {
  test.each([
    ["python", "New in Python: our developers use it for data", "python (programming)"],
    ["Python", "The python shed its skin, this is what a snake does", "python (snake)"],
    ["python", "We love python", null],
    ["python", "A developer with a snake", null],
    ["apple", "An apple from the orchard", "apple (fruit)"],
    ["apple", "The apple watch on my iphone", "apple (company)"],
    ["java", "Java by the cup, freshly roasted coffee", "java (coffee)"],
    ["sourdough", "We love sourdough", "sourdough"],
    ["constructor", "constructor", "constructor"],
  ])("%s in %j stands for %s", (word, text, expected) => {
    expect(senseIn(word, text)).toBe(expected);
  });

  test("is no topic of a text that does not say which is meant", () => {
    expect(topicsOfText("This is the best python that we have")).toEqual([]);
    expect(topicsOfText("This is the best python that our developers have")).toContain("python (programming)");
  });

  test("is itself again in a phrase that says it", () => {
    expect(topicsOfText("The ball python is what you want to see at our house")).toContain("ball python");
  });
});

describe("a topic's place in the open taxonomy", () => {
  test.each([
    ["slow fashion", "Style & Fashion"],
    ["vegan diet", "Food & Drink › Vegan Diets"],
    ["Baking", "Food & Drink › Desserts and Baking"],
    ["surf", "Sports › Extreme Sports › Surfing and Bodyboarding"],
    ["harbour festival of nothing", null],
    ["", null],
  ])("%j is in %s", (topic, expected) => {
    expect(categoryOf(topic)).toBe(expected);
  });

  test("is left open where two branches fit equally well", () => {
    // Zoos & Aquariums of Attractions, Fish and Aquariums of Pets.
    expect(categoryOf("aquariums")).toBeNull();
  });
});
