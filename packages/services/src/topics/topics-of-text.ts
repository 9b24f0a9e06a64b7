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
  // Somebody chose a hashtag as it is; of phrases what merely qualifies them is left out.
  const found = [
    ...tags.map((tag) => canonical(wordsIn(tag))),
    ...(isEnglish(prose) ? phrasesOf(prose) : []).map((phrase) => canonical(withoutQualifiers(wordsIn(phrase)))),
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
  // What stands in brackets or behind a colon is said by itself.
  const doc = nlp(prose.replace(/[^\p{L}\p{N}\p{P}\s]|[()[\]{}"“”„:;–—|]/gu, ". ").replace(/\s+\./g, "."));
  // `cargo bikes` is read as a noun and a verb where it ends what is said; mostly it is a plural.
  doc.match("(#Noun && !#Pronoun) [<plural>(#PresentTense && /s$/)]$", "plural").tag("Plural");
  const names = [...textsOf(doc.topics()), ...textsOf(doc.match("#ProperNoun+"))];
  const nouns = doc.match("#Adjective? #Noun+").not("(#Possessive|#Pronoun|#Date|#Value|#Determiner|#ProperNoun)");
  const phrases = textsOf(nouns).map(inSingular);
  // The noun of `electric bike` is a topic as well: others may say `new bike`.
  const heads = textsOf(nouns.match("#Noun+$")).map(inSingular);
  return [...names, ...phrases, ...heads];
};

/** What of the library's views is used here. */
interface Found {
  json: (options: { offset: false }) => { text: string }[];
}

const textsOf = (view: Found): string[] => view.json({ offset: false }).map(({ text }) => text);

/** `Electric bikes` to `electric bike`. */
const inSingular = (phrase: string): string =>
  phrase.toLowerCase().replace(/\p{L}+(?=\P{L}*$)/u, (last) => singularOf(last));

const singulars = new Map<string, string>(["series", "species", "means"].map((word) => [word, word]));
/** A client says the same words again and again, and asking takes a fraction of a millisecond. */
const mostSingulars = 20_000;

const singularOf = (word: string): string => {
  const known = singulars.get(word);
  if (known !== undefined) return known;
  // Behind an article it is read as a noun.
  const [found] = textsOf(nlp(`the ${word}`).nouns().toSingular());
  const singular = found?.replace(/^the /, "") ?? word;
  if (singulars.size < mostSingulars) singulars.set(word, singular);
  return singular;
};

const longestWords = 4;

const wordsIn = (phrase: string): string[] =>
  phrase
    .replace(/['’]s\b/g, "")
    .replace(/[^\p{L}\p{N}\s&+.-]/gu, " ")
    .split(/\s+/)
    .map((word) => word.replace(/^[.\-&+]+|[.\-&]+$/g, ""))
    .filter(Boolean);

const withoutQualifiers = (words: readonly string[]): string[] => {
  const first = words.findIndex((word) => !qualifiers.has(word.toLowerCase()));
  const last = words.findLastIndex((word) => !qualifiers.has(word.toLowerCase()));
  return first === -1 ? [] : words.slice(first, last + 1);
};

/** Null for what is no topic: too short, too long, or so general that every post may say it. */
const canonical = (words: readonly string[]): string | null => {
  const topic = words.join(" ");
  if (words.length > longestWords || topic.length < 3 || !/\p{L}/u.test(topic) || words.every(isGeneral)) return null;
  return topic;
};

const isGeneral = (word: string): boolean => qualifiers.has(word.toLowerCase()) || generalNouns.has(word.toLowerCase());

/** Stand before any noun without saying what it is. */
const qualifiers = new Set(
  (
    "a about all an and another best better big bit each early every few first free fresh full good great half hello hey " +
    "hi how its it last late little long lovely main many more most much my new next old one open other our own quite " +
    "rest right same second several she he they we us you your small some special sure thank thanks the their there " +
    "here these this those two up what when where who why wonderful"
  ).split(" "),
);

/** Said in posts about anything; a topic only together with another word. */
const generalNouns = new Set(
  (
    "answer anyone anything back chance comment day detail end everyone everything fact favourite favorite follower " +
    "friend guy hour idea kind life like link look lot minute moment month morning name need night number part people " +
    "person photo picture piece place plan point post question read reason reply save scene set side someone something " +
    "start step story stuff team thing thread time tip today tomorrow tonight top update use version video visit want " +
    "way week weekend word work world year yesterday asking date lots days weeks years tips thanks monday tuesday " +
    "wednesday thursday friday saturday sunday january february march april june july august september october " +
    "november december"
  ).split(" "),
);
