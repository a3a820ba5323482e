/**
 * The requirements of RFC 6455 that a codec can fulfil, each with the tests that show it.
 *
 * @module
 */

/** Where they are, relative to the workspace. */
export const requirementsFile = 'packages/core/test/requirements.json';

/** One sentence of the RFC that is an obligation. */
export interface Requirement {
  readonly id: string;
  /** Section, such as `5.5.1`. */
  readonly section: string;
  readonly role: 'client' | 'server' | 'both';
  /** The keyword of RFC 2119 as printed; `DEF` for a definition or an instruction without one. */
  readonly level: string;
  readonly requirement: string;
  /**
   * `file › describe › test`, the file relative to `packages/core/test`; a `*` at the end stands for
   * every test whose name begins so.
   */
  readonly tests: readonly string[];
}

/** The file's content. */
export interface RequirementList {
  readonly document: string;
  readonly requirements: readonly Requirement[];
}
