/** Somebody who reacts. `id` is stable; `name` is what a page shows. */
export interface Actor {
  id: string;
  name: string;
}

export interface StandInReaction {
  id: string;
  by: Actor;
  /** Epoch milliseconds. */
  at: number;
}

export interface StandInComment extends StandInReaction {
  text: string;
}

export interface StandInImage {
  alt: string;
  mediaType: string;
  /** Bytes; 0 where only the address was given. */
  size: number;
}

export interface StandInPost {
  id: string;
  title: string;
  text: string;
  link: string | null;
  images: readonly StandInImage[];
  /** The post of the same account that it hangs on to, in a thread. */
  answers: string | null;
  at: number;
  likes: StandInReaction[];
  reshares: StandInReaction[];
  saves: StandInReaction[];
  views: number;
  quotes: StandInComment[];
  comments: StandInComment[];
}

export interface PublishInput {
  text: string;
  /** A page outside the network that the post links to. */
  link?: string | null;
  title?: string;
  images?: readonly StandInImage[];
  answers?: string | null;
  /** Where whoever publishes chooses the id. */
  id?: string;
  /** Epoch milliseconds; now when left out. */
  at?: number;
}

export interface ReactInput {
  by: string;
  /** Epoch milliseconds; now when left out. */
  at?: number;
}

/** A network's memory: what is published shows up in lists, a like raises a count. */
export interface StandInStore {
  readonly posts: readonly StandInPost[];
  readonly mentions: readonly StandInComment[];
  followers: number;
  publish: (input: PublishInput) => StandInPost;
  like: (postId: string, input: ReactInput) => StandInReaction;
  reshare: (postId: string, input: ReactInput) => StandInReaction;
  save: (postId: string, input: ReactInput) => StandInReaction;
  view: (postId: string) => void;
  /** A post of somebody else that shows this one. */
  quote: (postId: string, input: ReactInput & { text: string }) => StandInComment;
  comment: (postId: string, input: ReactInput & { text: string }) => StandInComment;
  mention: (input: ReactInput & { text: string }) => StandInComment;
  unlike: (postId: string, by: string) => void;
  remove: (postId: string) => void;
}

/** An empty store. Ids count up from `firstId`, as strings. */
export function createStore(options: { now: () => number; firstId: bigint }): StandInStore {
  const posts: StandInPost[] = [];
  const mentions: StandInComment[] = [];
  let nextId = options.firstId;
  const newId = (): string => String(nextId++);
  const find = (postId: string): StandInPost => {
    const post = posts.find((candidate) => candidate.id === postId);
    if (post === undefined) throw new Error(`the stand-in has no post ${postId}`);
    return post;
  };
  const reaction = (input: ReactInput): StandInReaction => ({
    id: newId(),
    by: { id: input.by.toLowerCase(), name: input.by },
    at: input.at ?? options.now(),
  });
  const push = <T>(list: T[], item: T): T => {
    list.push(item);
    return item;
  };
  return {
    posts,
    mentions,
    followers: 0,
    publish: ({ id, title = "", text, link = null, images = [], answers = null, at }) =>
      push(posts, {
        id: id ?? newId(),
        title,
        text,
        link,
        images,
        answers,
        at: at ?? options.now(),
        likes: [],
        reshares: [],
        saves: [],
        views: 0,
        quotes: [],
        comments: [],
      }),
    like: (postId, input) => push(find(postId).likes, reaction(input)),
    reshare: (postId, input) => push(find(postId).reshares, reaction(input)),
    view: (postId) => {
      find(postId).views += 1;
    },
    save: (postId, input) => push(find(postId).saves, reaction(input)),
    quote: (postId, input) => push(find(postId).quotes, { ...reaction(input), text: input.text }),
    comment: (postId, input) => push(find(postId).comments, { ...reaction(input), text: input.text }),
    mention: (input) => push(mentions, { ...reaction(input), text: input.text }),
    unlike: (postId, by) => {
      const { likes } = find(postId);
      likes.splice(0, likes.length, ...likes.filter((like) => like.by.name !== by));
    },
    remove: (postId) => {
      posts.splice(posts.indexOf(find(postId)), 1);
    },
  };
}
