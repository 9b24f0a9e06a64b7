import type { ImageType, OutgoingImage, OutgoingPost, PublishRules } from "../contract/publish.ts";
import { httpUrl } from "../text/http-url.ts";
import { countText } from "./count-text.ts";
import { outgoingText } from "./outgoing-text.ts";

export interface PostProblem {
  field: keyof OutgoingPost;
  /** Plain words for the person who wrote the post. */
  message: string;
}

/** What of a post the network would refuse; empty for a post that may go out. */
export const checkPost = (rules: PublishRules, post: OutgoingPost): PostProblem[] => [
  ...textProblems(rules, post),
  ...titleProblems(rules, post.title),
  ...linkProblems(rules, post.link),
  ...imageProblems(rules, post.images),
];

function textProblems(rules: PublishRules, post: OutgoingPost): PostProblem[] {
  const { required, most } = rules.text;
  const isEmpty = post.text.trim() === "";
  const isNothing = isEmpty && post.images.length === 0 && post.link === null && post.title.trim() === "";
  if (isEmpty && (required || isNothing)) return [{ field: "text", message: "Write a text." }];
  const text = outgoingText(rules, post);
  const over = countText(rules, text) - most;
  if (over <= 0) return [];
  const link = text === post.text ? "" : " The link counts as part of it.";
  return [
    {
      field: "text",
      message: `The text is ${count(over, "character")} too long: at most ${number(most)} are allowed.${link}`,
    },
  ];
}

function titleProblems({ title: rule }: PublishRules, title: string): PostProblem[] {
  const problem = (message: string): PostProblem[] => [{ field: "title", message }];
  const length = [...title].length;
  if (rule === undefined) return title.trim() === "" ? [] : problem("Posts have no title here. Leave it empty.");
  if (rule.required && title.trim() === "") return problem("Write a title.");
  if (length <= rule.most) return [];
  return problem(
    `The title is ${count(length - rule.most, "character")} too long: at most ${number(rule.most)} are allowed.`,
  );
}

function linkProblems({ link: rule }: PublishRules, link: string | null): PostProblem[] {
  if (link === null) return [];
  if (httpUrl(link) === null || /\s/.test(link)) {
    return [{ field: "link", message: "The link is no web address. It begins with https://." }];
  }
  return rule === "none" ? [{ field: "link", message: "No link can be followed here. Leave it out." }] : [];
}

function imageProblems({ images: rule }: PublishRules, images: readonly OutgoingImage[]): PostProblem[] {
  const problem = (message: string): PostProblem => ({ field: "images", message });
  if (images.length < rule.least) return [problem(`Add ${count(rule.least, "picture")}: no post goes out without.`)];
  if (images.length > rule.most) {
    return [problem(rule.most === 0 ? "Pictures cannot be sent here." : `At most ${count(rule.most, "picture")}.`)];
  }
  return images.flatMap((image, at) => {
    const name = images.length === 1 ? "The picture" : `Picture ${at + 1}`;
    return wrongsOf(image, rule).map((wrong) => problem(`${name} ${wrong}`));
  });
}

function wrongsOf({ mediaType, bytes, alt }: OutgoingImage, rule: PublishRules["images"]): string[] {
  const altOver = [...alt].length - rule.altMost;
  return [
    ...(rule.types.includes(mediaType)
      ? []
      : [`is of a kind that is not taken: use ${rule.types.map(nameOf).join(", ")}.`]),
    ...(bytes.byteLength > rule.bytesMost ? [`is too large: at most ${megabytes(rule.bytesMost)} are allowed.`] : []),
    // Where no description is taken, it is left out.
    ...(altOver > 0 && rule.altMost > 0
      ? [
          `has a description that is ${count(altOver, "character")} too long: at most ${number(rule.altMost)} are allowed.`,
        ]
      : []),
  ];
}

const typeNames: Readonly<Record<ImageType, string>> = {
  "image/jpeg": "JPEG",
  "image/png": "PNG",
  "image/webp": "WebP",
  "image/gif": "GIF",
};
const nameOf = (type: ImageType): string => typeNames[type];

const number = (value: number): string => value.toLocaleString("en");
const count = (value: number, unit: string): string => `${number(value)} ${unit}${value === 1 ? "" : "s"}`;
const megabytes = (bytes: number): string => `${number(Math.floor(bytes / 100_000) / 10)} MB`;
