import type { StandIn } from "./stand-in.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export interface Life {
  /** Epoch milliseconds. */
  now: () => number;
  /** Uniform in [0, 1). */
  random: () => number;
}

/** Fills an account with some weeks of posts and what they drew. */
export function fillPast(standIn: StandIn, life: Life): void {
  standIn.store.followers = 400 + Math.floor(life.random() * 1_200);
  for (let day = 21; day > 0; day--) {
    const at = life.now() - day * dayMs + Math.floor(life.random() * 10 * hourMs);
    const { id } = publish(standIn, { life, at });
    const fans = Math.floor(3 + life.random() * 12);
    for (let n = 0; n < fans; n++)
      react(standIn, { postId: id, life, at: at + Math.floor(life.random() * 8 * hourMs) });
  }
}

/** About every so many steps somebody posts; in between others react to what is new. */
const stepsPerPost = 20;

/** One step of an account's life: now and then a post, mostly reactions to the newest ones. */
export function liveOn(standIn: StandIn, life: Life): void {
  if (life.random() < 1 / stepsPerPost) publish(standIn, { life, at: life.now() });
  const recent = standIn.store.posts.slice(-3);
  const chosen = recent[Math.floor(life.random() * recent.length)];
  if (chosen !== undefined && life.random() < 0.6) react(standIn, { postId: chosen.id, life, at: life.now() });
  if (life.random() < 0.05) standIn.store.followers += 1;
  if (life.random() < 0.02) standIn.store.mention({ by: somebody(life), text: "have you seen this?" });
}

const subjects = ["sourdough bread", "rye bread", "the baking class", "cinnamon buns", "the harbour market"];
const openers = ["New this morning:", "A question about", "What we like about", "Back again:", "A small tip on"];

const pick = <One>(all: readonly One[], { random }: Life): One | undefined => all[Math.floor(random() * all.length)];

function publish(standIn: StandIn, { life, at }: { life: Life; at: number }) {
  const text = `${pick(openers, life)} ${pick(subjects, life)} (${standIn.store.posts.length + 1})`;
  const link = life.random() < 0.4 ? { link: "https://bakery.example/news" } : {};
  return standIn.store.publish({ text, at, ...link });
}

const somebody = ({ random }: Life): string => `Guest ${1 + Math.floor(random() * 300)}`;

function react(standIn: StandIn, { postId, life, at }: { postId: string; life: Life; at: number }): void {
  const { store } = standIn;
  const by = somebody(life);
  const kind = life.random();
  store.view(postId);
  const likes = store.posts.find(({ id }) => id === postId)?.likes ?? [];
  // Nobody likes the same twice.
  if (kind < 0.65 && likes.some((like) => like.by.name === by)) return;
  if (kind < 0.65) store.like(postId, { by, at });
  else if (kind < 0.8) store.reshare(postId, { by, at });
  else if (kind < 0.95) store.comment(postId, { by, at, text: "Sounds lovely" });
  else store.save(postId, { by, at });
}
