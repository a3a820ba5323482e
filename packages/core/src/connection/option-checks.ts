/**
 * The kinds of value that the options of a connection accept: one row for each option, as the compiler demands.
 *
 * @module
 */

import type { Extension } from '../extensions/index.ts';
import { Scratch } from '../framing/index.ts';
import {
  aBoolean,
  aFunction,
  type Checks,
  fromOne,
  fromZero,
  isEach,
  type Kind,
  member,
  tagOf,
} from '../options/index.ts';
import type { Capabilities, ConnectionOptions, Limits, Timeouts } from './options.ts';

/** `Infinity` is no count. */
export const count: Kind<number> = [
  'a whole number from 0 up',
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
];

const duration: Kind<number> = [
  'more than 0 ms',
  (value) => typeof value === 'number' && value > 0,
];

const limits: Checks<Limits> = {
  maxHandshakeBytes: fromOne,
  maxHandshakeLineBytes: fromOne,
  maxHandshakeFields: fromOne,
  maxEarlyBytes: fromZero,
  maxRejectedBodyBytes: fromZero,
  // A control frame has to fit.
  maxFrameBytes: 'a whole number from 125 up',
  maxMessageBytes: fromZero,
  maxEmptyFragments: fromZero,
  maxFragmentBytes: fromOne,
  outputHighWaterBytes: fromZero,
  maxBufferedBytes: fromZero,
  inputHighWaterBytes: fromZero,
};

const timeouts: Checks<Timeouts> = {
  openingHandshakeMs: duration,
  keepalivePingMs: duration,
  keepalivePongMs: duration,
  idleMs: duration,
  closingHandshakeMs: duration,
  lingerMs: duration,
  slowPeerMs: duration,
};

const capabilities: Checks<Capabilities> = {
  mask: aFunction,
  decodeText: aFunction,
  decodeAscii: aFunction,
  encodeText: aFunction,
  allocate: aFunction,
  sha1: aFunction,
};

export const extensions: Kind<readonly Extension[]> = [
  'an array of extensions',
  (value) => isEach(value, (item) => typeof member(item, 'name') === 'string' && isWhole(item)),
];

/** Async methods are rejected: their promises would be mistaken for results. */
function isWhole(extension: unknown): boolean {
  return ['offers', 'accept', 'activate'].every(
    (name) => tagOf(member(extension, name)) === 'Function',
  );
}

export const connectionChecks: Checks<ConnectionOptions> = {
  limits,
  timeouts,
  extensions,
  messages: "'whole' or 'parts'",
  text: "'string' or 'bytes'",
  frames: aBoolean,
  answers: "'automatic' or 'manual'",
  copy: aBoolean,
  inPlace: aBoolean,
  memory: ['a SharedMemory', (value) => member(value, 'scratch') instanceof Scratch],
  capabilities,
  fillRandom: aFunction,
};
