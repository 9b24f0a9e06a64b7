/** What a file may ask of us. Real archives stay far below; whatever exceeds one of these was made to do harm. */
export const archiveLimits = {
  /** Bytes of all entries together after decompression. */
  totalBytes: 8_000_000_000,
  /** Entries of a zip or tar file. X archives hold one per picture. */
  entries: 500_000,
  /** Bytes of one JSON item, XML text or CSV row. */
  itemBytes: 5_000_000,
  /** Brackets or tags inside each other. */
  depth: 100,
  /** Posts or signals per batch. */
  batchSize: 200,
} as const;
