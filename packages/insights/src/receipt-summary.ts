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

/** A receipt in as few lines as tell the story: what each channel brought, what time took from each component, and steps. */
export const receiptSummary = (
  receipt: Receipt,
  channels: readonly { id: string; title: string }[],
): ReceiptSummary => {
  const title = (id: string) => channels.find((channel) => channel.id === id)?.title ?? "a channel";
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
        steps.push({ label: `${title(line.channelId)} heard from again`, points: line.points, kind: "step" });
        break;
      case "algorithm":
        steps.push({ label: `Change of algorithm: ${line.fromId} to ${line.toId}`, points: line.points, kind: "step" });
        break;
      default:
        line satisfies never;
    }
  }
  const bySize = (a: ReceiptLine, b: ReceiptLine) => Math.abs(b.points) - Math.abs(a.points);
  return {
    before: receipt.before,
    after: receipt.after,
    lines: [
      ...[...gains]
        .map(([id, points]): ReceiptLine => ({ label: `Posts and reactions on ${title(id)}`, points, kind: "gain" }))
        .sort(bySize),
      ...[...losses]
        .map(
          ([id, points]): ReceiptLine => ({
            label: `Time passing: ${componentTitles[id].toLowerCase()}`,
            points,
            kind: "loss",
          }),
        )
        .sort(bySize),
      ...steps.sort(bySize),
    ],
  };
};

const add = <K>(sums: Map<K, number>, key: K, points: number): void => {
  sums.set(key, (sums.get(key) ?? 0) + points);
};
