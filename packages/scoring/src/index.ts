export { activeAt } from "./activations.ts";
export {
  type Algorithm,
  type ComponentId,
  componentIds,
  componentTitles,
  type Saturation,
  saturate,
  tent,
} from "./algorithm.ts";
export { algorithms, builtIn, classic1, steady1 } from "./algorithms.ts";
export {
  type Attainment,
  attainment,
  type Burn,
  breaksAt,
  burnOf,
  burnWarnings,
  type PromiseInput,
  type Stretch,
} from "./attainment.ts";
export { type BacktestFigure, type BacktestQuestion, backtest } from "./backtest.ts";
export { addReactions, backtestHorizonMs, backtestPairs, type DailyReactions } from "./backtest-algorithm.ts";
export { type BestHours, bestHours, fewestPostsForHours, type HourOfDay } from "./best-hours.ts";
export { addChannel, hold, merge, removeChannel } from "./channels.ts";
export { neededFrom } from "./checkpoint.ts";
export { type Columns, foldColumns } from "./columns.ts";
export { type Curve, cdf, quantile, responseCurve } from "./curves.ts";
export { type Batch, fold, release } from "./fold.ts";
export { type Band, type ForecastPoint, type ForecastQuestion, forecast, forecastHorizonMs } from "./forecast.ts";
export { type HabitHistory, type Habits, habitsOf } from "./habits.ts";
export type { Activation, Audience, Channel, History, Hold, Signal } from "./history.ts";
export { type Increment, increments, type Observation, type Totals } from "./increments.ts";
export { InvalidInput } from "./invalid-input.ts";
export { type InboundKind, inboundKinds, type Kind, kinds, type OutboundKind, outboundKinds } from "./kinds.ts";
export type { Line } from "./line.ts";
export { type LinkAdvice, linkAdvice } from "./link-advice.ts";
export { type NextPost, nextPost } from "./next-post.ts";
export type { HabitCurve } from "./own-curve.ts";
export type { PlannedPost } from "./planned-post.ts";
export { type Prepared, prepare } from "./prepare.ts";
export { mostPostsPerWeek, type PriceOfTarget, priceOfTarget } from "./price-of-target.ts";
export { type Pair, rankCorrelation } from "./rank-correlation.ts";
export { type Receipt, receipt, receiptOf } from "./receipt.ts";
export {
  type Checkpoint,
  type Crossing,
  type Point,
  type Replay,
  type ReplayInput,
  replay,
} from "./replay.ts";
export { type Runway, runway } from "./runway.ts";
export { type ChannelPoints, type Score, type ScoreComponent, scoreAt } from "./score.ts";
export { type SeriesPoint, series, seriesOf } from "./series.ts";
export { type ChannelState, emptyState, type State } from "./state.ts";
export { scoreHistoryAt, stateAt } from "./state-at.ts";
export type { Target } from "./target.ts";
export { validateAlgorithm } from "./validate-algorithm.ts";
export { type Term, weigh } from "./weigh.ts";
export { type WhatIf, type WhatIfQuestion, whatIf } from "./what-if.ts";
