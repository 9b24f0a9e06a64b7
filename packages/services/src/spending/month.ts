/** The first day of an instant's month in UTC: `2026-11-01`. Networks bill by it. */
export const monthOfInstant = (at: number): string => `${new Date(at).toISOString().slice(0, 7)}-01`;
