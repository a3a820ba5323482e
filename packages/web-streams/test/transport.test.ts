import { describe, it } from '@jest/globals';
import { transportContract } from '@sansocket/testkit/transport-contract';
import { webStreamsRuntime } from './helpers/web-streams-runtime.ts';

describe('@sansocket/web-streams', () => {
  it.each(transportContract(webStreamsRuntime))('$name', ({ run }) => run());
});
