/**
 * The facts on which two ends have to agree when both have ended, whatever the wire did. The wire loses nothing but
 * the rest of a stream, and neither end breaks a rule.
 *
 * Each end by itself:
 *
 * 1. `close` came once, as the last event; there are no more events. No `violation` came, nothing
 *    but the opening handshake before `open`, and nothing but `close` after the peer's Close frame.
 * 2. It is clean only if a Close frame came and one was handed to the transport, and always if that one has left (RFC
 * 6455 §7.1.4).
 *    Code and reason are those that came, or 1006 and none (§7.1.5, §7.1.6).
 * 3. The end that did not begin the closing handshake has repeated the code of the other (§5.5.1).
 *
 * Each end with its peer:
 *
 * 4. A Close frame that came is the one that the peer sent.
 * 5. Of two clean ends, at least one began: not both were ended by the peer.
 * 6. The peer of a clean end is clean too, or it began: its Close frame came, and the answer was lost; or it was never
 * told that its own Close frame has left. No protocol does better on a wire that loses the last message.
 * 7. Messages that came are the first of those that the peer sent, in order; if clean, all of them.
 * 8. A client is open only if its server is, with the same subprotocol and extensions.
 *
 * @module
 */

import type { Role } from 'sansocket';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { PairEnd } from './pair-end.ts';

/** Events without an `open` before them; a violation has a separate sentence. */
const OPENING = ['handshake-request', 'handshake-rejected', 'violation', 'close'];

/**
 * Checks two ends that have ended, such as those of a `ConnectionPair`.
 *
 * @returns Sentences, none when they agree.
 */
export function findDisagreements(ends: Readonly<Record<Role, PairEnd>>): string[] {
  const { client, server } = ends;
  const [ofClient, ofServer] = [outcomeOf(client), outcomeOf(server)];
  return [
    ...about('client', [...aloneIn(client), ...alone(ofClient), ...together(ofClient, ofServer)]),
    ...about('server', [...aloneIn(server), ...alone(ofServer), ...together(ofServer, ofClient)]),
    ...opening(ofClient, ofServer),
  ];
}

function about(role: string, problems: readonly (string | false)[]): string[] {
  return problems.filter((problem) => problem !== false).map((problem) => `${role}: ${problem}`);
}

/** 1. */
function aloneIn({ connection, events }: PairEnd): (string | false)[] {
  const types = events.map(({ type }) => type);
  const closes = types.filter((type) => type === 'close').length;
  return [
    closes !== 1 && `${closes} close events came`,
    types.at(-1) !== 'close' && `the last event is ${types.at(-1) ?? 'none'}`,
    types.includes('violation') && 'a violation came from a peer that breaks no rule',
    ...early(types).map((type) => `${type} came before it was open`),
    ...late(types).map((type) => `${type} came behind the Close frame`),
    connection.readyState !== 'closed' && `readyState is ${connection.readyState} at the end`,
    connection.nextEvent() !== undefined && 'an event is left',
    connection.nextOutput() !== undefined && 'an output is left',
  ];
}

function early(types: readonly string[]): string[] {
  const open = types.indexOf('open');
  const before = open === -1 ? types : types.slice(0, open);
  return before.filter((type) => !OPENING.includes(type));
}

function late(types: readonly string[]): string[] {
  const last = types.indexOf('close-received');
  return last === -1 ? [] : types.slice(last + 1).filter((type) => type !== 'close');
}

/** 2 and 3. */
function alone({ close, closeReceived, closeSent, isCloseCredited }: Outcome): (string | false)[] {
  if (close === undefined) return [];
  const { code, reason } = closeReceived ?? { code: 1006, reason: '' };
  const isExchanged = closeReceived !== undefined && closeSent !== undefined;
  const isAnswer = close.wasClean && close.endedBy === 'peer';
  return [
    close.wasClean !== isExchanged &&
      (close.wasClean || isCloseCredited) &&
      `wasClean is ${String(close.wasClean)}, Close received ${closeReceived?.code ?? 'none'}, sent ${closeSent?.code ?? 'none'}`,
    (close.code !== code || close.reason !== reason) &&
      `it ended with ${close.code} '${close.reason}', received was ${code} '${reason}'`,
    isAnswer &&
      closeSent !== undefined &&
      closeSent.code !== code &&
      `it answered ${code} with ${closeSent.code}`,
  ];
}

/** 4 to 7. */
function together(own: Outcome, peer: Outcome): (string | false)[] {
  const { close, closeReceived, delivered } = own;
  const isClean = close?.wasClean === true;
  const lost = peer.sent.slice(delivered.length);
  const peerBegan = ['local', 'timeout'].includes(peer.close?.endedBy ?? '');
  return [
    closeReceived !== undefined &&
      (closeReceived.code !== peer.closeSent?.code ||
        closeReceived.reason !== peer.closeSent.reason) &&
      `Close frame ${closeReceived.code} came, the peer sent ${peer.closeSent?.code ?? 'none'}`,
    isClean &&
      peer.close?.wasClean === true &&
      close.endedBy === 'peer' &&
      peer.close.endedBy === 'peer' &&
      'both ends say that the other one began',
    isClean &&
      peer.close?.wasClean === false &&
      !peerBegan &&
      peer.isCloseCredited &&
      'only this end says clean',
    delivered.some((message, i) => message !== peer.sent[i]) &&
      `it got ${delivered.join(', ')}, sent were ${peer.sent.join(', ')}`,
    isClean && lost.length > 0 && `it is clean, and ${lost.join(', ')} did not come`,
  ];
}

/** 8. */
function opening({ opened: client }: Outcome, { opened: server }: Outcome): string[] {
  if (client === undefined) return [];
  if (server === undefined) return ['client: it is open, and the server never was'];
  const agreed = [client, server].map(({ subprotocol, extensions }) => [subprotocol, extensions]);
  if (String(agreed[0]) === String(agreed[1])) return [];
  return [`client: ${String(agreed[0])} is in use, for the server ${String(agreed[1])}`];
}
