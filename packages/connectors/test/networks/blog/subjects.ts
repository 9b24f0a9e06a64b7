import { blog } from "../../../src/networks/blog/blog.ts";
import { ghostKeys } from "../../../src/stand-ins/blog-ghost.ts";
import { type BlogFlavour, startBlogStandIn } from "../../../src/stand-ins/index.ts";
import type { Subject } from "../../subject.ts";

const subject = (
  flavour: BlogFlavour,
  tells: Pick<Subject, "pages" | "tellsDeletion" | "totals" | "named" | "publishes">,
): Subject => ({
  name: `blog (${flavour})`,
  network: blog,
  start: (options) => startBlogStandIn({ ...options, flavour }),
  needSecret: [],
  followers: false,
  readsNoSinglePost: true,
  ...tells,
});

/** Ghost with a key in every form: without one it is a feed like any other. */
const ghost = (name: string, key: string, tells: Pick<Subject, "totals" | "publishes">): Subject => ({
  ...subject("ghost", { ...wordpress, named: ["comment"], ...tells }),
  name: `blog (${name})`,
  sendsNoMessages: true,
  start: async (options) => {
    const standIn = await startBlogStandIn({ ...options, flavour: "ghost" });
    const fields = { ...standIn.connectFields, key };
    return { ...standIn, connectFields: fields, connectFieldsWithSecret: fields };
  },
});

const feed = { pages: false, tellsDeletion: false, publishes: false } as const;
const wordpress = { pages: true, tellsDeletion: true };

export const subjects: readonly Subject[] = [
  subject("rss", { ...feed, totals: ["comment"], named: ["comment"] }),
  subject("atom", { ...feed, totals: ["comment"], named: ["comment"] }),
  subject("rdf", { ...feed, totals: [], named: [] }),
  subject("json", { ...feed, totals: [], named: [] }),
  subject("wordpress", { ...wordpress, totals: [], named: ["comment"] }),
  subject("wordpress-plain", { ...wordpress, totals: [], named: ["comment"] }),
  ghost("Ghost, Admin API", ghostKeys.admin, { totals: ["comment", "click"] }),
  ghost("Ghost, Content API", ghostKeys.content, { totals: ["comment"], publishes: false }),
];
