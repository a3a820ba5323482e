/** A pipe over a stream of promises: what it reads, writes and closes, and in which order. @module */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type ByteStream, type Inputs, StreamPipe } from 'sansocket/driving';

/** A call of the stream that the test has to answer. */
interface Call {
  readonly name: string;
  readonly resolve: (value?: unknown) => void;
  readonly reject: (cause: unknown) => void;
}

/** A stream whose promises the test settles. */
class Calls implements ByteStream<Uint8Array | undefined> {
  readonly open: Call[] = [];
  readonly closed: unknown[] = [];

  read(): Promise<Uint8Array | undefined> {
    return this.#call('read');
  }

  chunk(read: Uint8Array | undefined): Uint8Array | undefined {
    return read;
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#call(
      bytes.length > 99 ? `write of ${bytes.length}` : `write ${[...bytes].join(' ')}`,
    );
  }

  closeWrite(): Promise<unknown> {
    return this.#call('closeWrite');
  }

  close(reason?: unknown): void {
    this.closed.push(reason);
  }

  get names(): string[] {
    return this.open.map(({ name }) => name);
  }

  /** Answers the oldest call of a name, and lets everybody hear of it. */
  async answer(name: string, value?: unknown): Promise<void> {
    this.#take(name).resolve(value);
    await settled();
  }

  async fail(name: string, cause: unknown): Promise<void> {
    this.#take(name).reject(cause);
    await settled();
  }

  #take(name: string): Call {
    const at = this.open.findIndex((call) => call.name.startsWith(name));
    const [call] = this.open.splice(at, 1);
    if (at < 0 || call === undefined) throw new Error(`${name} was not called`);
    return call;
  }

  #call<T>(name: string): Promise<T> {
    return new Promise((resolve, reject) => {
      this.open.push({ name, resolve: resolve as (value?: unknown) => void, reject });
    });
  }
}

/** More turns of the queue of promises than anything here needs. */
async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

