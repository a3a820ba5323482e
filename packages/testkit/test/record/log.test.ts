import { describe, expect, it } from '@jest/globals';
import { briefLog, formatLog, parseLog, Recorder, replay } from '@sansocket/testkit/record';
import { ServerConnection } from 'sansocket';
import { recordEcho } from './support/echo.ts';

const HEAD = '{"log":"sansocket","version":1}\n';

describe('formatLog()', () => {
  it('writes a line for each entry, behind one that names the format', () => {
    const log = [{ call: 'receiveEnd', args: { now: 1 } }, { call: 'nextEvent' }] as const;

    expect(formatLog(log)).toBe(
      `${HEAD}{"call":"receiveEnd","args":{"now":1}}\n{"call":"nextEvent"}\n`,
    );
  });

  it('is undone by parseLog()', () => {
    const recorder = new Recorder();
    recordEcho(recorder, { timeouts: { idleMs: Infinity } });

    expect(parseLog(formatLog(recorder.log))).toEqual(recorder.log);
  });
});

describe('parseLog()', () => {
  it('takes empty lines and any end of line', () => {
    expect(parseLog(`\n${HEAD}\r\n{"call":"nextEvent"}\r\n\r\n`)).toEqual([{ call: 'nextEvent' }]);
  });

  it('throws a SyntaxError for a line that is not JSON', () => {
    expect(() => parseLog(`${HEAD}{"call":`)).toThrow(SyntaxError);
    expect(() => parseLog(`${HEAD}{"call":`)).toThrow('Line 2 of the log is not JSON');
  });

  it.each([
    ['', 'Log does not begin with the line {"log":"sansocket","version":1}'],
    ['{"log":"sansocket","version":2}', 'Log does not begin with the line'],
    [`${HEAD}3`, 'Line 2 of the log is not an object'],
    [`${HEAD}{"call":"toString"}`, 'Line 2 of the log has no call of a connection: toString'],
  ])('throws a TypeError for %j', (text, message) => {
    expect(() => parseLog(text)).toThrow(TypeError);
    expect(() => parseLog(text)).toThrow(message);
  });
});

describe('briefLog()', () => {
  it('leaves out what came to nothing, and replays all the same', () => {
    const recorder = new Recorder();
    const connection = recordEcho(recorder);
    connection.nextTimeout();
    const brief = briefLog(recorder.log);

    expect(brief.length).toBeLessThan(recorder.log.length);
    expect(brief.filter(({ call, returns }) => call === 'nextEvent' && !returns)).toEqual([]);
    expect(brief.some(({ call }) => call === 'nextTimeout')).toBe(false);
    expect(replay(brief)).toBeUndefined();
  });

  it('tells a timeout once, until it changes', () => {
    const recorder = new Recorder();
    const connection = recorder.server({}, 0);
    for (let i = 0; i < 3; i++) connection.nextTimeout();
    connection.handleTimeout(10_000);
    connection.nextTimeout();

    expect(briefLog(recorder.log).map(({ call }) => call)).toEqual([
      'create',
      'nextTimeout',
      'handleTimeout',
      'nextTimeout',
    ]);
  });

  it('stays whole when the rest would not replay', () => {
    const recorder = new Recorder();
    recorder.wrap(new ServerConnection({}, 0)).nextEvent();

    expect(briefLog(recorder.log)).toBe(recorder.log);
  });
});
