import nlp from "compromise";
import { senseIn } from "./senses.ts";

/** Raised whenever this reading changes: posts read before are read again. */
export const textReading = 1;

/**
 * What a post speaks of: names, noun phrases and hashtags, lower case but for names, in the singular. Noun phrases are
 * found in English only; of other languages hashtags count. Words with two senses count with evidence of one of them.
 */
export const topicsOfText = (text: string): string[] => {
  const plain = withoutAddresses(text);
  const tags = [...plain.matchAll(hashtag)].map(([, tag = ""]) => wordsOfTag(tag));
  const prose = plain.replace(hashtag, ". ");
  // Somebody chose a hashtag as it is; of phrases the general words at both ends are left out.
  const found = [
    ...tags.map((tag) => canonical(wordsIn(tag))),
    ...(isEnglish(prose) ? phrasesOf(prose) : []).map((phrase) => canonical(withoutVagueEnds(wordsIn(phrase)))),
  ];
  const topics = found.flatMap((topic) => {
    if (topic === null) return [];
    return topic.includes(" ") ? [topic] : (senseIn(topic, plain) ?? []);
  });
  return [...new Set(topics)];
};

const hashtag = /#([\p{L}\p{N}_]+)/gu;

/** Links, mail addresses and mentions say where, not what. */
const withoutAddresses = (text: string): string => text.replace(/https?:\/\/\S+|\S+@\S+|@[\p{L}\p{N}_.-]+/gu, ". ");

/** `SlowFashion` and `slow_fashion` are two words. */
const wordsOfTag = (tag: string): string =>
  tag
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();

const englishWords = new Set(
  "the of and to is for our we you with this it are your from that have new how what my about by on at a in".split(" "),
);
/** In an English text every third word or so is one of these; in other languages hardly any. */
const leastEnglish = 0.12;

const isEnglish = (prose: string): boolean => {
  const words = prose.toLowerCase().match(/\p{L}+/gu) ?? [];
  const known = words.filter((word) => englishWords.has(word)).length;
  return words.length > 0 && known / words.length >= leastEnglish;
};

const phrasesOf = (prose: string): string[] => {
  const doc = nlp(prose.replace(/[^\p{L}\p{N}\p{P}\s]/gu, ". "));
  const names = [...textsOf(doc.topics()), ...textsOf(doc.match("#ProperNoun+"))];
  doc.nouns().toSingular();
  const nouns = doc.match("#Adjective? #Noun+").not("(#Possessive|#Pronoun|#Date|#Value|#Determiner|#ProperNoun)");
  const phrases = textsOf(nouns).map((phrase) => phrase.toLowerCase());
  // The noun of `electric bike` is a topic as well: others may say `new bike`.
  const heads = textsOf(nouns.match("#Noun+$")).map((phrase) => phrase.toLowerCase());
  return [...names, ...phrases, ...heads];
};

/** What of the library's views is used here. */
interface Found {
  json: (options: { offset: false }) => { text: string }[];
}

const textsOf = (view: Found): string[] => view.json({ offset: false }).map(({ text }) => text);

const longestWords = 4;

const wordsIn = (phrase: string): string[] =>
  phrase
    .replace(/['’]s\b/g, "")
    .replace(/[^\p{L}\p{N}\s&+.-]/gu, " ")
    .split(/\s+/)
    .map((word) => word.replace(/^[.\-&+]+|[.\-&]+$/g, ""))
    .filter(Boolean);

const withoutVagueEnds = (words: readonly string[]): string[] => {
  const first = words.findIndex((word) => !isVague(word));
  const last = words.findLastIndex((word) => !isVague(word));
  return first === -1 ? [] : words.slice(first, last + 1);
};

/** Null for what is no topic: too short, too long, or so general that every post may say it. */
const canonical = (words: readonly string[]): string | null => {
  const topic = words.join(" ");
  if (words.length > longestWords || topic.length < 3 || !/\p{L}/u.test(topic) || words.every(isVague)) return null;
  return topic;
};

const isVague = (word: string): boolean => vagueWords.has(word.toLowerCase());

/** Said in posts about anything. */
const vagueWords = new Set(
  (
    "a about all an and another answer anyone anything back behind best better big bit chance come day days detail end " +
    "everyone everything fact first follower free friend full good great guy half hello hey hi hour idea kind last life " +
    "like link little long look lot lots lovely main many minute moment month more morning most much my name need new " +
    "next nice night number old one open other our part people person piece place plan point post question read reason " +
    "rest right same save scene second set side small some someone something special start step story stuff sure team " +
    "thank thanks the their thing things this time tip tips today tomorrow tonight top two use version video visit want " +
    "way week weekend word work world wonderful year years yesterday you your picture photo thread update reply comment " +
    "who what when where why how here there it its we us they she he new early late fresh favourite favorite own few " +
    "several every each monday tuesday wednesday thursday friday saturday sunday january february march april june july " +
    "august september october november december"
  ).split(" "),
);