/** Writes down the inputs of a connection. */
function recorder(into: unknown[][]): Inputs {
  return {
    receive: (chunk) => into.push(['receive', chunk]),
    receiveEnd: () => into.push(['receiveEnd']),
    receiveError: (cause) => into.push(['receiveError', cause]),
    outputSent: (bytes) => into.push(['outputSent', bytes]),
  };
}

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('StreamPipe', () => {
  let stream: Calls;
  let inputs: unknown[][];
  let pipe: StreamPipe;
  beforeEach(() => {
    stream = new Calls();
    inputs = [];
    pipe = new StreamPipe(stream, recorder(inputs));
  });

  it('reads one chunk after the other while that is wanted', async () => {
    await settled();
    expect(stream.names).toEqual([]);
    pipe.read(true);
    pipe.read(true);
    await settled();
    await stream.answer('read', bytes(1));
    expect(stream.names).toEqual(['read']);
    pipe.read(false);
    await stream.answer('read', bytes(2));
    expect([stream.names, inputs]).toEqual([
      [],
      [
        ['receive', bytes(1)],
        ['receive', bytes(2)],
      ],
    ]);
    pipe.read(true);
    await settled();
    expect(stream.names).toEqual(['read']);
  });

  it('writes what is queued, one write at a time, and tells what has left', async () => {
    pipe.write([bytes(1), bytes(2, 3)]);
    pipe.write([bytes(4)]);
    await settled();
    expect(stream.names).toEqual(['write 1 2 3']);
    await stream.answer('write', 2);
    pipe.write([bytes(5)]);
    expect(stream.names).toEqual(['write 3']);
    await stream.answer('write', 1);
    await stream.answer('write 4 5', 2);
    const sent = [2, 1, 2].map((count) => ['outputSent', count]);
    expect([stream.names, inputs]).toEqual([[], sent]);
  });

  it('writes what is long in pieces, so that it is seen when something leaves', async () => {
    pipe.write([new Uint8Array(300_000)]);
    await settled();
    await stream.answer('write of 262144', 262_144);
    expect(stream.names).toEqual(['write of 37856']);
    expect(inputs).toEqual([['outputSent', 262_144]]);
  });

  it('writes again after all had left', async () => {
    pipe.write([bytes(1)]);
    await settled();
    await stream.answer('write 1', 1);
    pipe.write([bytes(2)]);
    await settled();
    expect(stream.names).toEqual(['write 2']);
  });

  it('closes its half after what was written', async () => {
    pipe.write([bytes(1)]);
    pipe.end();
    await settled();
    expect(stream.names).toEqual(['write 1']);
    await stream.answer('write 1', 1);
    expect(stream.names).toEqual(['closeWrite']);
  });

  it.each([
    ['ours first', ['closeWrite', 'read']],
    ["the peer's first", ['read', 'closeWrite']],
  ])('closes the stream once both halves are closed: %s', async (_, [first, second]) => {
    pipe.read(true);
    pipe.end();
    await settled();
    await stream.answer(first!, undefined);
    expect(stream.closed).toHaveLength(0);
    await stream.answer(second!, undefined);
    expect(stream.closed).toStrictEqual([undefined]);
    expect(inputs).toEqual([['receiveEnd']]);
  });

  it('reads no more after the end', async () => {
    pipe.read(true);
    await settled();
    await stream.answer('read', undefined);
    pipe.read(true);
    await settled();
    expect(stream.names).toEqual([]);
  });

  it.each([
    ['read', () => pipe.read(true)],
    ['write', () => pipe.write([bytes(1)])],
    ['closeWrite', () => pipe.end()],
  ])('tells that the stream is lost when %s fails, and lets go of it', async (name, call) => {
    call();
    await settled();
    const cause = new Error('reset');
    await stream.fail(name, cause);
    expect([inputs, stream.closed]).toEqual([[['receiveError', cause]], [cause]]);
  });

  it('drops the stream at once', async () => {
    pipe.write([bytes(1)]);
    pipe.abort('it took too long');
    pipe.abort('again');
    await settled();
    expect(stream.closed).toEqual(['it took too long']);
  });

  it('takes a stream that is connected later', async () => {
    let connect: (stream: ByteStream) => void = () => undefined;
    const connecting = new Promise<ByteStream>((resolve) => {
      connect = resolve;
    });
    const late = new StreamPipe(connecting, recorder(inputs));
    late.write([bytes(1)]);
    late.read(true);
    await settled();
    connect(stream);
    await settled();
    expect(stream.names).toEqual(['write 1', 'read']);
  });

  it('does not read from a stream that is connected before that is wanted', async () => {
    const early = new StreamPipe(Promise.resolve(stream), recorder(inputs));
    await settled();
    expect(stream.names).toEqual([]);
    early.read(true);
    expect(stream.names).toEqual(['read']);
  });

  it('closes a stream that is connected after it was dropped, and asks nothing of it', async () => {
    let connect: (stream: ByteStream) => void = () => undefined;
    const connecting = new Promise<ByteStream>((resolve) => {
      connect = resolve;
    });
    const late = new StreamPipe(connecting, recorder(inputs));
    late.write([bytes(1)]);
    late.read(true);
    late.abort('it took too long');
    connect(stream);
    await settled();
    expect(stream.closed).toEqual(['it took too long']);
    expect(stream.names).toEqual([]);
  });

  it('tells that a stream could not be connected before anything is read or written', async () => {
    const cause = new Error('refused');
    new StreamPipe(Promise.reject(cause), recorder(inputs));
    await settled();
    expect(inputs).toEqual([['receiveError', cause]]);
  });

  it('tells once or more that a stream could not be connected, and has nothing to close', async () => {
    const cause = new Error('refused');
    const lost = new StreamPipe(Promise.reject(cause), recorder(inputs));
    lost.write([bytes(1)]);
    await settled();
    expect(new Set(inputs.map(([name, why]) => [name, why === cause].join()))).toEqual(
      new Set(['receiveError,true']),
    );
  });

  it('asks nothing of a stream that it has let go of', async () => {
    pipe.read(true);
    pipe.write([bytes(1)]);
    pipe.write([bytes(2)]);
    pipe.abort('gone');
    await stream.answer('write 1', 1);
    await stream.answer('read', bytes(3));
    pipe.write([bytes(4)]);
    pipe.end();
    await settled();
    expect([stream.names, stream.closed]).toEqual([[], ['gone']]);
  });

  it('has begun nothing when the stream throws', async () => {
    const pipe = new StreamPipe(stream, recorder(inputs));
    const fail = (): never => {
      throw new RangeError('full');
    };
    Object.assign(stream, { write: fail, read: fail });
    expect(() => pipe.write([bytes(1)])).toThrow('full');
    expect(() => pipe.read(true)).toThrow('full');
    for (const name of ['write', 'read']) Reflect.deleteProperty(stream, name);
    pipe.write([bytes(2)]);
    pipe.read(true);
    await settled();
    expect(stream.names).toEqual(['write 1', 'read']);
  });
});
