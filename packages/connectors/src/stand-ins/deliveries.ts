/** How messages go wrong on purpose. */
export interface DeliveryChaos {
  /** Each comes twice. */
  duplicates?: boolean;
  /** Of those that wait, the newest goes first. */
  outOfOrder?: boolean;
}

export interface Message {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface Deliveries {
  send: (message: Message) => void;
  /** Other work with the same address takes its turn among the messages. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Resolves when nothing waits any more. */
  settled: () => Promise<void>;
}

/** Messages that wait at most; older ones are lost, as they are with a network that gives up. */
const mostWaiting = 1_000;
const patienceMs = 5_000;

/** Sends messages one after another, each once more where it was not taken. Only to this machine: stand-ins call nobody else. */
export function startDeliveries({ duplicates = false, outOfOrder = false }: DeliveryChaos = {}): Deliveries {
  const waiting: Message[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  const takeTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  const sendNext = async (): Promise<void> => {
    const message = outOfOrder ? waiting.pop() : waiting.shift();
    if (message === undefined) return;
    if (!(await isTaken(message))) await isTaken(message);
  };
  return {
    send: (message) => {
      for (let copy = 0; copy < (duplicates ? 2 : 1); copy += 1) {
        if (waiting.length >= mostWaiting) waiting.shift();
        waiting.push(message);
        void takeTurn(sendNext);
      }
    },
    inTurn: takeTurn,
    settled: async () => {
      for (let last: unknown = null; last !== turn; ) {
        last = turn;
        await turn;
      }
    },
  };
}

/** Asks an address something; null where there was no answer. */
export const ask = (url: URL): Promise<Answer | null> => call(url, { method: "GET" });

const isTaken = async ({ url, headers, body }: Message): Promise<boolean> =>
  (await call(new URL(url), { method: "POST", headers: { ...headers }, body }))?.ok === true;

const loopback: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

interface Answer {
  ok: boolean;
  text: string;
}

/** Null where there was no answer. */
async function call(url: URL, init: RequestInit): Promise<Answer | null> {
  if (!loopback.has(url.hostname)) return null;
  try {
    const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(patienceMs) });
    // The connection is free for the next message only when this answer was read.
    return { ok: response.ok, text: await response.text() };
  } catch {
    return null;
  }
}
