import { type ComponentId, componentTitles, type Receipt } from "@headroom/scoring";

export interface ReceiptLine {
  label: string;
  /** Points, with their sign. */
  points: number;
  kind: "gain" | "loss" | "step";
}

export interface ReceiptSummary {
  before: number;
  after: number;
  /** Largest first within gains, losses and steps; they sum to after − before. */
  lines: ReceiptLine[];
}

/** What ids stand for. */
export interface ReceiptNames {
  channels: readonly { id: string; title: string }[];
  algorithmTitle: (id: string) => string;
}

/** A receipt in as few lines as tell the story: what each channel brought, what time took from each component, and steps. */
export const receiptSummary = (receipt: Receipt, { channels, algorithmTitle }: ReceiptNames): ReceiptSummary => {
  const title = (id: string) => channels.find((channel) => channel.id === id)?.title ?? "a channel that is gone";
  const gains = new Map<string, number>();
  const losses = new Map<ComponentId, number>();
  const steps: ReceiptLine[] = [];
  for (const line of receipt.lines) {
    switch (line.kind) {
      case "gain":
      case "audience":
        add(gains, line.channelId, line.points);
        break;
      case "decay":
        add(losses, line.componentId, line.points);
        break;
      case "release":
        steps.push({ label: `Heard from again: ${title(line.channelId)}`, points: line.points, kind: "step" });
        break;
      case "algorithm":
        steps.push({
          label: `Change of algorithm: ${algorithmTitle(line.fromId)} to ${algorithmTitle(line.toId)}`,
          points: line.points,
          kind: "step",
        });
        break;
      default:
        line satisfies never;
    }
  }
  const bySize = (a: ReceiptLine, b: ReceiptLine) => Math.abs(b.points) - Math.abs(a.points);
  const gained = [...gains].map(([id, points]) => lineOf(`Posts and reactions on ${title(id)}`, points, "gain"));
  const lost = [...losses].map(([id, points]) =>
    lineOf(`Time passing: ${componentTitles[id].toLowerCase()}`, points, "loss"),
  );
  return {
    before: receipt.before,
    after: receipt.after,
    lines: [...gained.sort(bySize), ...lost.sort(bySize), ...steps.sort(bySize)],
  };
};

const lineOf = (label: string, points: number, kind: ReceiptLine["kind"]): ReceiptLine => ({ label, points, kind });

const add = <K>(sums: Map<K, number>, key: K, points: number): void => {
  sums.set(key, (sums.get(key) ?? 0) + points);
};
