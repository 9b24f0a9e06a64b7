import type { WeeklyReport } from "@headroom/insights";

/** Two pages hold the longest week; more would be a mistake of ours. */
const mostPages = 2;
/** A page with our font embedded is never smaller, bytes. */
const leastBytes = 8_000;

/** Refuses a PDF that is empty, cut off, too long, without its font, or not about this client. */
export const checkPdf = (
  pdf: Uint8Array,
  { model, pages, headings }: { model: WeeklyReport; pages: number; headings: string },
): void => {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString("latin1");
  const wrong = [
    [!text.startsWith("%PDF-"), "it does not begin like a PDF"],
    [!text.trimEnd().endsWith("%%EOF"), "it is cut off"],
    [pdf.byteLength < leastBytes, `it has only ${pdf.byteLength} bytes`],
    [pages < 1 || pages > mostPages, `it has ${pages} pages`],
    [pagesIn(text) !== pages, `the file has ${pagesIn(text)} pages, the layout ${pages}`],
    [!text.includes("IBMPlexSans"), "its font is missing"],
    [!headings.includes(JSON.stringify(model.client)), "the client's name is not on it"],
  ] as const;
  const reasons = wrong.flatMap(([isWrong, reason]) => (isWrong ? [reason] : []));
  if (reasons.length > 0) throw new Error(`The report was drawn but is not right: ${reasons.join(", ")}.`);
};

const pagesIn = (text: string): number => text.match(/\/Type\s*\/Page(?![a-z])/gi)?.length ?? 0;
