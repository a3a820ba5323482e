import { describe, expect, it } from '@jest/globals';
import {
  describeDifference,
  formatLog,
  type Log,
  type LogEntry,
  parseLog,
  Recorder,
  replay,
} from '@sansocket/testkit/record';
import { ServerConnection, type ServerOptions } from 'sansocket';
import type { Extension } from 'sansocket/extensions';
import { driveEcho, recordEcho } from './support/echo.ts';

function echoLog(options: ServerOptions = {}): Log {
  const recorder = new Recorder();
  recordEcho(recorder, options);
  return recorder.log;
}

/** The log with something else in one entry. */
function changed(log: Log, index: number, change: Partial<LogEntry>): Log {
  return log.map((entry, i) => (i === index ? { ...entry, ...change } : entry));
}

function indexOf(log: Log, call: LogEntry['call'], skip = 0): number {
  return log.map((entry, i) => (entry.call === call ? i : -1)).filter((i) => i >= 0)[skip]!;
}

/** Answers pings with something else. */
class PlantedServer extends ServerConnection {
  override send(data: string | Uint8Array): ReturnType<ServerConnection['send']> {
    return super.send(typeof data === 'string' ? data.toUpperCase() : data);
  }
}

const extension: Extension = {
  name: 'x-nothing',
  offers: () => [[]],
  accept: () => undefined,
  activate: () => undefined,
};

describe('replay()', () => {
  it('finds no difference in what was recorded, from the text too', () => {
    expect(replay(echoLog())).toBeUndefined();
    expect(replay(parseLog(formatLog(echoLog({ messages: 'parts' }))))).toBeUndefined();
  });

  it('hands the entropy of the log to a client', () => {
    const recorder = new Recorder();
    const client = recorder.client('ws://example.com/', {}, 0);
    client.nextOutput();

    expect(replay(recorder.log)).toBeUndefined();
    const other = changed(recorder.log, 0, { entropy: [{ $hex: Array(16).fill('00').join(' ') }] });
    expect(replay(other)?.index).toBe(1);
  });

  it('names the first call that came out otherwise', () => {
    const log = echoLog();
    const index = indexOf(log, 'nextEvent', 1);
    const difference = replay(changed(log, index, { returns: { type: 'close' } }));

    expect(difference).toEqual({
      index,
      expected: { call: 'nextEvent', returns: { type: 'close' } },
      got: log[index],
    });
  });

  it('finds a difference in what is thrown', () => {
    const recorder = new Recorder();
    expect(() => recorder.server({}, 0).send('a')).toThrow();
    const other = changed(recorder.log, 1, { throws: 'StateError: something else' });

    expect(replay(recorder.log)).toBeUndefined();
    expect(replay(other)?.got.throws).toContain('Cannot send');
  });

  it('finds a difference in the entropy that is drawn', () => {
    const recorder = new Recorder();
    recorder.client('ws://example.com/', {}, 0);
    const difference = replay(changed(recorder.log, 0, { entropy: [{ $hex: '00' }] }));

    expect(difference?.index).toBe(0);
  });

  it('finds the fault of another machine', () => {
    const log = echoLog();
    const difference = replay(log, {
      connect: (fillRandom) => new PlantedServer({ fillRandom }, 0),
    });

    expect(difference?.index).toBe(indexOf(log, 'nextOutput', 2));
    expect(describeDifference(difference!)).toBe(
      [
        `Call ${difference?.index} came out otherwise: nextOutput {}`,
        '  expected {"returns":{"type":"write","bytes":{"$hex":"81 05 48 65 6c 6c 6f 8a 00 88 02 03 e8"}}}',
        '  got      {"returns":{"type":"write","bytes":{"$hex":"81 05 48 45 4c 4c 4f 8a 00 88 02 03 e8"}}}',
      ].join('\n'),
    );
  });

  it('needs to be told how a connection was made that was only wrapped', () => {
    const recorder = new Recorder();
    driveEcho(recorder.wrap(new ServerConnection({}, 0)));

    expect(() => replay(recorder.log)).toThrow('say it with connect');
    expect(replay(recorder.log, { connect: () => new ServerConnection({}, 0) })).toBeUndefined();
  });

  it('needs to be given extensions, and cannot have functions', () => {
    const log = echoLog({ extensions: [extension] });
    const withFunction = echoLog({ allowedHosts: () => true });

    expect(() => replay(log)).toThrow('Log needs the extension x-nothing, which was not given');
    expect(replay(log, { extensions: [extension] })).toBeUndefined();
    expect(() => replay(withFunction)).toThrow('Log cannot hold the function allowedHosts');
  });

  it('keeps what JSON has no word for', () => {
    const log = echoLog({ timeouts: { idleMs: Infinity }, limits: { maxFrameBytes: Infinity } });

    expect(log[0]?.args?.['options']).toMatchObject({
      timeouts: { idleMs: { $number: 'Infinity' } },
    });
    expect(replay(parseLog(formatLog(log)))).toBeUndefined();
  });

  it('refuses a log that does not begin, a call that is none of its end, a tag that is none', () => {
    const log = echoLog();
    const server = (): ServerConnection => new ServerConnection({}, 0);
    const tagged = changed(log, 1, { args: { chunk: { $what: '00' }, now: 1 } });

    expect(() => replay(tagged, { connect: server })).toThrow('no value with the tag $what');
    const client = new Recorder();
    client.client('ws://example.com/', {}, 0);
    expect(() => replay([...client.log, { call: 'accept' }])).toThrow(
      'Connection has no call accept',
    );
    expect(() => replay([{ call: 'nextEvent' }])).toThrow('Log does not begin with create');
  });
});

describe('replay() of a transport error', () => {
  it('compares its cause as text', () => {
    const recorder = new Recorder();
    const connection = recorder.server({}, 0);
    connection.receiveError(new Error('connection reset'), 1);
    connection.nextEvent();

    expect(recorder.log[2]?.returns).toMatchObject({ cause: 'Error: connection reset' });
    expect(replay(parseLog(formatLog(recorder.log)))).toBeUndefined();
  });
});
