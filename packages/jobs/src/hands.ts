/** Work under way of one sort, and how much of it there may be at a time. */
export interface Hands {
  readonly which: "listen" | "else";
  /** How much more may be begun; less than 1 where nothing may. */
  free: () => number;
  /** Holds a hand until the work has ended; `onFree` is called whenever one becomes free. */
  begin: (work: (rest: Rest) => Promise<void>) => void;
  /** Resolves when all that is under way has ended. */
  settled: () => Promise<unknown>;
}

/** Leaves the hand to other work for as long as `wait` takes, and goes on afterwards though none is free. */
export type Rest = (wait: () => Promise<unknown>) => Promise<void>;

/** So many pieces of work at most rest at a time: what waits for its turn at a limit takes next to nothing. */
const mostResting = 500;

export const hands = ({ which, most, onFree }: Pick<Hands, "which"> & { most: number; onFree: () => void }): Hands => {
  const busy = new Set<Promise<void>>();
  let resting = 0;
  const rest: Rest = async (wait) => {
    resting += 1;
    onFree();
    try {
      await wait();
    } finally {
      resting -= 1;
    }
  };
  return {
    which,
    free: () => most + Math.min(resting, mostResting) - busy.size,
    begin: (work) => {
      const task: Promise<void> = work(rest).finally(() => {
        busy.delete(task);
        onFree();
      });
      busy.add(task);
    },
    settled: () => Promise.allSettled(busy),
  };
};
