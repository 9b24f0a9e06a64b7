import type { ReportChart } from "@headroom/insights";
import { describe, expect, test } from "vitest";
import { drawChart, drawSign } from "../src/draw-chart.ts";
import { sample } from "./sample-report.ts";

const given = sample.chart;
if (given === null) throw new Error("the sample has a chart");
const chart: ReportChart = given;
const draw = (change: Partial<ReportChart> = {}) => drawChart({ ...chart, ...change });
const count = (svg: string, part: string | RegExp) => svg.split(part).length - 1;
/** The curve of the score, told by its colour. */
const scorePath = (svg: string) => /stroke="#1f4fd8"[^>]* d="([^"]*)"/.exec(svg)?.[1] ?? "";

describe("the drawing of a chart", () => {
  test("breaks the line where the score is not known", () => {
    const line = chart.line.map((point, i) => (i === 50 ? { ...point, score: null } : point));
    expect(count(scorePath(draw()), "M")).toBe(1);
    expect(count(scorePath(draw({ line })), "M")).toBe(2);
  });

  test("dashes the target, names both lines and keeps their names apart", () => {
    const line = chart.line.map((point) => ({ ...point, score: 48, target: 48 }));
    const svg = draw({ line });
    expect(svg).toContain('stroke-dasharray="4 3"');
    const places = [...svg.matchAll(/<text x="[\d.]+" y="([\d.]+)"[^>]*>(?:score|target)</g)].map(([, y]) => Number(y));
    expect(places).toHaveLength(2);
    expect(Math.abs((places[0] ?? 0) - (places[1] ?? 0))).toBeGreaterThanOrEqual(8.9);
  });

  test("draws no target where there is none", () => {
    const line = chart.line.map((point) => ({ ...point, target: null }));
    expect(draw({ line })).not.toContain(">target<");
    expect(/stroke-dasharray="4 3" d="([^"]*)"/.exec(draw({ line }))?.[1]).toBe("");
  });

  test("tells falls and returns by shape: pointing down and filled, pointing up and open", () => {
    const [fall, back] = [drawSign("below"), drawSign("above")];
    expect(fall).toContain('fill="#12181f"');
    expect(back).toContain('fill="#ffffff"');
    const tip = (svg: string) => Number(/d="M5,([\d.]+)L/.exec(svg)?.[1]);
    expect(tip(fall)).toBeGreaterThan(5);
    expect(tip(back)).toBeLessThan(5);
  });

  test("hatches a hold within its bounds, however short", () => {
    const holds = [{ from: chart.from, to: chart.from + 1 }];
    const drawn = /stroke="#7d8894" stroke-width="0.7"[^>]*d="([^"]*)"/.exec(draw({ holds }))?.[1] ?? "";
    const xs = [...drawn.matchAll(/[ML]([\d.]+),/g)].map(([, x]) => Number(x));
    expect(xs.length).toBeGreaterThan(0);
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(24);
    expect(Math.max(...xs)).toBeLessThanOrEqual(25.01);
    expect(drawSign("hold")).toContain("<path");
  });

  test("draws agreed rest as a band with dotted sides, told from the report's week without colour", () => {
    const day = 24 * 3_600_000;
    const drawn = draw({ rest: [{ from: chart.from, to: chart.from + day }] });
    expect(count(drawn, 'stroke-dasharray="0.8 1.6"')).toBe(1);
    expect(count(draw({}), 'stroke-dasharray="0.8 1.6"')).toBe(0);
    expect(drawSign("rest")).toContain('stroke-dasharray="0.8 1.6"');
  });

  test("marks a change of algorithm with a dotted line of its own", () => {
    expect(count(draw({ marks: [{ at: chart.from }, { at: chart.to }] }), 'stroke-dasharray="1 2"')).toBe(2);
    expect(drawSign("mark")).toContain('stroke-dasharray="1 2"');
  });

  test("labels the weeks, and takes labels as text", () => {
    expect(count(draw(), / (?=Oct|Nov)/)).toBe(4);
    expect(draw({ weeks: [{ at: chart.from, label: '<a & "b">' }] })).toContain("&#60;a &#38; &#34;b&#34;&#62;");
  });

  test("has no place that is not a number, not even for a single point", () => {
    const single = { at: chart.from, score: 48, target: null };
    for (const svg of [draw(), draw({ line: [single], low: 48, high: 48 }), draw({ line: [] })]) {
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});
