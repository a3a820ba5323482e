/**
 * The row of one rule in the table of violations.
 *
 * @module
 */

/** One rule. */
export interface ViolationRow {
  /**
   * The close code to answer with (RFC 6455 §7.4); 1006 for a rule of the opening handshake, since no Close frame is
   * sent then.
   */
  readonly closeCode: number;
  /** The HTTP status that a server answers with, if the rule is one of the opening handshake. */
  readonly status?: number;
  /** The section that states the rule, such as `RFC 6455 §5.2`. */
  readonly section: string;
  /** The rule, in one sentence. */
  readonly sentence: string;
}
