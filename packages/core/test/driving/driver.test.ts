/** The loop between a connection and a transport. @module */
import { describe, expect, it } from '@jest/globals';
import { type Connection, type ConnectionEvent, Driver, type Transport } from 'sansocket';
import { concat, pattern, toHex } from '../support/bytes.ts';
import type { End } from '../support/end.ts';
import { openServer, roles } from '../support/roles.ts';

/** A transport that writes down what it is told. */
class Notes implements Transport {
  readonly lines: string[] = [];
  at: number | undefined;
  reading: boolean | undefined;

  write(pieces: readonly Uint8Array[]): void {
    this.lines.push(toHex(concat(...pieces)));
  }

  end(): void {
    this.lines.push('end');
  }

  abort(reason: string): void {
    this.lines.push(`abort: ${reason}`);
  }

  wakeAt(at: number | undefined): void {
    this.at = at;
  }

  read(wanted: boolean): void {
    this.reading = wanted;
  }
}

function driven<C extends Connection>(end: End<C>, onEvent: (event: ConnectionEvent) => void) {
  const notes = new Notes();
  return { notes, driver: new Driver(end.connection, notes, onEvent) };
}

describe.each(roles)('Driver of a $role', ({ open, sent, received }) => {
  it('hands out every event, then all output as one write, then timer and appetite', () => {
    const end = open();
    const order: string[] = [];
    const { notes, driver } = driven(end, ({ type }) => {
      order.push(type);
      expect(notes.lines).toEqual([]);
      if (type === 'message') end.connection.send('x');
    });
    end.receive(received('81 01 61 89 00 81 01 62'));
    driver.turn();
    expect(order).toEqual(['message', 'ping', 'message']);
    expect(notes).toEqual({
      lines: [sent('81 01 78 8a 00 81 01 78')],
      at: 30_000,
      reading: true,
    });
  });

  it.each(['turn', 'flush'] as const)(
    'goes on in a %s with what comes of bytes that have all left at once',
    (call) => {
      const end = open({ limits: { outputHighWaterBytes: 4 } });
      const types: string[] = [];
      const sendsAll = Object.assign(new Notes(), { write: () => true });
      const driver = new Driver(end.connection, sendsAll, ({ type }) => types.push(type));
      end.connection.send('abcde');
      driver[call]();
      expect([types, end.connection.bufferedAmount, sendsAll.at]).toEqual([['drain'], 0, 30_000]);
      // Nobody has said what time it is.
      end.now = 5;
      end.receive(received('8a 00'));
      driver.turn();
      expect(sendsAll.at).toBe(30_005);
    },
  );

  it('takes no events while the transport rests, and sends', () => {
    const end = open().receive(received('89 00 81 01 61 81 01 62'));
    const types: string[] = [];
    const resting = Object.assign(new Notes(), { rests: false });
    const driver = new Driver(end.connection, resting, ({ type }, { rests }) => {
      types.push(`${type} ${rests}`);
      resting.rests = true;
    });
    driver.turn();
    expect([types, resting.lines]).toEqual([['ping false'], [sent('8a 00')]]);
    end.connection.send('x');
    driver.turn();
    expect([types.length, resting.lines.length]).toEqual([1, 2]);
    resting.rests = false;
    driver.turn();
    expect(types).toEqual(['ping false', 'message false']);
  });

  it('waits for the transport to say that bytes have left', () => {
    const end = open();
    const { driver } = driven(end, () => {});
    end.connection.send('a');
    const { bufferedAmount } = end.connection;
    driver.turn();
    expect(bufferedAmount).toBeGreaterThan(0);
    expect(end.connection.bufferedAmount).toBe(bufferedAmount);
  });

  it('writes nothing when there is nothing to write', () => {
    const end = open();
    const { notes, driver } = driven(end, () => {});
    driver.turn();
    driver.turn();
    expect(notes.lines).toEqual([]);
  });

  it('flushes a message as one write, without a look at timer and appetite', () => {
    const end = open();
    const { notes, driver } = driven(end, () => {});
    end.connection.send('a');
    end.connection.send('b');
    driver.flush();
    expect(notes).toEqual({
      lines: [sent('81 01 61 81 01 62')],
      at: undefined,
      reading: undefined,
    });
  });

  it('takes a flush that a handler asks for into the turn that goes on', () => {
    const end = open().receive(received('89 00 81 01 61'));
    const { notes, driver } = driven(end, () => {
      end.connection.send('x');
      driver.flush();
      expect(notes.lines).toEqual([]);
    });
    driver.turn();
    expect(notes.lines).toEqual([sent('8a 00 81 01 78 81 01 78')]);
  });

  it('gives the end behind the bytes (§7.1.1)', () => {
    const end = open().receive(received('83'));
    const { notes, driver } = driven(end, () => {});
    driver.turn();
    expect(notes.lines).toEqual([sent('88 02 03 ea'), 'end']);
    expect(notes.at).toBe(2000);
    expect(notes.reading).toBe(true);
    end.connection.handleTimeout(2000);
    driver.turn();
    expect(notes.lines.slice(2)).toEqual(['abort: the peer did not close the transport']);
    expect(notes.at).toBeUndefined();
    expect(notes.reading).toBe(false);
  });

  it('takes a turn that a handler asks for into the one that goes on', () => {
    const end = open();
    const order: string[] = [];
    const { notes, driver } = driven(end, (event) => {
      order.push(`begin ${event.type}`);
      if (event.type === 'ping') end.receive(received('81 01 61'));
      end.connection.send('x');
      driver.turn();
      order.push(`end ${event.type}`);
    });
    end.receive(received('89 00'));
    driver.turn();
    expect(order).toEqual(['begin ping', 'end ping', 'begin message', 'end message']);
    expect(notes.lines).toEqual([sent('8a 00 81 01 78 81 01 78')]);
  });

  it('passes on what a handler throws, once the output has been taken, and goes on next time', () => {
    const end = open().receive(received('89 00 81 01 61 81 01 62'));
    const seen: string[] = [];
    const { notes, driver } = driven(end, (event) => {
      if (event.type !== 'message') return;
      seen.push(String(event.data));
      if (seen.length === 1) throw new Error('In the handler');
      end.connection.send('x');
    });
    expect(() => driver.turn()).toThrow('In the handler');
    expect(seen).toEqual(['a']);
    expect(notes.lines).toEqual([sent('8a 00')]);
    expect(notes.at).toBe(30_000);

    driver.turn();
    expect(seen).toEqual(['a', 'b']);
    expect(notes.lines).toEqual([sent('8a 00'), sent('81 01 78')]);
  });

  it('stops reading while the application pauses', () => {
    const end = open();
    const { notes, driver } = driven(end, () => end.connection.pauseReceiving());
    end.receive(received('81 01 61'));
    driver.turn();
    expect(notes.reading).toBe(false);
    end.connection.resumeReceiving();
    driver.turn();
    expect(notes.reading).toBe(true);
  });
});

