/**
 * The user's choices on the page: our role, the bytes, how they are cut, and the actions of the application.
 *
 * @module
 */

import type { Role } from 'sansocket';

/** All that a link carries. */
export interface Scenario {
  /** Our end. */
  readonly role: Role;
  /** Whether the bytes begin with the head of the opening handshake. */
  readonly start: 'opening' | 'open';
  /** How `input` is written. */
  readonly format: 'hex' | 'text';
  readonly input: string;
  /** `whole`, a number of bytes, or `@` with the positions of cuts. */
  readonly cut: string;
  /** The action of the application as soon as the connection is open. */
  readonly first: 'nothing' | 'text' | 'ping' | 'close';
  /** Its action on a message, and on a request. */
  readonly application: 'echo' | 'listen' | 'reject';
  /** The end of the transport after the bytes. */
  readonly after: 'nothing' | 'end' | 'lost' | 'wait';
  /** Whether permessage-deflate is in use, or known in the opening handshake. */
  readonly deflate: boolean;
}

/** The fields that have choices. */
type Chosen = 'role' | 'start' | 'format' | 'first' | 'application' | 'after';

/** The choices of each field that has some. */
export const choices: { readonly [Name in Chosen]: readonly Scenario[Name][] } = {
  role: ['server', 'client'],
  start: ['opening', 'open'],
  format: ['hex', 'text'],
  first: ['nothing', 'text', 'ping', 'close'],
  application: ['echo', 'listen', 'reject'],
  after: ['nothing', 'end', 'lost', 'wait'],
};

/** The initial scenario. */
export const plainScenario: Scenario = {
  role: 'server',
  start: 'open',
  format: 'hex',
  input: '',
  cut: 'whole',
  first: 'nothing',
  application: 'echo',
  after: 'nothing',
  deflate: false,
};
