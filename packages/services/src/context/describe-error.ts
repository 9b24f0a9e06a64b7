/** An error for the log: with its stack and causes, but without the values of a failed query, which may be anybody's. */
export const describeError = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const causes = [
    ...(error.cause === undefined ? [] : [error.cause]),
    ...(error instanceof AggregateError ? error.errors : []),
  ];
  const cause = causes.map((one) => `\nbecause of ${describeError(one)}`).join("");
  if (!("query" in error && "params" in error)) return `${error.stack ?? error.message}${cause}`;
  const frames = (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
  return [`${error.name}: ${String(error.query)}`, ...frames].join("\n") + cause;
};
