export {
  type AlgorithmNumber,
  algorithmNumbers,
  type NumberChange,
  type NumberUnit,
  numberChanges,
  numberOf,
  numberText,
} from "./algorithm-numbers.ts";
export {
  belowText,
  isBelow,
  type PreviewedClient,
  type PreviewResult,
  type PreviewWords,
  previewWords,
} from "./algorithm-preview.ts";
export {
  type ClientStatus,
  clientStatus,
  clientStatuses,
  type StandingFacts,
  soonMs,
  statusLook,
} from "./client-status.ts";
export { type CurveFacts, curveWords } from "./curve-words.ts";
export {
  type ChannelPace,
  type CostRate,
  daysPerMonth,
  type ExpectedCost,
  estimateCosts,
  sumOfCosts,
} from "./estimate-costs.ts";
export {
  type ForecastChart,
  type ForecastChartInput,
  type ForecastChartPoint,
  type ForecastFacts,
  forecastChart,
  forecastSentence,
  rangeText,
} from "./forecast-chart.ts";
export { duration, type Freshness, freshness } from "./format-duration.ts";
export { type Clock, dayLabel, instantLabel, timeLabel, zoneName } from "./format-instant.ts";
export { change, changeBetween, count, percent, points } from "./format-points.ts";
export { type FreeUntil, freeUntil, type Standing } from "./free-until.ts";
export { linkAdviceWords } from "./link-advice.ts";
export { localHourIn, nextAtHour } from "./local-hour.ts";
export { instantOfLocalTime, localTimeOf, localTimePattern } from "./local-time.ts";
export { type Hours, nextWithinHours } from "./next-hours.ts";
export { plainText, shortened } from "./plain-text.ts";
export { type PortfolioRank, portfolioRank, type Rank, type Ranked, rankWords, sizeTiers } from "./portfolio-rank.ts";
export {
  bestHourText,
  fewPosts,
  type PostWorthFacts,
  postWorth,
  sureness,
  type Worth,
  worth,
  worthRange,
} from "./post-worth.ts";
export { type PriceFacts, priceWords } from "./price-words.ts";
export {
  agreedAttainment,
  type PromiseFacts,
  type PromiseStanding,
  type PromiseWindow,
  promiseStanding,
} from "./promise.ts";
export { budgetLeft, budgetText, burnLook, type PromiseWords, promiseWords } from "./promise-words.ts";
export { type QueueFacts, queueReason } from "./queue-reason.ts";
export { type ReceiptSpan, receiptSpan, usualSpans } from "./receipt-span.ts";
export { type ReceiptLine, type ReceiptNames, type ReceiptSummary, receiptSummary } from "./receipt-summary.ts";
export {
  type ChannelBranch,
  type KindBranch,
  type ReceiptPost,
  type ReceiptTree,
  receiptTree,
} from "./receipt-tree.ts";
export type { ReportChart } from "./report-chart.ts";
export { shareText } from "./report-words.ts";
export { type SafeUntil, safeUntil } from "./safe-until.ts";
export { type ChartHistory, type ChartInput, type ScoreChart, scoreChart } from "./score-chart.ts";
export { type Sparkline, type SparklineInput, sparkline } from "./sparkline.ts";
export { dateAfter, startOfDate } from "./start-of-date.ts";
export { type Waterfall, type WaterfallStep, waterfall } from "./waterfall.ts";
export { mondaysUpTo, monthOf, nextMonday, type Week, weekOf, weekOfDate } from "./week-of.ts";
export { type WeeklyFacts, type WeeklyPost, type WeeklyReport, weeklyReport } from "./weekly-report.ts";
export { type WhyFacts, whyItMoved } from "./why-it-moved.ts";
