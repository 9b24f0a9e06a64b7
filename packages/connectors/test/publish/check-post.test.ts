import { describe, expect, it } from "vitest";
import { checkPost, type OutgoingImage, type OutgoingPost, type PublishRules } from "../../src/index.ts";

const rules: PublishRules = {
  text: { required: false, most: 40, countedIn: "characters" },
  link: "in-text",
  images: { least: 0, most: 2, bytesMost: 1_500_000, types: ["image/jpeg", "image/png"], altMost: 10 },
  thread: false,
  repeatable: false,
};
const post: OutgoingPost = { text: "Rye bread", title: "", link: null, images: [] };
const image: OutgoingImage = {
  bytes: new Uint8Array(10),
  mediaType: "image/jpeg",
  width: 1,
  height: 1,
  alt: "Bread",
  publicUrl: "https://headroom.example/p.jpg",
};
const withTitle = (required: boolean): PublishRules => ({ ...rules, title: { required, most: 5 } });
const withImages = (images: Partial<PublishRules["images"]>): PublishRules => ({
  ...rules,
  images: { ...rules.images, ...images },
});

describe("a post that the network takes", () => {
  it.each<[string, PublishRules, Partial<OutgoingPost>]>([
    ["has a text", rules, {}],
    ["or a picture alone", rules, { text: " ", images: [image] }],
    ["or a link alone", rules, { text: "", link: "https://bakery.example" }],
    [
      "names its link in the text already",
      rules,
      { text: "x https://bakery.example/a-long-address", link: "https://bakery.example/a-long-address" },
    ],
    [
      "has a link beside a text that is full",
      { ...rules, link: "card" },
      { text: "a".repeat(40), link: "https://a.example" },
    ],
    [
      "has a card beside a picture where each post is one",
      { ...withImages({ least: 1 }), link: "card" },
      { text: "a".repeat(40), link: "https://a.example", images: [image] },
    ],
    [
      "has a long description that is left out",
      withImages({ altMost: 0 }),
      { images: [{ ...image, alt: "long ".repeat(9) }] },
    ],
    ["has a title that is as long as it may be", withTitle(true), { title: "Bread" }],
  ])("%s", (_, given, more) => {
    expect(checkPost(given, { ...post, ...more })).toEqual([]);
  });
});

describe("a post is refused in words", () => {
  it.each<[PublishRules, Partial<OutgoingPost>, string, string]>([
    [rules, { text: " " }, "text", "Write a text."],
    [{ ...rules, text: { ...rules.text, required: true } }, { text: "", images: [image] }, "text", "Write a text."],
    [rules, { text: "a".repeat(41) }, "text", "The text is 1 character too long: at most 40 are allowed."],
    [
      rules,
      { text: "a".repeat(30), link: "https://a.example" },
      "text",
      "The text is 9 characters too long: at most 40 are allowed. The link counts as part of it.",
    ],
    [
      { ...rules, link: "card" },
      { text: "a".repeat(30), link: "https://a.example", images: [image] },
      "text",
      "The text is 9 characters too long: at most 40 are allowed. The link counts as part of it.",
    ],
    [rules, { title: "Bread" }, "title", "Posts have no title here. Leave it empty."],
    [withTitle(true), { title: " " }, "title", "Write a title."],
    [withTitle(false), { title: "Breads" }, "title", "The title is 1 character too long: at most 5 are allowed."],
    [rules, { link: "bakery.example" }, "link", "The link is no web address. It begins with https://."],
    [rules, { link: "javascript:alert(1)" }, "link", "The link is no web address. It begins with https://."],
    [{ ...rules, link: "none" }, { link: "https://a.example" }, "link", "No link can be followed here. Leave it out."],
    [withImages({ least: 1 }), {}, "images", "Add 1 picture: no post goes out without."],
    [rules, { images: [image, image, image] }, "images", "At most 2 pictures."],
    [withImages({ most: 0 }), { images: [image] }, "images", "Pictures cannot be sent here."],
    [
      rules,
      { images: [{ ...image, mediaType: "image/gif" }] },
      "images",
      "The picture is of a kind that is not taken: use JPEG, PNG.",
    ],
    [
      rules,
      { images: [image, { ...image, bytes: new Uint8Array(1_500_001) }] },
      "images",
      "Picture 2 is too large: at most 1.5 MB are allowed.",
    ],
    [
      rules,
      { images: [{ ...image, alt: "Eleven long" }] },
      "images",
      "The picture has a description that is 1 character too long: at most 10 are allowed.",
    ],
  ])("%#", (given, more, field, message) => {
    expect(checkPost(given, { ...post, ...more })).toEqual([{ field, message }]);
  });

  it("names everything that is wrong at once", () => {
    const wrong = { text: "a".repeat(41), title: "No", link: "nowhere", images: [image, image, image] };
    expect(checkPost(rules, wrong).map(({ field }) => field)).toEqual(["text", "title", "link", "images"]);
  });
});
