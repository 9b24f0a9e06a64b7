import type { StandInComment, StandInPost, StandInReaction, StandInStore } from "./store.ts";

/** What happened in a store, for those who are told of it. */
export type Change =
  | { kind: "publish" | "remove" | "unlike"; post: StandInPost }
  | { kind: "like" | "reshare" | "save"; post: StandInPost; by: StandInReaction }
  | { kind: "comment" | "quote"; post: StandInPost; by: StandInComment }
  | { kind: "mention"; by: StandInComment };

/** From now on `tell` hears of every change; views are too many to tell. */
export function watchStore(store: StandInStore, tell: (change: Change) => void): void {
  const { publish, like, reshare, save, quote, comment, mention, unlike, remove } = store;
  const told = <T>(result: T, change: Change | undefined): T => {
    if (change !== undefined) tell(change);
    return result;
  };
  const on = (postId: string, make: (post: StandInPost) => Change): Change | undefined => {
    const post = store.posts.find(({ id }) => id === postId);
    return post === undefined ? undefined : make(post);
  };
  store.publish = (input) => {
    const post = publish(input);
    return told(post, { kind: "publish", post });
  };
  store.like = (id, input) => {
    const by = like(id, input);
    return told(
      by,
      on(id, (post) => ({ kind: "like", post, by })),
    );
  };
  store.reshare = (id, input) => {
    const by = reshare(id, input);
    return told(
      by,
      on(id, (post) => ({ kind: "reshare", post, by })),
    );
  };
  store.save = (id, input) => {
    const by = save(id, input);
    return told(
      by,
      on(id, (post) => ({ kind: "save", post, by })),
    );
  };
  store.quote = (id, input) => {
    const by = quote(id, input);
    return told(
      by,
      on(id, (post) => ({ kind: "quote", post, by })),
    );
  };
  store.comment = (id, input) => {
    const by = comment(id, input);
    return told(
      by,
      on(id, (post) => ({ kind: "comment", post, by })),
    );
  };
  store.mention = (input) => {
    const by = mention(input);
    return told(by, { kind: "mention", by });
  };
  store.unlike = (id, name) => {
    unlike(id, name);
    told(
      undefined,
      on(id, (post) => ({ kind: "unlike", post })),
    );
  };
  store.remove = (id) => {
    const change = on(id, (post) => ({ kind: "remove", post }));
    told(remove(id), change);
  };
}
