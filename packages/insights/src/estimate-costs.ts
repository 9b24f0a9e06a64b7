/** What is paid for again and again; packages/connectors declares the same for each paid network. */
export interface CostRate {
  readonly what: string;
  readonly price: { readonly what: string; readonly microsEach: number };
  readonly perPost?: number;
  readonly perAnswer?: number;
  readonly perDay?: number;
  readonly most?: number;
}

/** What happens on a channel. */
export interface ChannelPace {
  readonly postsPerWeek: number;
  /** Answers and mentions by others. */
  readonly answersPerWeek: number;
}

export interface ExpectedCost {
  readonly what: string;
  /** How many are paid for. */
  readonly count: number;
  /** Millionths of a US dollar. */
  readonly micros: number;
}

/** A month on average, days. */
export const daysPerMonth = 365.25 / 12;

/** What a span of so many days comes to if things go on at this pace; in the order of the rates. Nothing is below 0. */
export const estimateCosts = (
  rates: readonly CostRate[],
  { pace, days }: { pace: ChannelPace; days: number },
): ExpectedCost[] => {
  const posts = (Math.max(0, pace.postsPerWeek) * days) / 7;
  const answers = (Math.max(0, pace.answersPerWeek) * days) / 7;
  return rates.map(({ what, price, perPost = 0, perAnswer = 0, perDay = 0, most = Number.POSITIVE_INFINITY }) => {
    const count = Math.min(most, posts * perPost + answers * perAnswer + days * perDay);
    return { what, count, micros: count * price.microsEach };
  });
};

export const sumOfCosts = (costs: readonly ExpectedCost[]): number =>
  costs.reduce((sum, { micros }) => sum + micros, 0);
