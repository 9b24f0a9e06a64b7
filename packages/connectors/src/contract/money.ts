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
