/** A stream of HTTP/2 is a transport like any other (RFC 8441 §5). @module */
import { describe, it } from '@jest/globals';
import { transportContract } from '@sansocket/testkit/transport-contract';
import { streamRuntime } from './helpers/stream-runtime.ts';

describe('streams of HTTP/2', () => {
  const cases = transportContract(streamRuntime);
  it.each(cases.filter((it) => !it.isPatient))('$name', ({ run }) => run());
  it.concurrent.each(cases.filter((it) => it.isPatient))('$name', ({ run }) => run());
});
