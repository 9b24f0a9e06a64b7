import { asConnectorError } from "../http/request.ts";
import { malformedDelivery } from "./read-delivery.ts";

export interface ServerSentEvent {
  /** `message` where the stream names none. */
  event: string;
  data: string;
}

/** The largest event seen is a long post with its account; characters. */
const longestEvent = 1_000_000;

/**
 * The events of an open connection, until it ends (html.spec.whatwg.org, "Server-sent events", read in November 2026). What
 * is no field that we read, comments that keep the connection awake among it, is passed over. Throws ConnectorError.
 */
export async function* readServerSentEvents(networkId: string, response: Response): AsyncGenerator<ServerSentEvent> {
  let event = "";
  let data: string[] = [];
  for await (const line of linesOf(networkId, response)) {
    if (line === "") {
      if (data.length > 0) yield { event: event === "" ? "message" : event, data: data.join("\n") };
      event = "";
      data = [];
      continue;
    }
    const { name, value } = fieldOf(line);
    if (name === "event") event = value;
    if (name === "data") data.push(value);
    if (data.reduce((sum, one) => sum + one.length, 0) > longestEvent) throw tooLong(networkId);
  }
}

const tooLong = (networkId: string) => malformedDelivery(networkId, new Error("an event is too long"));

const fieldOf = (line: string): { name: string; value: string } => {
  const colon = line.indexOf(":");
  if (colon === -1) return { name: line, value: "" };
  const value = line.slice(colon + 1);
  return { name: line.slice(0, colon), value: value.startsWith(" ") ? value.slice(1) : value };
};

/** Lines end with CR LF, LF or CR; what stands behind the last end of a line is unfinished, and is none. */
async function* linesOf(networkId: string, { body }: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for await (const piece of body ?? []) {
      rest += decoder.decode(piece, { stream: true });
      // A CR at the end may be half of a CR LF.
      const whole = rest.endsWith("\r") ? rest.slice(0, -1) : rest;
      const lines = whole.split(/\r\n|\n|\r/);
      rest = (lines.pop() ?? "") + rest.slice(whole.length);
      yield* lines;
      if (rest.length > longestEvent) throw tooLong(networkId);
    }
  } catch (error) {
    throw asConnectorError(networkId, error);
  }
}
