/** Faults of clients in the opening handshake that the law of the oracle has to find. */
import { describe, expect, it } from '@jest/globals';
import {
  laws,
  type MakeSubject,
  type Subject,
  type SubjectEvent,
  type SubjectRequest,
  sansocketSubject,
} from '@sansocket/testkit/laws';
import { expectedAccept } from '@sansocket/testkit/model';
import { concat, latin1 } from '@sansocket/testkit/wire';
import fc from 'fast-check';

/** A client like the one of core, but for what is put in the place of something while it waits. */
function faulty(
  fault: (subject: Subject, request: SubjectRequest) => Partial<Subject>,
): MakeSubject {
  const make = sansocketSubject('client');
  return (limits) => ({
    ...make(limits),
    asking(request) {
      const subject = make(limits).asking!(request);
      return { ...subject, ...fault(subject, request) };
    },
  });
}

/** A client that overlooks what `repair` takes away: it gets the repaired text once the stream ends. */
function overlooking(repair: (text: string, request: SubjectRequest) => string): MakeSubject {
  return faulty(({ receive, receiveEnd }, request) => {
    let received: Uint8Array = new Uint8Array(0);
    return {
      receive(chunk) {
        received = concat(received, chunk);
      },
      receiveEnd() {
        receive(latin1(repair(String.fromCharCode(...received), request)));
        receiveEnd?.();
      },
    };
  });
}

/** Translates the events of the one that waits. */
function retelling(retell: (event: SubjectEvent) => readonly SubjectEvent[]): MakeSubject {
  return faulty(({ takeEvents }) => ({
    takeEvents: (take) => takeEvents((event) => retell(event).forEach(take)),
  }));
}

/** Whether there is a case for responses that finds something, with as many values as are enough for every day. */
function disagrees(make: MakeSubject): boolean {
  const oracle = laws.find(({ name }) => name === 'oracle')!;
  return oracle
    .cases(make)
    .filter(({ label }) => label.includes('response'))
    .some(({ property, runs }) => {
      return fc.check(property, { numRuns: runs, seed: 7, endOnFailure: true }).failed;
    });
}

/** The lines of a field, with their ends. */
function linesOf(name: string): RegExp {
  return new RegExp(`(?<=\\n)${name}:[^\\r]*\\r\\n`, 'gi');
}

/** Takes the lines of a field away of which the value is not right. */
function without(name: string, isRight: (value: string) => boolean): (text: string) => string {
  return (text) =>
    text.replace(linesOf(name), (line) => {
      return isRight(line.slice(name.length + 1).trim()) ? line : '';
    });
}

/** Of the lines of a field, only the first is read. */
function onlyFirst(name: string): (text: string) => string {
  return (text) => {
    let count = 0;
    return text.replace(linesOf(name), (line) => (count++ === 0 ? line : ''));
  };
}

const FINAL_STATUS = /(?<=HTTP\/1\.1 )[2-5]\d\d/;

