/**
 * Every offer with every answer, and every wish of a server (RFC 7692 §7.1), judged by the reference model; and what
 * an end keeps to once it is agreed on.
 *
 * Longer than most: both ends are tried with the same lists of all that there is.
 *
 * @module
 */
import { describe, expect, it } from '@jest/globals';
import {
  type DeflateParameters,
  type PermessageDeflateOptions,
  permessageDeflate,
} from '@sansocket/permessage-deflate';
import { pakoBackend } from '@sansocket/permessage-deflate/pako';
import {
  inflate,
  isLegalAnswer,
  isLegalOffer,
  type ModelDeflate,
  ownDeflate,
  peerDeflate,
} from '@sansocket/testkit/model';
import { concat, positionBytes, serializeDeflate } from '@sansocket/testkit/wire';
import {
  type ExtensionParameters,
  type ExtensionSession,
  joinOutput,
  parseExtensions,
  serializeExtensions,
} from 'sansocket/extensions';
import { DeflateEnd } from './support/deflate-end.ts';

const name = 'permessage-deflate';
const bits = [8, 9, 10, 11, 12, 13, 14, 15] as const;
const booleans = [undefined, true] as const;

/** All that can be offered: 360. */
const offers = booleans.flatMap((serverNoContextTakeover) =>
  booleans.flatMap((clientNoContextTakeover) =>
    [undefined, ...bits].flatMap((serverMaxWindowBits) =>
      [undefined, true as const, ...bits].map((clientMaxWindowBits): DeflateParameters => {
        return {
          serverNoContextTakeover,
          clientNoContextTakeover,
          serverMaxWindowBits,
          clientMaxWindowBits,
        };
      }),
    ),
  ),
);

/** All that can be answered: 324. */
const answers = offers.filter(({ clientMaxWindowBits }) => clientMaxWindowBits !== true);

function fieldOf(its: DeflateParameters): ExtensionParameters {
  const rows = [
    ['server_no_context_takeover', its.serverNoContextTakeover],
    ['client_no_context_takeover', its.clientNoContextTakeover],
    ['server_max_window_bits', its.serverMaxWindowBits],
    ['client_max_window_bits', its.clientMaxWindowBits],
  ] as const;
  return rows.flatMap(
    ([key, value]): ExtensionParameters =>
      value === undefined ? [] : [[key, value === true ? true : String(value)]],
  );
}

const inWords = (parameters: ExtensionParameters): string =>
  serializeExtensions([{ name, parameters }]);

const offered = offers.map(fieldOf);
const answered = answers.map(fieldOf);