describe('Driver of a server', () => {
  it('hands long payloads over in the same write as the frames around them', () => {
    const end = openServer();
    let writes = 0;
    const pieces: Uint8Array[] = [];
    const transport: Transport = Object.assign(new Notes(), {
      write: (more: readonly Uint8Array[]) => {
        writes++;
        pieces.push(...more);
      },
    });
    const driver = new Driver(end.connection, transport, () => {});
    const data = pattern(20_000);
    end.connection.send('a');
    end.connection.send(data);
    end.connection.send('b');
    driver.turn();
    expect(writes).toBe(1);
    expect(pieces).toHaveLength(3);
    expect(pieces[1]?.buffer).toBe(data.buffer);
  });
});

describe.each(['turn', 'flush'] as const)(
  'Driver whose transport throws in the write of a %s',
  (how) => {
    it('writes nothing behind it, and drops the connection', () => {
      const events: string[] = [];
      const end = openServer();
      const { notes, driver } = driven(end, ({ type }) => events.push(type));
      notes.write = () => {
        throw new RangeError('full');
      };
      end.connection.send('a');
      expect(() => driver[how]()).toThrow('full');
      Reflect.deleteProperty(notes, 'write');
      driver.turn();
      expect(notes.lines).toEqual(['abort: a write threw']);
      expect([events, end.connection.readyState]).toEqual([['close'], 'closed']);
    });
  },
);

describe('Driver whose turn is broken off while it takes the output', () => {
  it('has lost nothing of it', () => {
    const end = openServer();
    const { notes, driver } = driven(end, () => {});
    end.connection.send('a');
    const { connection } = end;
    const nextOutput = connection.nextOutput.bind(connection);
    let calls = 0;
    connection.nextOutput = () => {
      if (++calls === 2) throw new RangeError('Maximum call stack size exceeded');
      return nextOutput();
    };
    expect(() => driver.flush()).toThrow(RangeError);
    driver.turn();
    expect(notes.lines).toEqual(['81 01 61']);
  });
});