describe('the law of the oracle, of a client', () => {
  it('finds nothing wrong with the one of core', () => {
    expect(disagrees(sansocketSubject('client'))).toBe(false);
  });

  it.each<[string, (text: string, request: SubjectRequest) => string]>([
    [
      'an accept value that is compared without its case (§4.1)',
      (text, { key }) => {
        const right = expectedAccept(key);
        return text.replaceAll(new RegExp(right.replaceAll('+', '\\+'), 'gi'), right);
      },
    ],
    [
      'an accept value of which the beginning is compared (§4.1)',
      (text, { key }) => text.replaceAll(`${expectedAccept(key)}=`, expectedAccept(key)),
    ],
    [
      'any accept value (§4.1)',
      (text, { key }) => {
        const right = `Sec-WebSocket-Accept: ${expectedAccept(key)}\r\n`;
        return text.replace(linesOf('Sec-WebSocket-Accept'), right);
      },
    ],
    ['a second accept value that is not read (§11.3.3)', onlyFirst('Sec-WebSocket-Accept')],
    ['a second subprotocol that is not read (§11.3.4)', onlyFirst('Sec-WebSocket-Protocol')],
    [
      'a subprotocol that was not offered (§4.1)',
      (text, { subprotocols }) =>
        without('Sec-WebSocket-Protocol', (value) => subprotocols.includes(value))(text),
    ],
    [
      'a subprotocol that was offered in another case (§4.1)',
      (text, { subprotocols }) =>
        text.replace(linesOf('Sec-WebSocket-Protocol'), (line) => {
          const value = line
            .slice(line.indexOf(':') + 1)
            .trim()
            .toLowerCase();
          const offered = subprotocols.find((name) => name.toLowerCase() === value);
          return offered === undefined ? line : `Sec-WebSocket-Protocol: ${offered}\r\n`;
        }),
    ],
    [
      'an extension that was not offered (§4.1)',
      (text, { extensions }) => {
        const isOffered = (value: string): boolean =>
          value.split(',').every((element) => {
            const name = element.split(';', 1)[0]!.trim();
            return extensions.some((offer) => offer.name === name);
          });
        return without('Sec-WebSocket-Extensions', isOffered)(text);
      },
    ],
    [
      'parameters of an extension that are not looked at (RFC 7692 §7.1)',
      (text) =>
        text.replace(linesOf('Sec-WebSocket-Extensions'), (line) => {
          return line.includes('x-unknown') ? '' : line;
        }),
    ],
    ['a status that is not looked at (§4.1)', (text) => text.replace(FINAL_STATUS, '101')],
    ['a success of another kind (§4.1)', (text) => text.replace(/(?<=HTTP\/1\.1 )2\d\d/, '101')],
    [
      'Upgrade that is not looked at (§4.1)',
      (text) =>
        text
          .replace(linesOf('Upgrade'), '')
          .replaceAll('\r\n\r\n', '\r\nUpgrade: websocket\r\n\r\n'),
    ],
    [
      'Connection that is not looked at (§4.1)',
      (text) =>
        text
          .replace(linesOf('Connection'), '')
          .replaceAll('\r\n\r\n', '\r\nConnection: Upgrade\r\n\r\n'),
    ],
    [
      'a line that ends with LF alone (RFC 9112 §2.2)',
      (text) => text.replaceAll(/(?<!\r)\n/g, '\r\n'),
    ],
    ['an end of the stream that ends a head', (text) => `${text.replace(/[\r\n]+$/, '')}\r\n\r\n`],
  ])('finds %s', (_, repair) => {
    expect(disagrees(overlooking(repair))).toBe(true);
  });

  it.each<[string, (event: SubjectEvent) => readonly SubjectEvent[]]>([
    [
      'a subprotocol that is told as another',
      (event) => [event.type === 'open' ? { ...event, subprotocol: 'chat' } : event],
    ],
    [
      'extensions that are not told',
      (event) => [event.type === 'open' ? { ...event, extensions: '' } : event],
    ],
    [
      'a status that is told as another',
      (event) => [event.type === 'handshake-rejected' ? { ...event, status: 400 } : event],
    ],
    [
      'a body that is told without its last byte',
      (event) => [
        event.type === 'handshake-rejected'
          ? { ...event, body: event.body!.subarray(0, -1) }
          : event,
      ],
    ],
    [
      'what is behind a refusal told as a message',
      (event) =>
        event.type === 'handshake-rejected'
          ? [event, { type: 'message', kind: 'text', data: 'hi' }]
          : [event],
    ],
    [
      'a refusal that is told to nobody',
      (event) => (event.type === 'handshake-rejected' || event.type === 'close' ? [] : [event]),
    ],
    [
      'a violation that is told as a refusal',
      (event) => [event.type === 'violation' ? { type: 'handshake-rejected', status: 101 } : event],
    ],
    [
      'a violation at the byte before',
      (event) => [event.type === 'violation' ? { ...event, offset: event.offset! - 1 } : event],
    ],
  ])('finds %s', (_, retell) => {
    expect(disagrees(retelling(retell))).toBe(true);
  });

  it('finds a request that no server takes', () => {
    const make = faulty(({ takeOutput }) => ({
      takeOutput() {
        const { bytes, endings } = takeOutput!();
        return { bytes: latin1(String.fromCharCode(...bytes).replace('GET', 'POST')), endings };
      },
    }));
    expect(disagrees(make)).toBe(true);
  });

  it('reads what was asked for in the request, whatever it should have been', () => {
    const make = sansocketSubject('client');
    const ignoring: MakeSubject = (limits) => ({
      ...make(limits),
      asking: () =>
        make(limits).asking!({
          key: 'AAAAAAAAAAAAAAAAAAAAAA==',
          subprotocols: ['always'],
          extensions: [],
        }),
    });
    expect(disagrees(ignoring)).toBe(false);
  });

  it('takes a subject without output at its word', () => {
    const make = sansocketSubject('client');
    const silent: MakeSubject = (limits) => ({
      ...make(limits),
      asking(request) {
        const { takeOutput: _, ...subject } = make(limits).asking!(request);
        return subject;
      },
    });
    expect(disagrees(silent)).toBe(false);
  });
});
