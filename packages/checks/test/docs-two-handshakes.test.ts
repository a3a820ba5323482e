/**
 * `docs/pictures/two-handshakes.svg` shows what goes over the wire: its lines are those that both ends send.
 *
 * @module
 */
import { describe, expect, it } from '@jest/globals';
import { olderVersions } from '@sansocket/legacy';
import { readText, workspaceRoot } from '@sansocket/workspace';
import { ServerConnection } from 'sansocket';

const picture = readText(workspaceRoot, 'docs/pictures/two-handshakes.svg');

/** Lines in the picture from x on, in order; those in words are left out. */
const lines = (x: number): string[] =>
  [...picture.matchAll(/<text [^>]*x="(\d+)"[^>]*>([^<]*)<\/text>/g)]
    .filter(([whole, at]) => Number(at) === x && !/class="(?:note|name|side)"/.test(whole))
    .map(([, , text]) => text!.replaceAll('&amp;', '&'));

/** What a server answers to the request that begins the column, as the picture has it. */
function answerTo(x: number, end: string): { answer: string; shown: readonly string[] } {
  const shown = lines(x);
  const start = shown.findIndex((line) => line.startsWith('GET'));
  const head = shown.slice(start).filter((line) => /^GET|^[A-Z][\w-]*: /.test(line));
  const fields = head.slice(0, head.findIndex((line) => /-(?:Origin|Accept): /.test(line)) - 2);
  const server = new ServerConnection(
    { versions: olderVersions, subprotocols: ['sample', 'chat'] },
    0,
  );
  const text = `${fields.join('\r\n')}\r\n\r\n${end}`;
  server.receive(
    Uint8Array.from(text, (character) => character.charCodeAt(0)),
    0,
  );
  server.nextEvent();
  server.accept({}, 0);
  let answer = '';
  for (let output; (output = server.nextOutput()) !== undefined; ) {
    if (output.type === 'write') answer += String.fromCharCode(...output.bytes);
  }
  return { answer, shown };
}

describe('docs/pictures/two-handshakes.svg', () => {
  it('has the answer of a server to the request of hybi-00', () => {
    const { answer, shown } = answerTo(24, '^n:ds[4U');
    expect(shown).toContain('^n:ds[4U');
    for (const line of answer.split('\r\n')) if (line !== '') expect(shown).toContain(line);
  });

  it('has the answer of a server to the request of RFC 6455', () => {
    const { answer, shown } = answerTo(494, '');
    for (const line of answer.split('\r\n')) if (line !== '') expect(shown).toContain(line);
  });
});
