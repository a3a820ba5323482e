/**
 * A client and a server on a wire in virtual time, with what their applications do and what happens to
 * the wire, until nothing is left to happen.
 *
 * @module
 */

import { ClientConnection, type ConnectionEvent, ServerConnection } from 'sansocket';
import { StateError } from 'sansocket/violations';
import type { Command } from './arbitraries/command.ts';
import { countingRandom } from './entropy.ts';
import { VirtualTime } from './virtual-time.ts';
import { WireEnd, type WirePlan } from './wire-end.ts';

/** What the server's application says to the request, and after how many milliseconds. */
export interface Answer {
  readonly type: 'accept' | 'reject' | 'nothing';
  readonly after: number;
}

/** What happens to the wire: `end` is that of the half that `at` names, the others are of both. */
export interface Fault {
  readonly type: 'reset' | 'silence' | 'end';
  readonly at: number;
  readonly to: 'client' | 'server';
}

export interface MeetingPlan {
  readonly wires: readonly [WirePlan, WirePlan];
  readonly answer: Answer;
  readonly commands: readonly Command[];
  readonly faults: readonly Fault[];
}

export interface Outcome {
  readonly client: WireEnd;
  readonly server: WireEnd;
  /** Whether everything came to rest. */
  readonly isOver: boolean;
}

/** In milliseconds: whatever was said before, the client's application closes then. */
const CLOSING_TIME = 80_000;

export function meet({ wires, answer, commands, faults }: MeetingPlan): Outcome {
  const time = new VirtualTime();
  const fillRandom = countingRandom();
  const url = 'ws://example.com/';
  const client = new WireEnd(
    new ClientConnection(url, { fillRandom }, 0),
    time,
    wires[0],
    () => {},
  );
  const server = new WireEnd(new ServerConnection({}, 0), time, wires[1], (end, event) =>
    answerRequest(time, end, event, answer),
  );
  const ends = { client, server };
  client.joinTo(server);
  server.joinTo(client);
  for (const { at, by, act } of commands) time.at(at, () => perform(time, ends[by], act));
  for (const fault of faults) time.at(fault.at, () => strike(ends, fault));
  time.at(CLOSING_TIME, () => {
    for (const end of [server, client]) perform(time, end, { type: 'resume' });
    perform(time, client, { type: 'close', code: 1001, reason: '' });
  });
  client.driver.turn();
  server.driver.turn();
  return { client, server, isOver: time.runOut(20_000) };
}

function answerRequest(
  time: VirtualTime,
  { connection, driver }: WireEnd,
  event: ConnectionEvent,
  { type, after }: Answer,
): void {
  if (event.type !== 'handshake-request' || type === 'nothing') return;
  if (!(connection instanceof ServerConnection)) return;
  time.at(time.now + after, () => {
    if (connection.readyState !== 'connecting') return;
    if (type === 'accept') connection.accept({}, time.now);
    else connection.reject({ status: 403 }, time.now);
    driver.turn();
  });
}

/** A command that comes too early is none. */
function perform(time: VirtualTime, { connection, driver }: WireEnd, act: Command['act']): void {
  try {
    if (act.type === 'send') connection.send(act.data, { fin: act.fin });
    if (act.type === 'ping') connection.ping(undefined, time.now);
    if (act.type === 'pause') connection.pauseReceiving();
    if (act.type === 'resume') connection.resumeReceiving();
    if (act.type === 'close') connection.close(act.code, act.reason, time.now);
    if (act.type === 'fail') connection.fail(act.code, act.reason, time.now);
  } catch (error) {
    // A message that is sent in parts is of one kind.
    if (!(error instanceof StateError || error instanceof TypeError)) throw error;
  }
  driver.turn();
}

function strike(ends: Readonly<Record<'client' | 'server', WireEnd>>, { type, to }: Fault): void {
  const both = [ends.client, ends.server];
  if (type === 'end') ends[to].cutOff();
  if (type === 'reset') for (const end of both) end.reset();
  if (type === 'silence') for (const end of both) end.isSilent = true;
}
