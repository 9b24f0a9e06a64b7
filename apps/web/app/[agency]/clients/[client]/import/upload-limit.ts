/** The largest file taken. Archives of a decade, pictures included, stay below. */
export const uploadLimit = {
  bytes: 1_000_000_000,
  message: "The file is larger than 1 GB. Export it without pictures and videos, or in parts.",
} as const;
