/**
 * Heads of the opening handshake, and the rules that they break (RFC 6455 §4).
 *
 * @module
 */

import { annotateHead } from '@sansocket/annotate';
import { judgeRequest, judgeResponse } from '@sansocket/testkit/model';
import type { Breach, Head } from './items.ts';
import type { Side } from './side.ts';

/** No frame that is sent first begins with a letter. */
export function beginsWithFrame(...starts: readonly Uint8Array[]): boolean {
  return starts.some(([byte]) => byte !== undefined && (byte >= 0x80 || byte < 0x0a));
}

/** Whether bytes begin as a request does, and no frame. */
export function beginsWithText([byte]: Uint8Array): boolean {
  return byte !== undefined && byte >= 0x41 && byte <= 0x5a;
}

/** The head at the front of a direction, once it is whole. */
export function headOf(side: Side): Head | undefined {
  const bytes = side.rest();
  const part = annotateHead(bytes, '');
  if (!part.isWhole) return undefined;
  const lines = part.fields.map(({ name }) => name).filter((line) => line !== '');
  return { kind: 'head', ...side.take(part.end), lines, breach: undefined };
}

/** The values of the fields of a name, which is in lower case. */
export function valuesOf({ lines }: Head, name: string): readonly string[] {
  return lines
    .filter((line) => line.toLowerCase().startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).trim());
}

/** The first rule that a request breaks. */
export function breachOfRequest({ bytes }: Head): Breach | undefined {
  const judgement = judgeRequest(bytes);
  return judgement.kind === 'refused' ? judgement.violation : undefined;
}

/** Without the request it is not known what was asked for. */
export function breachOfResponse(
  { bytes, offset }: Head,
  request: Head | undefined,
): Breach | undefined {
  if (request === undefined) return undefined;
  const offers = valuesOf(request, 'sec-websocket-extensions');
  const judgement = judgeResponse(bytes, {
    key: valuesOf(request, 'sec-websocket-key').join(),
    subprotocols: valuesOf(request, 'sec-websocket-protocol').flatMap((value) =>
      value.split(',').map((name) => name.trim()),
    ),
    ...(offers.length > 0 && { extensions: offers.join(', ') }),
  });
  if (judgement.kind !== 'failed') return undefined;
  const { rule, offset: at } = judgement.violation;
  return { rule, offset: offset + at };
}
