import { uploadLimit } from "./upload-limit.ts";

export interface Upload {
  agency: string;
  clientId: string;
  file: File;
  signal: AbortSignal;
  /** Bytes that have left, of all. */
  onProgress: (sent: number, total: number) => void;
}

/** Sends a file and waits for its preview; rejects with words for a person. */
export const uploadFile = ({ agency, clientId, file, signal, onProgress }: Upload): Promise<{ importId: string }> =>
  new Promise((resolve, reject) => {
    if (file.size > uploadLimit.bytes) return reject(new Error(uploadLimit.message));
    if (file.size === 0) return reject(new Error(`${file.name} is empty.`));
    // fetch cannot tell how much it has sent.
    const request = new XMLHttpRequest();
    request.open("POST", `/${agency}/clients/${clientId}/import/upload?name=${encodeURIComponent(file.name)}`);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total);
    request.onload = () => {
      const { importId, message } = answerOf(request.response);
      if (importId !== null) resolve({ importId });
      else reject(new Error(message ?? `The server answered ${request.status}. Try again.`));
    };
    request.onerror = () => reject(new Error("The upload was interrupted. Check your connection and try again."));
    request.onabort = () => reject(new DOMException("The upload was cancelled.", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.setRequestHeader("content-type", "application/octet-stream");
    request.send(file);
  });

const answerOf = (body: unknown): { importId: string | null; message: string | null } => {
  const of = (key: string): string | null => {
    const value = typeof body === "object" && body !== null ? Reflect.get(body, key) : null;
    return typeof value === "string" ? value : null;
  };
  return { importId: of("importId"), message: of("message") };
};
