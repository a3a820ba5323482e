/**
 * What somebody has set up on the page: who we are, what comes, how it is cut, and what is done with it.
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
  /** What the application does as soon as the connection is open. */
  readonly first: 'nothing' | 'text' | 'ping' | 'close';
  /** What it does with a message, and with a request. */
  readonly application: 'echo' | 'listen' | 'reject';
  /** What happens to the transport behind the bytes. */
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

/** Where everybody begins. */
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
