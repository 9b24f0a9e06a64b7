import { NetError, toNetError } from "./net-error.ts";

/** Passes a body on until it exceeds `maxBytes` (counted after decompression), then fails and ends the connection. */
export function boundedBody(
  body: AsyncIterable<unknown>,
  { maxBytes, host }: { maxBytes: number; host: string },
): ReadableStream<Uint8Array> {
  const pieces = body[Symbol.asyncIterator]();
  let bytes = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next();
        if (done === true) return controller.close();
        if (!(value instanceof Uint8Array)) throw new TypeError("a body holds bytes");
        bytes += value.byteLength;
        if (bytes > maxBytes) {
          throw new NetError(
            "too-large",
            `The answer of ${host} is larger than ${maxBytes.toLocaleString("en")} bytes.`,
          );
        }
        controller.enqueue(value);
      } catch (error) {
        controller.error(toNetError(error, host));
        await pieces.return?.();
      }
    },
    async cancel() {
      await pieces.return?.();
    },
  });
}
