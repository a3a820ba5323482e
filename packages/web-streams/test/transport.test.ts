import { describe, it } from '@jest/globals';
import { transportContract } from '@sansocket/testkit/transport-contract';
import { webStreamsRuntime } from './helpers/web-streams-runtime.ts';

describe('@sansocket/web-streams', () => {
  const cases = transportContract(webStreamsRuntime);
  it.each(cases.filter((it) => !it.isPatient))('$name', ({ run }) => run());
  it.concurrent.each(cases.filter((it) => it.isPatient))('$name', ({ run }) => run());
});
