import { describe, expect, it } from '@jest/globals';
import {
  type ConnectionFactory,
  parseLog,
  plainFactory,
  replay,
  withRecording,
} from '@sansocket/testkit/record';
import fc from 'fast-check';

function failing(factory: ConnectionFactory): void {
  const connection = factory.server({}, 0);
  connection.receive(Uint8Array.of(0x0a), 1);
  throw new Error(`Came to ${connection.nextEvent()?.type ?? 'nothing'}`);
}

describe('withRecording()', () => {
  it('runs a scenario that holds once, unrecorded', () => {
    const factories: ConnectionFactory[] = [];
    const value = withRecording((factory) => factories.push(factory));

    expect(value).toBe(1);
    expect(factories).toEqual([plainFactory]);
  });

  it('puts the log of each connection behind the message of what failed', () => {
    const { errorInstance } = fc.check(fc.property(fc.nat(), () => withRecording(failing)));
    const { message } = errorInstance as Error;
    const [problem, text] = message.split('\n\n');

    expect(problem).toBe('Came to violation');
    expect(parseLog(text!).map(({ call }) => call)).toEqual(['create', 'receive', 'nextEvent']);
    expect(replay(parseLog(text!))).toBeUndefined();
  });

  it('says so when a scenario is not deterministic', () => {
    let runs = 0;
    const once = (): void => {
      if (runs++ === 0) throw new Error('only once');
    };

    expect(() => withRecording(once)).toThrow('it is not deterministic');
  });

  it('lets a precondition of fast-check pass', () => {
    expect(() => withRecording(() => fc.pre(false))).toThrow(fc.PreconditionFailure);
  });
});
