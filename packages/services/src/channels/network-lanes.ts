/** How many readings of one network run at once in this process, so that a slow one leaves room for the others. */
export interface NetworkLanes {
  /** Takes a lane; returns how to leave it, or null when all of the network's are taken. */
  enter: (network: string) => (() => void) | null;
}

export const networkLanes = (most: number): NetworkLanes => {
  const taken = new Map<string, number>();
  return {
    enter: (network) => {
      const count = taken.get(network) ?? 0;
      if (count >= most) return null;
      taken.set(network, count + 1);
      let isIn = true;
      return () => {
        if (isIn) taken.set(network, (taken.get(network) ?? 1) - 1);
        isIn = false;
      };
    },
  };
};
