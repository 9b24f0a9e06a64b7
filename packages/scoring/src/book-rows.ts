import type { Arrival } from "./arrival.ts";
import type { Books } from "./books.ts";
import { addColumns } from "./columns.ts";
import { prepareAt } from "./components.ts";
import { grown } from "./fading.ts";
import { changeJoint, settleJoint } from "./joint.ts";
import { inboundKinds, kindNumber } from "./kinds.ts";
import { changeLead, followBest, type Lead, raiseBest, settleLead, staysBehind } from "./lead.ts";
import { type Ledger, lookAt, restart, settleAll } from "./ledger.ts";
import { linkFit, type Model, ratioOf } from "./model.ts";
import type { Rows } from "./rows.ts";
import { raise } from "./running-sum.ts";
import { keepUp } from "./sums.ts";
import { rowsUntil } from "./walk.ts";

/** Running sums follow signals for so many half-lives, then start anew: later losses would drown in the digits of earlier ones. */
const halfLivesPerStretch = 4;

/**
 * Books the signals that come to count up to `t` (epoch ms), those at `t` itself only if `inclusive`. Each is valued by what
 * it touches alone; the sums take in a whole stretch at once.
 */
export function bookRows(books: Books, t: number, inclusive: boolean): void {
  const { walk, ledger } = books;
  const { rows } = walk.timeline;
  const end = rowsUntil(walk, t, inclusive);
  while (walk.row < end) {
    const first = walk.row;
    const { engagement, amplification } = ledger.model;
    const until = ledger.since + halfLivesPerStretch * Math.min(engagement.halfLifeMs, amplification.halfLifeMs);
    while (walk.row < end && (rows.effective[walk.row] ?? 0) <= until) bookSignal(books);
    if (walk.row > first) foldStretch(books, first);
    else startStretch(books, rows.effective[first] ?? 0);
  }
}

function foldStretch({ walk, ledger }: Books, first: number): void {
  const { rows } = walk.timeline;
  for (const sums of walk.sums) {
    // The ledger's own sums keep their landmark while its running sums are stated in it.
    if (sums !== ledger.model.sums) keepUp(sums, rows.effective[walk.row - 1] ?? 0);
    addColumns(sums, rows, first, walk.row);
  }
}

function startStretch({ walk, ledger }: Books, t: number): void {
  prepareAt(ledger.model, t);
  settleAll(ledger, t);
  for (const sums of walk.sums) keepUp(sums, t);
  restart(ledger, ledger.model, t);
}

function bookSignal(books: Books): void {
  const { walk, ledger } = books;
  const { rows } = walk.timeline;
  const first = walk.row;
  const signal = rows.signal[first] ?? 0;
  let end = first + 1;
  while (end < rows.length && rows.signal[end] === signal) end++;
  walk.row = end;
  const { arrival } = ledger;
  const t = rows.effective[first] ?? 0;
  lookAt(ledger, t);
  arrival.t = t;
  arrival.at = rows.at[first] ?? t;
  arrival.channel = rows.channel[first] ?? 0;
  arrival.points = 0;
  fillMixes(ledger, rows, first, end);
  if ((rows.kind[first] ?? 0) < firstInbound) bookPost(ledger);
  else bookReaction(ledger);
  if (arrival.at < t) bookDeferred(books);
  else {
    const { points, counts, newest } = books.gains;
    const group = books.prepared.groupOf[signal] ?? 0;
    points[group] = (points[group] ?? 0) + arrival.points;
    counts[group] = (counts[group] ?? 0) + (rows.weight[first] ?? 0);
    newest[group] = t;
  }
}

function bookDeferred({ walk, steps, ledger: { arrival } }: Books): void {
  const channelId = walk.timeline.channels[arrival.channel]?.id ?? "";
  steps.push({ kind: "release", at: arrival.t, channelId, points: arrival.points });
}

/** What the rows [first, end), all of one signal, add to its channel's mixes. */
function fillMixes(ledger: Ledger, { at, weight, kind }: Rows, first: number, end: number): void {
  const { arrival, model } = ledger;
  const { engagement, amplification } = ledger.following;
  const { reactions, reshares } = model;
  const { t } = arrival;
  engagement.more = 0;
  amplification.more = 0;
  arrival.posts = 0;
  arrival.links = 0;
  for (let i = first; i < end; i++) {
    const k = kind[i] ?? 0;
    const w = weight[i] ?? 0;
    const own = at[i] ?? t;
    const term = own === t ? w / engagement.fading.left : grown(engagement.fading, w, own);
    if (k === postNumber) arrival.posts += term;
    else if (k === linkPostNumber) arrival.links += term;
    else engagement.more += (reactions[k] ?? 0) * term;
    const share = reshares[k] ?? 0;
    if (share === 0) continue;
    amplification.more += share * (own === t ? w / amplification.fading.left : grown(amplification.fading, w, own));
  }
}

const postNumber = kindNumber("post");
const linkPostNumber = kindNumber("linkPost");
const firstInbound = kindNumber(inboundKinds[0]);

function bookPost({ arrival, model, following }: Ledger): void {
  const { mixes, sums, algorithm } = model;
  const { presence, linkMix, selectivity } = following;
  const { channel, t } = arrival;
  // One more post lowers what a channel brings per post: while it is not best, to no effect.
  const led = selectivity === null || (t <= selectivity.sureUntil && channel !== selectivity.best) ? null : selectivity;
  if (led !== null) settleLead(led, model, arrival);
  if (presence !== null) settleJoint(presence, model, arrival);
  if (linkMix !== null) settleJoint(linkMix, model, arrival);
  mixes.posts[channel] = (mixes.posts[channel] ?? 0) + arrival.posts;
  mixes.links[channel] = (mixes.links[channel] ?? 0) + arrival.links;
  mixes.linkFit[channel] = linkFit(algorithm, ratioOf(mixes.links[channel] ?? 0, mixes.posts[channel] ?? 0));
  sums.lastPostAt[channel] = Math.max(sums.lastPostAt[channel] ?? arrival.at, arrival.at);
  if (led !== null) changeLead(led, model, arrival);
  if (presence !== null) changeJoint(presence, model, arrival);
  if (linkMix !== null) changeJoint(linkMix, model, arrival);
}

function bookReaction({ arrival, model, following }: Ledger): void {
  const { mixes } = model;
  const { engagement, amplification, selectivity } = following;
  const { channel } = arrival;
  const role = selectivity === null ? "none" : roleIn(selectivity, model, { arrival, more: engagement.more });
  if (selectivity !== null && role === "best") followBest(selectivity, model, arrival);
  if (selectivity !== null && role === "open") settleLead(selectivity, model, arrival);
  if (engagement.part.points > 0) raise(engagement, arrival);
  if (amplification.more !== 0 && amplification.part.points > 0) raise(amplification, arrival);
  mixes.reactions[channel] = (mixes.reactions[channel] ?? 0) + engagement.more;
  mixes.reshares[channel] = (mixes.reshares[channel] ?? 0) + amplification.more;
  if (selectivity !== null && role === "best") raiseBest(selectivity, model, arrival);
  if (selectivity !== null && role === "open") changeLead(selectivity, model, arrival);
}

/** What a reaction's channel is in the comparison of channels: surely best, surely not, or in need of a look at all. */
function roleIn(
  lead: Lead,
  model: Model,
  { arrival, more }: { arrival: Arrival; more: number },
): "best" | "none" | "open" {
  const { channel, t } = arrival;
  if (t > lead.sureUntil) return "open";
  if (channel === lead.best) return "best";
  return staysBehind(lead, model, { channel, more }) ? "none" : "open";
}
