import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { WeeklyReport } from "@headroom/insights";
import { NodeCompiler, type NodeTypstDocument } from "@myriaddreamin/typst-ts-node-compiler";
import { checkPdf } from "./check-pdf.ts";
import { drawChart, drawSign } from "./draw-chart.ts";

/** What was drawn, and how accessible it is: PDF/UA-1, or tagged only where a letter is in no font at hand. */
export interface RenderedReport {
  pdf: Uint8Array<ArrayBuffer>;
  pages: number;
  standard: "ua-1" | "tagged";
}

/** Draws a report and checks it. Throws when Typst refuses it or the check finds it wanting. */
export const compileReport = (model: WeeklyReport): RenderedReport => {
  const { compiler, template } = typst();
  try {
    for (const attempt of attempts) {
      const { standard } = attempt;
      const document = layOut(compiler, { mainFilePath: template, inputs: inputsOf(model, attempt) });
      const pdf = exported(compiler, { document, standard });
      if (pdf === null) continue;
      const pages = document.numOfPages;
      checkPdf(pdf, { model, pages, headings: headingsOf(compiler, document) });
      return { pdf, pages, standard };
    }
    throw new Error("Typst could not export the report.");
  } finally {
    compiler.evictCache(0);
  }
};

/** Our own font draws Latin, Greek and Cyrillic alike everywhere; other scripts take what the machine has, then boxes. */
const attempts = [
  { machineFonts: false, standard: "ua-1" },
  { machineFonts: true, standard: "ua-1" },
  { machineFonts: true, standard: "tagged" },
] as const;

const inputsOf = (
  model: WeeklyReport,
  { machineFonts, standard }: (typeof attempts)[number],
): Record<string, string> => ({
  model: JSON.stringify(model),
  chart: model.chart === null ? "" : drawChart(model.chart),
  signs: JSON.stringify(model.chart?.legend.map(({ sign }) => drawSign(sign)) ?? []),
  fallback: String(machineFonts),
  boxes: String(standard === "tagged"),
});

interface Typst {
  compiler: NodeCompiler;
  template: string;
}

let made: Typst | undefined;

/** One per thread: making it reads the fonts. */
const typst = (): Typst => {
  if (made === undefined) {
    const workspace = fileURLToPath(new URL("../template", import.meta.url));
    const fonts = dirname(createRequire(import.meta.url).resolve("@expo-google-fonts/ibm-plex-sans/package.json"));
    const fontPaths = ["400Regular", "600SemiBold"].map((folder) => join(fonts, folder));
    made = {
      compiler: NodeCompiler.create({ workspace, fontArgs: [{ fontPaths }] }),
      template: join(workspace, "weekly.typ"),
    };
  }
  return made;
};

const layOut = (
  compiler: NodeCompiler,
  source: { mainFilePath: string; inputs: Record<string, string> },
): NodeTypstDocument => {
  const compiled = compiler.compile(source);
  if (compiled.result !== null) return compiled.result;
  const problems = JSON.stringify(compiled.takeDiagnostics()?.shortDiagnostics ?? []);
  throw new Error(`Typst could not lay out the report: ${problems}`);
};

/** Null when a letter is in no font, which PDF/UA-1 forbids. */
const exported = (
  compiler: NodeCompiler,
  { document, standard }: { document: NodeTypstDocument; standard: RenderedReport["standard"] },
): Uint8Array<ArrayBuffer> | null => {
  try {
    return new Uint8Array(compiler.pdf(document, standard === "ua-1" ? { pdfStandard: standard } : {}));
  } catch (error) {
    if (error instanceof Error && error.message.includes("could not be displayed with font")) return null;
    throw error;
  }
};

/** The headings as they were laid out. */
const headingsOf = (compiler: NodeCompiler, document: NodeTypstDocument): string =>
  JSON.stringify(compiler.query(document, { selector: "heading" }));
