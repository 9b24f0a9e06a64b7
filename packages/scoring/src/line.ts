import type { ComponentId } from "./algorithm.ts";
import type { Kind } from "./kinds.ts";

/** One entry of a receipt; `points` are what it added to the score, instants are epoch ms. */
export type Line =
  /** Signals of one kind on one channel, of one post where they name it: each valued at its instant. `at` is the newest's. */
  | {
      readonly kind: "gain";
      readonly at: number;
      readonly channelId: string;
      readonly signalKind: Kind;
      readonly postId?: string;
      readonly count: number;
      readonly points: number;
    }
  | { readonly kind: "audience"; readonly at: number; readonly channelId: string; readonly points: number }
  /** What time took; never above 0. */
  | { readonly kind: "decay"; readonly componentId: ComponentId; readonly channelId: string; readonly points: number }
  /** The step at the end of a hold: what was deferred, and what time took meanwhile. */
  | { readonly kind: "release"; readonly at: number; readonly channelId: string; readonly points: number }
  | {
      readonly kind: "algorithm";
      readonly at: number;
      readonly fromId: string;
      readonly toId: string;
      readonly points: number;
    };
