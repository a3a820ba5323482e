/**
 * The public parser of heads: it checks its options and arguments.
 *
 * @module
 */

import { assertBytes } from '../bytes/index.ts';
import { type Checks, checkKind, checkOptions, fromOne, type Kind } from '../options/index.ts';
import {
  type HeadParserOptions,
  type HeadResult,
  type Heads,
  UncheckedHeadParser,
} from './head-parser.ts';

const aHead: Kind<keyof Heads> = "'request' or 'response'";

export const headParserChecks: Checks<HeadParserOptions<keyof Heads>> = {
  head: aHead,
  maxBytes: fromOne,
  maxFields: fromOne,
  maxLineBytes: fromOne,
};

/** Reads one head; the next one needs another parser. */
export class HeadParser<Head extends keyof Heads> extends UncheckedHeadParser<Head> {
  /** @throws RangeError if a limit is not a whole number from 1 up; TypeError if another option is not valid. */
  constructor(options: HeadParserOptions<Head>) {
    checkOptions(options, headParserChecks);
    checkKind('head', options.head, aHead);
    super(options);
  }

  /** @throws TypeError if the chunk is not a Uint8Array. */
  override push(chunk: Uint8Array): HeadResult<Heads[Head]> {
    assertBytes(chunk, 'chunk');
    return super.push(chunk);
  }
}
