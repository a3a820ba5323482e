/** Sockets that rest: nobody's bytes hold a process for longer than a budget. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concat, hex } from '../support/bytes.ts';
import { maskFrames } from '../support/masked-frames.ts';
import { LOOK_EVENTS, messages, Process } from '../support/process.ts';
import { openServer, roles } from '../support/roles.ts';
import { runLengths } from '../support/toy-extensions.ts';

describe('A socket', () => {
  it('asks for nothing in a usual turn', () => {
    const process = new Process();
    const { inputs } = process.open('a');
    process.cost = 100;
    inputs.receive(messages(LOOK_EVENTS - 1));
    expect(process.delivered).toHaveLength(LOOK_EVENTS - 1);
    expect(process.runtime.behindReading).toEqual([]);
  });

  it('rests after its budget with its output sent and without reading, and goes on once others were read', () => {
    const process = new Process();
    const { inputs, pipe } = process.open('a');
    process.cost = 1;
    inputs.receive(concat(maskFrames(hex('89 00')), messages(2 * LOOK_EVENTS)));
    expect(process.delivered).toHaveLength(LOOK_EVENTS);
    expect(pipe).toMatchObject({ lines: ['8a 00'], reading: false });
    process.runtime.read();
    expect(process.delivered).toHaveLength(2 * LOOK_EVENTS);
    expect(pipe.reading).toBe(false);
    process.readAll();
    expect(process.delivered).toHaveLength(2 * LOOK_EVENTS + 1);
    expect(pipe.reading).toBe(true);
  });

  it('does not rest while its events take less than its budget', () => {
    const process = new Process();
    const { inputs, pipe } = process.open('a');
    inputs.receive(messages(10 * LOOK_EVENTS));
    expect(process.delivered).toHaveLength(10 * LOOK_EVENTS);
    expect(pipe.reading).toBe(true);
  });

  it('has one budget for all chunks that come before others are read, events or none', () => {
    const process = new Process();
    const { inputs, pipe, connection } = process.open('a');
    const receive = connection.receive.bind(connection);
    connection.receive = (chunk, now) => {
      process.runtime.time += 3;
      receive(chunk, now);
    };
    // Of one message of 1 MiB.
    inputs.receive(maskFrames(hex('82 7f 00 00 00 00 00 10 00 00')).subarray(0, 14));
    for (const reading of [true, true, true, false]) {
      inputs.receive(new Uint8Array(65_536));
      expect(pipe.reading).toBe(reading);
    }
    process.readAll();
    expect(pipe.reading).toBe(true);
    expect(process.delivered).toEqual([]);
  });

  it('has a budget of its own behind one that rests', () => {
    const process = new Process();
    const [hostile, good] = [process.open('h'), process.open('g')];
    process.cost = 9;
    hostile.inputs.receive(messages(2 * LOOK_EVENTS));
    process.delivered.length = 0;
    good.inputs.receive(messages(3));
    expect(process.delivered).toEqual(['g message', 'g message', 'g message']);
  });

  it('has its whole budget in a round in which others went on for less', () => {
    const process = new Process();
    const [hostile, good] = [process.open('h'), process.open('g')];
    process.cost = 1;
    hostile.inputs.receive(messages(3 * LOOK_EVENTS));
    process.runtime.read();
    expect(process.delivered).toHaveLength(2 * LOOK_EVENTS);
    process.cost = 0.3;
    good.inputs.receive(messages(LOOK_EVENTS));
    expect(good.pipe.reading).toBe(true);
  });

  it('rests one after the other with those that rest', () => {
    const process = new Process();
    const all = ['a', 'b', 'c'].map((name) => process.open(name));
    process.cost = 1;
    for (const { inputs } of all) inputs.receive(messages(3 * LOOK_EVENTS));
    process.delivered.length = 0;
    const order: string[] = [];
    while (process.runtime.behindReading.length > 0) {
      process.runtime.read();
      order.push(new Set(process.delivered.splice(0).map(([name]) => name)).size.toString());
    }
    // In each round one has a look's worth of events.
    expect(order.filter((count) => count !== '0')).toEqual(['1', '1', '1', '1', '1', '1']);
  });

  it('receives in order what came while it rests, and closes once', () => {
    const process = new Process();
    const { inputs } = process.open('a');
    process.cost = 1;
    inputs.receive(messages(LOOK_EVENTS));
    inputs.receive(maskFrames(hex('89 00 88 00')));
    inputs.receiveEnd();
    inputs.receiveError(new Error('reset'));
    expect(process.delivered).toHaveLength(LOOK_EVENTS);
    process.readAll();
    expect(process.delivered.slice(LOOK_EVENTS)).toEqual(['a ping', 'a close-received', 'a close']);
  });

  it('sends while it rests, and takes no events in a turn of the application', () => {
    const process = new Process();
    const { inputs, socket, pipe } = process.open('a');
    process.cost = 1;
    inputs.receive(messages(LOOK_EVENTS + 1));
    socket.send('b');
    process.runtime.run();
    socket.connection.send('c');
    socket.turn();
    expect(pipe).toMatchObject({ lines: ['81 01 62', '81 01 63'], reading: false });
    expect(process.delivered).toHaveLength(LOOK_EVENTS);
    const { bufferedAmount } = socket.connection;
    socket.pauseReceiving();
    process.readAll();
    // Nothing has left.
    expect([bufferedAmount > 0, socket.connection.bufferedAmount]).toEqual([true, bufferedAmount]);
    expect(process.delivered).toHaveLength(LOOK_EVENTS + 1);
    expect(pipe.reading).toBe(false);
  });

  it('keeps what came while it rests, where its array is used again', () => {
    const process = new Process();
    const { connection } = openServer({ copy: true });
    const { inputs } = process.open('a', connection);
    process.cost = 1;
    inputs.receive(messages(LOOK_EVENTS));
    const room = messages(1);
    inputs.receive(room);
    room.fill(0xff);
    process.readAll();
    expect(process.delivered.at(-1)).toBe('a message');
  });

  it('gives a compressed message to its connection in portions that grow as long as little comes of them', () => {
    const process = new Process();
    const { connection } = openServer({ extensions: [runLengths()] });
    const portions: number[] = [];
    const receive = connection.receive.bind(connection);
    connection.receive = (chunk, now) => {
      portions.push(chunk.length);
      process.runtime.time += chunk.length / 1024;
      receive(chunk, now);
    };
    const { inputs, pipe } = process.open('a', connection);
    // A message of 16 KiB, and two bytes of a Close frame.
    const frame = maskFrames(concat(hex('c2 7e 40 00'), new Uint8Array(16_384).fill(1)));
    inputs.receive(concat(frame, maskFrames(hex('88 00')).subarray(0, 2)));
    expect(portions).toEqual([4096, 8192]);
    expect(pipe.reading).toBe(false);
    process.readAll();
    const rounds = new Array<number[]>(5).fill([256, 512]);
    expect(portions.slice(2)).toEqual([...rounds.flat(), 256, 10]);
    expect(process.delivered).toEqual(['a message']);
    expect(pipe.reading).toBe(true);
    // Each time that it was not too much, twice as much at once.
    portions.length = 0;
    connection.receive = ({ length }) => portions.push(length);
    for (let i = 0; i < 2; i++) inputs.receive(new Uint8Array(8192));
    expect(portions).toEqual([1024, 2048, 4096, 1024, 8192]);
  });

  it('gives a chunk to its connection as it came where that is one portion, and a short one always', () => {
    const process = new Process();
    const chunks: Uint8Array[] = [];
    let cost = 0;
    const receive = (chunk: Uint8Array): void => {
      chunks.push(chunk);
      process.runtime.time += cost;
    };
    const long = new Uint8Array(100_000);
    const plain = Object.assign(openServer().connection, { receive });
    process.open('a', plain).inputs.receive(long);
    expect(chunks).toHaveLength(1);
    expect(chunks[0]).toBe(long);
    const { connection } = openServer({ extensions: [runLengths()] });
    const { inputs } = process.open('b', Object.assign(connection, { receive }));
    // Its portions are shorter once it had to rest.
    cost = 20;
    inputs.receive(new Uint8Array(8192));
    process.readAll();
    expect(chunks.at(-1)!.length).toBeLessThan(4096);
    const short = new Uint8Array(4096);
    inputs.receive(short);
    expect(chunks.at(-1)).toBe(short);
  });

  it('gives a chunk of any length to its connection in portions of at most 1 MiB', () => {
    const process = new Process();
    const { connection } = openServer();
    const portions: number[] = [];
    connection.receive = ({ length }) => portions.push(length);
    const { inputs } = process.open('a', connection);
    inputs.receive(new Uint8Array(3_000_000));
    expect(portions).toEqual([1_048_576, 1_048_576, 902_848]);
    inputs.receive(new Uint8Array(2 ** 21));
    expect(portions.slice(3)).toEqual([1_048_576, 1_048_576]);
  });

  it('goes on after 0 ms where the runtime does not say when sockets were read', () => {
    const process = new Process();
    Object.assign(process.runtime, { afterReading: undefined });
    const { inputs } = process.open('a');
    process.cost = 1;
    inputs.receive(messages(LOOK_EVENTS + 1));
    const timer = process.runtime.timers.at(-1)!;
    expect(timer.ms).toBe(0);
    timer.task();
    expect(process.delivered).toHaveLength(LOOK_EVENTS + 1);
  });
});

describe('A socket that rests', () => {
  const times = fc.array(fc.tuple(fc.nat(40), fc.nat(20), fc.boolean()), { maxLength: 12 });

  it.each(roles)(
    'tells and sends the same as one that does not, as a $role',
    ({ open, received }) => {
      const frames = hex('81 01 61 89 01 70 01 01 62 80 01 63 8a 00');
      const run = (steps: readonly (readonly [number, number, boolean])[], cost: number) => {
        const process = new Process();
        const { inputs, pipe } = process.open('a', open().connection);
        process.cost = cost;
        let seed = 1;
        for (const [count, cut, reads] of steps) {
          const bytes = received(concat(...Array.from({ length: count }, () => frames)));
          const at = Math.min(cut * (seed++ % 7), bytes.length);
          inputs.receive(bytes.subarray(0, at));
          inputs.receive(bytes.subarray(at));
          if (reads) process.runtime.read();
        }
        inputs.receive(received(hex('88 02 03 e8')));
        inputs.receiveEnd();
        process.readAll();
        return [process.delivered, pipe.lines.at(-1)];
      };
      fc.assert(
        fc.property(times, fc.integer({ min: 1, max: 9 }), (steps, cost) => {
          expect(run(steps, cost)).toEqual(run(steps, 0));
        }),
      );
    },
  );
});