describe('a server', () => {
  /** What it has to meet of an offer, and what it may ask for, it does (§7.1). */
  function expectedAnswer(
    offer: DeflateParameters,
    wanted: DeflateParameters,
  ): DeflateParameters | undefined {
    const least = (...limits: readonly (number | true | undefined)[]): number =>
      Math.min(15, ...limits.map((limit) => (typeof limit === 'number' ? limit : 15)));
    const clientBits = least(offer.clientMaxWindowBits, wanted.clientMaxWindowBits);
    const mayLimit = offer.clientMaxWindowBits !== undefined;
    if (!mayLimit && least(wanted.clientMaxWindowBits) < 15) return undefined;
    const serverBits = least(offer.serverMaxWindowBits, wanted.serverMaxWindowBits);
    const isTold = offer.serverMaxWindowBits !== undefined || serverBits < 15;
    const either = (key: 'serverNoContextTakeover' | 'clientNoContextTakeover') =>
      offer[key] === true || wanted[key] === true ? true : undefined;
    return {
      serverNoContextTakeover: either('serverNoContextTakeover'),
      clientNoContextTakeover: either('clientNoContextTakeover'),
      serverMaxWindowBits: isTold ? (serverBits as 8) : undefined,
      clientMaxWindowBits: clientBits < 15 ? (clientBits as 8) : undefined,
    };
  }

  it('answers each offer, whatever it wants itself, as it has to (§7.1)', () => {
    const wrong: string[] = [];
    for (const wanted of offers) {
      const extension = permessageDeflate(wanted);
      for (const [i, offer] of offers.entries()) {
        const expected = expectedAnswer(offer, wanted);
        const answer = extension.accept(offered[i]!)?.parameters;
        const is = answer === undefined ? '' : inWords(answer);
        const isLegal = answer === undefined || isLegalAnswer(answer, [offered[i]!]);
        if (isLegal && is === (expected === undefined ? '' : inWords(fieldOf(expected)))) continue;
        wrong.push(`${inWords(offered[i]!)}: ${is} (it wants ${JSON.stringify(wanted)})`);
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it('declines what the model declines: each parameter with each value, once and twice (§7.1)', () => {
    const extension = permessageDeflate();
    const values = [
      true,
      '',
      '0',
      '1',
      '7',
      '8',
      '08',
      '15',
      '015',
      '16',
      '100',
      '-8',
      '9.0',
      '+9',
    ];
    const names = [...new Set(offered.flat().map(([key]) => key)), 'x', 'Server_max_window_bits'];
    const all = names.flatMap((key) =>
      values.map((value) => [key, value as string | true] as const),
    );
    const wrong = [[], ...all]
      .flatMap((one) => [[], ...all].map((other) => [one, other].filter((it) => it.length > 0)))
      .map((pair) => pair as unknown as ExtensionParameters)
      .filter((pair) => (extension.accept(pair) !== undefined) !== isLegalOffer(pair));
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});

describe('a client', () => {
  it('takes those answers to each offer that agree with it, and no other (§7.1)', () => {
    const wrong: string[] = [];
    for (const [i, offer] of offers.entries()) {
      const extension = permessageDeflate({ offers: [offer] });
      for (const answer of answered) {
        const isTaken = extension.activate(answer) !== undefined;
        if (isTaken === isLegalAnswer(answer, [offered[i]!])) continue;
        wrong.push(`${inWords(offered[i]!)}: ${inWords(answer)} is ${isTaken ? '' : 'not '}taken`);
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it('refuses what the model refuses: each parameter with each value, once and twice (§7.1)', () => {
    const all = { serverMaxWindowBits: 10, clientMaxWindowBits: true } as const;
    const extension = permessageDeflate({ offers: [all] });
    const values = [true, '', '7', '8', '08', '10', '11', '15', '16', '9.0'];
    const names = [...new Set(offered.flat().map(([key]) => key)), 'x'];
    const rows = names.flatMap((key) =>
      values.map((value) => [key, value as string | true] as const),
    );
    const wrong = rows
      .flatMap((one) => rows.map((other): ExtensionParameters => [one, other]))
      .filter((pair) => {
        return (extension.activate(pair) !== undefined) !== isLegalAnswer(pair, [fieldOf(all)]);
      });
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it('takes an answer that agrees with one of two offers (§5.1)', () => {
    const wrong: string[] = [];
    for (let i = 0; i < offers.length; i += 7) {
      for (let k = 3; k < offers.length; k += 31) {
        const extension = permessageDeflate({ offers: [offers[i]!, offers[k]!] });
        for (let n = i % 5; n < answered.length; n += 5) {
          const isTaken = extension.activate(answered[n]!) !== undefined;
          if (isTaken !== isLegalAnswer(answered[n]!, [offered[i]!, offered[k]!]))
            wrong.push(`${i} ${k} ${n}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('takes the silence of the server: then nothing is compressed, and nothing may be (§5)', () => {
    for (const offer of [
      {},
      { clientMaxWindowBits: true, serverNoContextTakeover: true } as const,
    ]) {
      const end = new DeflateEnd('client', {
        deflate: { offers: [offer], threshold: 0 },
        field: '',
      });
      expect(end.connection.extensions).toBe('');
      end.connection.send('a'.repeat(1000), { compress: true });
      expect(end.sentFrames()[0]).toMatchObject({ byte0: 0x81, payload: { length: 1000 } });
      end.receive([{ opcode: 1, reservedBits: 0x40, payload: Uint8Array.of(0) }]);
      expect(end.events()).toMatchObject([{ rule: 'reserved-bit-set', closeCode: 1002 }]);
    }
  });
});

/** Letters, of which a few symbols are enough; each number gives others. */
function letters(length: number, number: number): Uint8Array {
  return positionBytes(length, number).map((byte) => 0x61 + (byte & 15));
}

/** Whether a session takes a copy from as far back as this, in the next message and in the same one. */
function reach(session: ExtensionSession, distance: number): readonly [boolean, boolean] {
  const push = (...blocks: Parameters<typeof serializeDeflate>[0]): boolean => {
    session.decoder!.begin({ kind: 'binary', reservedBits: 0x40 });
    const { kind } = session.decoder!.push(serializeDeflate(blocks), true, Infinity);
    return kind === 'bytes' || kind === 'lent';
  };
  const filler = { type: 'stored', bytes: new Uint8Array(distance) } as const;
  const copy = { type: 'fixed', tokens: [{ length: 3, distance }] } as const;
  const inSame = push(filler, copy);
  return [inSame && push(copy), inSame];
}

/** What is wrong with how a session keeps to an agreement; nothing when it does. */
function breaches(make: () => ExtensionSession, peer: ModelDeflate, own: ModelDeflate): string[] {
  const wrong: string[] = [];
  const farthest = 2 ** peer.windowBits!;
  const forgets = peer.noContextTakeover === true;
  const [inNext, inSame] = reach(make(), farthest);
  if (!inSame || inNext !== !forgets) wrong.push(`takes the farthest: ${inSame}, ${inNext}`);
  if (farthest < 32_768 && reach(make(), farthest + 1)[1]) wrong.push('takes what is too far');
  return [...wrong, ...sendingBreaches(make(), own)];
}

/** The session sends what repeats at the edges of its window, and across messages, and what does not compress. */
function sendingBreaches({ encoder }: ExtensionSession, own: ModelDeflate): string[] {
  if (encoder === undefined) return [];
  const { windowBits = 15, noContextTakeover } = own;
  const size = 2 ** windowBits;
  let history: Uint8Array = new Uint8Array(0);
  const wrong: string[] = [];
  const send = (plain: Uint8Array): void => {
    if (!encoder.begin({ kind: 'binary', reservedBits: 0, length: plain.length })) return;
    const result = encoder.push(plain, true, Infinity);
    if (result.kind !== 'bytes') return;
    const before = noContextTakeover === true ? undefined : history;
    const payload = joinOutput(result.bytes);
    const { state, data } = inflate(payload, { isLast: true, windowBits, history: before });
    if (state !== 'whole' || Buffer.compare(data, plain) !== 0)
      wrong.push(`sends what is ${state}`);
    history = concat(history, plain).slice(-32_768);
  };
  const first = letters(60, 1);
  send(first);
  send(first);
  for (const beyond of [-1, 0, 1]) {
    const noise = positionBytes(50, 3 + beyond);
    for (const plain of [noise, noise, concat(noise, noise, noise), noise]) send(plain);
    send(concat(first, letters(size - 60 + beyond, 7 + beyond), first));
    if (size > 4096) break;
  }
  // What does not compress and is longer than what a compressor keeps, and then its end, which nobody has.
  const lengths = size > 4096 ? [] : [size, 2 * size - 1, 2 * size, 4096 - size, 4090, 4096, 4097];
  for (const [i, length] of lengths.entries()) {
    const noise = positionBytes(length, 20 + i);
    for (const plain of [first, letters(size, 30 + i), noise, noise.slice(-200), first])
      send(plain);
  }
  return wrong;
}

const backends: readonly (readonly [string, PermessageDeflateOptions])[] = [
  ['the own compressor', { threshold: 0, level: 9 }],
  ['pako', { threshold: 0, backend: pakoBackend() }],
];

describe.each(backends)('what was agreed on, with %s,', (_, options) => {
  /** The window of the other end says nothing of this one: not each has to be tried with each. */
  const some = answers.filter(
    ({ serverMaxWindowBits: one = 15, clientMaxWindowBits: other = 8 }) =>
      one + Number(other) === 23,
  );

  it('is kept by a server, whatever it has answered (§7.1)', () => {
    const wrong = some.flatMap((answer) => {
      const extension = permessageDeflate({ ...options, ...answer });
      const accepted = (): ReturnType<typeof extension.accept> =>
        extension.accept([['client_max_window_bits', true]]);
      const parameters = accepted()?.parameters;
      if (parameters === undefined) return [];
      const inUse = [{ name, parameters }];
      return breaches(
        () => accepted()!.session,
        peerDeflate(inUse, 'server')!,
        ownDeflate(inUse, 'server', [])!,
      ).map((breach) => `${inWords(parameters)}: ${breach}`);
    });
    expect(wrong).toEqual([]);
  });

  it('is kept by a client, whatever it has offered and was answered (§7.1)', () => {
    const hints: readonly DeflateParameters[] = [
      { clientMaxWindowBits: true },
      { clientMaxWindowBits: 10 },
      { clientMaxWindowBits: 15, clientNoContextTakeover: true },
      {},
    ];
    const wrong = some.flatMap((answer, i) => {
      const offer = hints[i % hints.length]!;
      const parameters = fieldOf(answer);
      const inUse = [{ name, parameters }];
      if (!isLegalAnswer(parameters, [fieldOf(offer)])) return [];
      const extension = permessageDeflate({ ...options, offers: [offer] });
      return breaches(
        () => extension.activate(parameters)!,
        peerDeflate(inUse, 'client')!,
        ownDeflate(inUse, 'client', [fieldOf(offer)])!,
      ).map((breach) => `${inWords(parameters)} to ${inWords(fieldOf(offer))}: ${breach}`);
    });
    expect(wrong).toEqual([]);
  });
});

describe('the field', () => {
  it('says each offer as it is (RFC 6455 §9.1)', () => {
    const wrong = offered.filter((parameters) => {
      const reading = parseExtensions([inWords(parameters)]);
      return !(
        reading.ok && JSON.stringify(reading.offers[0]!.parameters) === JSON.stringify(parameters)
      );
    });
    expect(wrong).toEqual([]);
  });
});
