/** We cannot go on, and the reader can do something about it: one line, exit code 1, no stack. */
export class Refusal extends Error {
  override name = "Refusal";
}
