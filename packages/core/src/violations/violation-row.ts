/**
 * What the table of violations says of each rule.
 *
 * @module
 */

/** One rule. */
export interface ViolationRow {
  /** The close code of the answer (RFC 6455 §7.4); 1006 before the connection is established: no Close frame is sent then. */
  readonly closeCode: number;
  /** The HTTP status that a server answers with, where the rule is one of the opening handshake. */
  readonly status?: number;
  /** Where the rule is written, such as `RFC 6455 §5.2`. */
  readonly section: string;
  /** The rule, in one sentence. */
  readonly sentence: string;
}
