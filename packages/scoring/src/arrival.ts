/** A signal as it comes to count. There is one of these, filled anew for each: a receipt may take in millions. */
export interface Arrival {
  channel: number;
  /** When it happened and when it comes to count, epoch ms. */
  at: number;
  t: number;
  /** What it adds to its channel's posts and link posts, decay still to be applied. */
  posts: number;
  links: number;
  /** Gained so far. */
  points: number;
}
