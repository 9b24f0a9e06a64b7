export interface NoticeMail {
  agency: { slug: string; name: string };
  /** Without a trailing slash. */
  publicUrl: string;
  /** At least one, oldest first. */
  news: readonly { text: string; path: string }[];
}

/** More would be a list that nobody reads in a mail; the page holds the others. */
const mostTold = 20;

/** One mail about all of it: plain text, each with the address where something can be done. */
export const composeNoticeMail = ({ agency, publicUrl, news }: NoticeMail): { subject: string; text: string } => {
  const home = `${publicUrl}/${agency.slug}`;
  const told = news.slice(0, mostTold).map(({ text, path }) => `${text}\n${home}${path}`);
  const others = news.length - told.length;
  if (others > 0) told.push(`And ${others} more.`);
  const [first] = news;
  const subject = news.length === 1 && first ? (first.text.split(". ", 1)[0] ?? "") : `${news.length} notices`;
  return {
    subject: `${agency.name}: ${withoutStop(subject)}`,
    text: `${told.join("\n\n")}\n\n-- \nHeadroom tells you this in your hours. When it may, and whether by mail, is yours to say:\n${home}/notices\n`,
  };
};

const withoutStop = (text: string): string => text.replace(/\.$/, "");
