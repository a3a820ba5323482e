/** A relay over two pipes. @module */
import { describe, expect, it } from '@jest/globals';
import { type Inputs, type OnRelayEvent, RelaySocket, Schedule } from 'sansocket/driving';
import { Relay } from 'sansocket/relay';
import { bytesOf, requestText } from '../handshake/heads.ts';
import { ManualRuntime } from '../support/manual-runtime.ts';
import { PipeNotes } from '../support/pipe-notes.ts';

/** A relay whose streams are names, and what can be seen of them. */
function socketOf(onEvent: OnRelayEvent<string>) {
  const runtime = new ManualRuntime();
  const pipes: Record<string, PipeNotes> = {};
  const inputs: Record<string, Inputs> = {};
  const types: string[] = [];
  const socket = new RelaySocket<string>(
    new Relay({ timeouts: { openingHandshakeMs: 50 } }, 0),
    'client',
    (stream, given) => {
      inputs[stream] = given;
      return (pipes[stream] = new PipeNotes());
    },
    (told, it) => {
      types.push(`${told.from} ${told.event.type}`);
      onEvent(told, it);
    },
    new Schedule(runtime),
  );
  runtime.run();
  return { socket, runtime, pipes, inputs, types };
}

const request = bytesOf(requestText());

describe('RelaySocket', () => {
  it('asks the server once the client has asked, and reads both', () => {
    const { pipes, inputs } = socketOf(({ event }, socket) => {
      if (event.type === 'handshake-request') socket.connect('ws://b/', {}, 'server');
    });
    expect(pipes['client']!.reading).toBe(true);
    inputs['client']!.receive(request);
    expect(pipes['server']!.lines[0]).toMatch(/^47 45 54 20 2f /);
    expect(pipes['server']!.reading).toBe(true);
    expect(pipes['client']!.reading).toBe(false);
  });

  it('answers with 502 when the server is lost, and drops the stream of a server that is replaced', () => {
    let asked = 0;
    const { pipes, inputs, types } = socketOf(({ event }, socket) => {
      if (event.type === 'handshake-request') socket.connect('ws://b/', {}, 'first');
      else if (event.type === 'close' && asked++ === 0) socket.connect('ws://c/', {}, 'second');
    });
    inputs['client']!.receive(request);
    inputs['first']!.receiveError(new Error('refused'));
    expect(pipes['first']!.lines.at(-1)).toBe('abort: another server is asked');
    inputs['second']!.receiveError(new Error('refused'));
    expect(types).toEqual(['client handshake-request', 'server close', 'server close']);
    expect(pipes['client']!.lines[0]).toMatch(/^48 54 54 50 2f 31 2e 31 20 35 30 32 /);
  });

  it('throws the error of a listener once the current code has ended, and goes on', () => {
    const { runtime, inputs, types } = socketOf(() => {
      throw new Error('Mine');
    });
    inputs['client']!.receive(request);
    expect(types).toEqual(['client handshake-request']);
    const errors = [runtime.run(), runtime.run()].filter((error) => error !== undefined);
    expect(errors).toEqual([new Error('Mine')]);
  });

  it('acts on the timeouts of its connections', () => {
    const { runtime, pipes } = socketOf(() => undefined);
    expect(runtime.timers.map(({ ms }) => ms)).toEqual([50]);
    runtime.fire();
    expect(pipes['client']!.lines).toEqual([expect.stringMatching(/^48 54 54 50/), 'end']);
  });

  it('refuses the request, and closes both sides', () => {
    const { socket, runtime, pipes, inputs } = socketOf(() => undefined);
    inputs['client']!.receive(request);
    socket.reject({ status: 403 });
    runtime.run();
    expect(pipes['client']!.lines[0]).toMatch(/^48 54 54 50 2f 31 2e 31 20 34 30 33 /);
    const other = socketOf(({ event }, it) => {
      if (event.type === 'handshake-request') it.connect('ws://b/', {}, 'server');
    });
    other.inputs['client']!.receive(request);
    other.socket.close(1001);
    other.runtime.run();
    expect(other.pipes['client']!.lines.at(-1)).toMatch(/^abort/);
    expect(other.pipes['server']!.lines.at(-1)).toMatch(/^abort/);
  });
});
