/** Sockets: the calls of an application over a pipe of any runtime. @module */
import { describe, expect, it } from '@jest/globals';
import { ServerConnection } from 'sansocket';
import { type Hear, type Pipe, type Runtime, Socket } from 'sansocket/connection';
import { bytesOf, requestText } from '../handshake/heads.ts';

/** A runtime whose tasks run when the test says so. */
class Tasks implements Runtime {
  readonly waiting: (() => void)[] = [];

  now(): number {
    return 0;
  }

  soon(task: () => void): void {
    this.waiting.push(task);
  }

  later(): () => void {
    return () => undefined;
  }

  /** @returns What the task threw. */
  run(): unknown {
    try {
      this.waiting.shift()?.();
    } catch (error) {
      return error;
    }
    return undefined;
  }
}

const quiet: Pipe = {
  write: () => undefined,
  end: () => undefined,
  abort: () => undefined,
  read: () => undefined,
};

describe('Socket', () => {
  it('goes on with the next event when the listener throws', () => {
    const tasks = new Tasks();
    const connection = new ServerConnection({}, 0);
    connection.receive(bytesOf(requestText()), 0);
    connection.receiveEnd(0);
    const types: string[] = [];
    new Socket(
      connection,
      undefined,
      () => quiet,
      (event) => {
        types.push(event.type);
        throw new Error(event.type);
      },
      tasks,
    );
    expect(tasks.run()).toEqual(new Error('handshake-request'));
    expect(tasks.run()).toEqual(new Error('close'));
    expect(types).toEqual(['handshake-request', 'close']);
  });

  it('keeps what the listener throws from the transport', () => {
    const tasks = new Tasks();
    let hear: Hear = () => undefined;
    new Socket(
      new ServerConnection({}, 0),
      undefined,
      (given) => {
        hear = given;
        return quiet;
      },
      (event) => {
        throw new Error(event.type);
      },
      tasks,
    );
    tasks.run();
    hear((connection, now) => connection.receive(bytesOf(requestText()), now));
    const thrown = [tasks.run(), tasks.run()];
    expect(thrown).toContainEqual(new Error('handshake-request'));
  });

  it('does not try again and again when the pipe throws', () => {
    const tasks = new Tasks();
    const broken = {
      ...quiet,
      read(): void {
        throw new Error('broken');
      },
    };
    new Socket(
      new ServerConnection({}, 0),
      undefined,
      () => broken,
      () => undefined,
      tasks,
    );
    expect(tasks.run()).toEqual(new Error('broken'));
    expect(tasks.waiting).toEqual([]);
  });
});
