/** How many readings of one network run at once in this process, so that a slow one leaves room for the others. */
export interface NetworkLanes {
  /** Takes a lane; null when all of the network's are taken. */
  enter: (network: string) => NetworkLane | null;
}

export interface NetworkLane {
  leave: () => void;
  /** Leaves the lane to others for as long as `wait` takes: who waits for a turn at a limit slows nobody down. */
  rest: (wait: () => Promise<unknown>) => Promise<void>;
}

export const networkLanes = (most: number): NetworkLanes => {
  const taken = new Map<string, number>();
  return {
    enter: (network) => {
      const change = (by: number) => taken.set(network, (taken.get(network) ?? 0) + by);
      if ((taken.get(network) ?? 0) >= most) return null;
      change(1);
      let isIn = true;
      return {
        leave: () => {
          if (isIn) change(-1);
          isIn = false;
        },
        rest: async (wait) => {
          change(-1);
          // Its turn has come: it goes on though others are in meanwhile.
          await wait().finally(() => change(1));
        },
      };
    },
  };
};
