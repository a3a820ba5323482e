/**
 * Chains of two and three extensions with every choice of RSV1, RSV2 and RSV3, in every order (RFC 6455 §5.2, §9.1):
 * what is on the wire is computed here by hand.
 *
 * @module
 */
import { describe, expect, it } from '@jest/globals';
import { ClientConnection, ServerConnection } from 'sansocket';
import type { Extension } from 'sansocket/extensions';
import { bytesOf, requestText, responseText } from '../handshake/heads.ts';
import { End } from '../support/end.ts';
import { roles } from '../support/roles.ts';
import { sampleEntropy } from '../support/sample-entropy.ts';
import { tagging } from '../support/toy-extensions.ts';

/** A link of a chain: its bits as in byte 0, and the byte that it puts in front of a message. */
interface Link {
  readonly name: string;
  readonly bits: number;
  readonly tag: number;
}

const links: readonly Link[] = [
  { name: 'one', bits: 0x40, tag: 0xf1 },
  { name: 'two', bits: 0x20, tag: 0xf2 },
  { name: 'three', bits: 0x10, tag: 0xf3 },
];

/** All chains of one to three links. */
const chains = links.flatMap((first) => {
  const others = links.filter((link) => link !== first);
  const two = others.map((second) => [first, second]);
  return [[first], ...two, ...others.map((second, i) => [first, second, others[1 - i]!])];
});

const inWords = (chain: readonly Link[]): string => chain.map(({ name }) => name).join(', ');
const extensionsOf = (chain: readonly Link[]): Extension[] =>
  chain.map(({ name, bits, tag }) => tagging(name, bits, tag));

/** A byte as two digits. */
const digits = (byte: number): string => byte.toString(16).padStart(2, '0');

/** The payload of a message on the wire: the last of the answer stands in front (§9.1). */
function wrapped(chain: readonly Link[], payload: readonly number[]): readonly number[] {
  const tags = chain.map(({ tag }) => tag);
  return [...tags.reverse(), ...payload];
}

function frame(byte0: number, payload: readonly number[]): string {
  return [byte0, payload.length, ...payload].map(digits).join(' ');
}

const allBits = [0, 0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70];

describe.each(roles)('a chain of a $role', ({ role, open, sent, received }) => {
  it.each(chains.map((chain) => [inWords(chain), chain] as const))(
    'transforms what is sent in the order of the answer, with the bits of all: %s',
    (_, chain) => {
      const bits = chain.reduce((all, link) => all | link.bits, 0);
      const end = open({ extensions: extensionsOf(chain) });
      expect(end.connection.extensions).toBe(inWords(chain));
      end.connection.send(Uint8Array.of(1));
      end.connection.send(Uint8Array.of(2), { compress: false });
      end.connection.send(Uint8Array.of(3), { fin: false });
      end.connection.send(Uint8Array.of(4), { fin: true });
      const frames = [
        frame(0x82 | bits, wrapped(chain, [1])),
        frame(0x82, [2]),
        frame(0x02 | bits, wrapped(chain, [3])),
        frame(0x80, [4]),
      ];
      expect(end.output()).toEqual([sent(frames.join(' '))]);
    },
  );

  it.each(chains.map((chain) => [inWords(chain), chain] as const))(
    'undoes in reverse what the bits say, and fails with 1002 at a bit of nobody: %s',
    (_, chain) => {
      const owned = chain.reduce((all, link) => all | link.bits, 0);
      for (const bits of allBits) {
        const applied = chain.filter((link) => (link.bits & bits) !== 0);
        const payload = wrapped(applied, [7, 8]);
        const whole = frame(0x82 | bits, payload);
        const parts = `${frame(0x02 | bits, payload.slice(0, 1))} ${frame(0x80, payload.slice(1))}`;
        for (const frames of [whole, parts]) {
          const end = open({ extensions: extensionsOf(chain) }).receive(received(frames));
          expect(end.events()).toMatchObject([
            (bits & ~owned) === 0
              ? { type: 'message', data: Uint8Array.of(7, 8) }
              : { rule: 'reserved-bit-set', closeCode: 1002, offset: end.base },
          ]);
        }
      }
    },
  );

  it('owns its bits on the first frame of a message alone (§5.4, §5.5)', () => {
    for (const chain of chains) {
      for (const bits of allBits.slice(1)) {
        const first = frame(0x02, [1]);
        for (const opcode of [0x00, 0x80, 0x88, 0x89, 0x8a]) {
          const end = open({ extensions: extensionsOf(chain) });
          end.receive(received(`${first} ${frame(opcode | bits, [])}`));
          const offset = end.base + received(first).length;
          expect(end.events()).toMatchObject([{ rule: 'reserved-bit-set', offset }]);
        }
      }
    }
  });

  it('asks each for what is its own: the tag of another fails with 1007 (§9)', () => {
    for (const chain of chains.filter(({ length }) => length > 1)) {
      const bits = chain.reduce((all, link) => all | link.bits, 0);
      const end = open({ extensions: extensionsOf(chain) });
      end.receive(received(frame(0x82 | bits, wrapped([...chain].reverse(), [7]))));
      expect(end.events()).toMatchObject([{ rule: 'extension-data-invalid', closeCode: 1007 }]);
    }
  });

  it('cannot have the same bit twice: the server declines, the client fails (§9)', () => {
    for (const bits of [0x10, 0x20, 0x40]) {
      for (const rival of [bits, bits | 0x10, bits | 0x20, 0x70]) {
        const extensions = [tagging('foo', bits, 0xf0), tagging('bar', rival, 0xba)];
        const field = { 'sec-websocket-extensions': 'foo, bar' };
        if (role === 'server') {
          const end = new End(new ServerConnection({ extensions }, 0));
          end.receive(bytesOf(requestText(field))).events();
          end.connection.accept({}, 0);
          expect(end.connection.extensions).toBe('foo');
        } else {
          const options = { extensions, fillRandom: sampleEntropy };
          const url = 'ws://server.example.com/chat';
          const end = new End(new ClientConnection(url, options, 0));
          end.receive(bytesOf(responseText(field)));
          expect(end.events()[0]).toMatchObject({ rule: 'extension-bits-overlap' });
        }
      }
    }
  });
});
