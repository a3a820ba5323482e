/** Options that have a name of the table, and a value that is easy to lose or to mistake. @module */
import { describe, expect, it } from '@jest/globals';
import { ServerConnection, type ServerOptions } from 'sansocket';
import { type OpenSocket, ServerSockets } from 'sansocket/driving';

const open: OpenSocket<unknown> = () => {
  throw new Error('Nobody connects');
};

describe('options', () => {
  it.each([
    { limits: { maxFrameBytes: 125n } },
    { limits: { maxEmptyFragments: 0n } },
    { timeouts: { idleMs: 0n } },
  ])('take no BigInt for a number, though its digits are in the words: %p', (options) => {
    const given = options as unknown as ServerOptions;
    expect(() => new ServerConnection(given, 0)).toThrow('got a BigInt');
  });

  it.each([
    { messages: 5 },
    { messages: Infinity },
    { text: ' or ' },
    { messages: "whole' or 'parts" },
    { frames: 'true or false' },
  ])('take nothing for what it is not, though the words have a piece of it: %p', (options) => {
    const given = options as unknown as ServerOptions;
    expect(() => new ServerConnection(given, 0)).toThrow(TypeError);
  });

  it('are checked where a class has them', () => {
    class Options {
      get text() {
        return 5;
      }
    }
    const given = new Options() as unknown as ServerOptions;
    expect(() => new ServerConnection(given, 0)).toThrow("text must be 'string' or 'bytes', got 5");
  });

  it('may come from getters of a class, limits and timeouts too', () => {
    class Timeouts {
      get openingHandshakeMs() {
        return 5;
      }
    }
    const connection = new ServerConnection({ timeouts: new Timeouts() }, 0);
    expect(connection.nextTimeout()?.at).toBe(5);
  });

  it('may not be inherited where an adapter copies them', () => {
    class Options {
      get allowedOrigins() {
        return ['https://a.example'];
      }
    }
    const inherited = Object.create({ messages: 'parts' }) as ServerOptions;
    for (const options of [new Options(), inherited]) {
      expect(() => new ServerSockets(options, () => undefined, open)).toThrow(
        /^options\.(allowedOrigins|messages) must be an own property, not inherited$/,
      );
    }
  });
});
