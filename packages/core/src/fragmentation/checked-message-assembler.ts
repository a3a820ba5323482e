/**
 * The public assembler of messages: it checks its options.
 *
 * @module
 */

import { aFunction, type Checks, checkOptions, member } from '../options/index.ts';
import { type MessageAssemblerOptions, UncheckedMessageAssembler } from './message-assembler.ts';

export const messageAssemblerChecks: Checks<MessageAssemblerOptions> = {
  mode: "'whole' or 'parts'",
  text: "'string' or 'bytes'",
  decodeText: aFunction,
  allocate: aFunction,
  memory: ['an object with take and give', (value) => typeof member(value, 'take') === 'function'],
};

/** Assembles one message after the other: `begin`, `push` each piece, `take`. */
export class MessageAssembler extends UncheckedMessageAssembler {
  /** @throws TypeError if an option is not valid. */
  constructor(options: MessageAssemblerOptions = {}) {
    checkOptions(options, messageAssemblerChecks);
    super(options);
  }
}
