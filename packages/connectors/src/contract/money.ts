/** What a network charges for. */
export interface Price {
  /** `post read`, `user read`; the name under which spending is shown. */
  readonly what: string;
  /** Millionths of a US dollar for each. */
  readonly microsEach: number;
}

/** Money set aside before a paid call. */
export interface Charge {
  /** What was really delivered, at most what was reserved. To be called when the answer is there. */
  readonly settle: (count: number) => Promise<void>;
}

/** Sets money aside for at most `count` pieces. Throws ConnectorError "spend-cap" where a cap would be passed: nothing is asked then. */
export type Spend = (price: Price, count: number) => Promise<Charge>;

/** Something that is paid for again and again: how often follows from what happens on a channel. */
export interface CostLine {
  /** `totals of posts, read again`: what it is, after a number. */
  what: string;
  price: Price;
  /** How often for each post of the channel's own, for each answer or mention by others, and for each day. */
  perPost?: number;
  perAnswer?: number;
  perDay?: number;
  /** Never more than this in the whole span. */
  most?: number;
}

/** What reading a channel costs, as data from which a sum follows before anything is spent. */
export interface ReadingCosts {
  /** For as long as the channel is read. */
  ongoing: readonly CostLine[];
  /** Where the network sends word of changes besides, and bills it. */
  told: readonly CostLine[];
  /** Once, for the past that the first reading finds: of so many days. */
  first: readonly (CostLine & { days: number })[];
}
