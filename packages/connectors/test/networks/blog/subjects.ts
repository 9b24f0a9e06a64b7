import { blog } from "../../../src/networks/blog/blog.ts";
import { type BlogFlavour, startBlogStandIn } from "../../../src/stand-ins/index.ts";
import type { Subject } from "../../subject.ts";

const subject = (
  flavour: BlogFlavour,
  tells: Pick<Subject, "pages" | "tellsDeletion" | "totals" | "named">,
): Subject => ({
  name: `blog (${flavour})`,
  network: blog,
  start: (options) => startBlogStandIn({ ...options, flavour }),
  needSecret: [],
  followers: false,
  readsNoSinglePost: true,
  ...tells,
});

const feed = { pages: false, tellsDeletion: false };
const wordpress = { pages: true, tellsDeletion: true };

export const subjects: readonly Subject[] = [
  subject("rss", { ...feed, totals: ["comment"], named: ["comment"] }),
  subject("atom", { ...feed, totals: ["comment"], named: ["comment"] }),
  subject("rdf", { ...feed, totals: [], named: [] }),
  subject("json", { ...feed, totals: [], named: [] }),
  subject("wordpress", { ...wordpress, totals: [], named: ["comment"] }),
  subject("wordpress-plain", { ...wordpress, totals: [], named: ["comment"] }),
];
