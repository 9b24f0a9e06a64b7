/** The embedded PostgreSQL cannot run here; the message is one line for a person and says what to do. */
export class EmbeddedUnavailable extends Error {
  override name = "EmbeddedUnavailable";
}
