/** What a connection does otherwise in a version of the protocol from before RFC 6455. @module */
import { describe, expect, it } from '@jest/globals';
import { ServerConnection, SharedMemory } from 'sansocket';
import { Schedule, ServerSockets, Socket } from 'sansocket/driving';
import { olderVersions } from 'sansocket/legacy';
import { bytesOf, requestText, textOf } from '../handshake/heads.ts';
import { olderServer, openHixie } from '../legacy/support/ends.ts';
import { request75, requestHybi } from '../legacy/support/requests.ts';
import { hex } from '../support/bytes.ts';
import { End } from '../support/end.ts';
import { ManualRuntime } from '../support/manual-runtime.ts';
import { maskFrames } from '../support/masked-frames.ts';
import { PipeNotes } from '../support/pipe-notes.ts';

describe('a server of an older version', () => {
  it('answers with a head of that version alone', () => {
    const end = olderServer();
    end.receive(request75()).events();
    end.connection.accept({}, 0);
    const text = end.text();
    expect(text).toMatch(/^HTTP\/1\.1 101 Web Socket Protocol Handshake\r\n/);
    expect(text.match(/HTTP/g)).toHaveLength(1);
  });

  it('takes the close codes of that version, however they are cut', () => {
    const end = olderServer();
    end.receive(requestHybi(8)).events();
    end.connection.accept({}, 0);
    end.events();
    const close = maskFrames(hex('88 02 03 ec'));
    end.receive(close.slice(0, -1)).receive(close.slice(-1));
    expect(end.events()).toMatchObject([{ type: 'close-received', code: 1004 }]);
  });

  it('ends its output where the version has no closing handshake', () => {
    const end = openHixie('hixie-75');
    end.connection.close(undefined, undefined, 0);
    expect(end.output()).toEqual(['end']);
  });

  it('parses for itself, whatever memory it shares', () => {
    const options = { versions: olderVersions, memory: new SharedMemory() };
    for (const request of [requestText(), textOf(requestHybi(8)), requestText()]) {
      const end = new End(new ServerConnection(options, 0));
      end.receive(bytesOf(request)).events();
      end.connection.accept({}, 0);
      end.receive(maskFrames(hex('81 01 61')));
      expect(end.types()).toEqual(['open', 'message']);
      // Any form of a length, which only RFC 6455 does not take.
      if (end.connection.version === 8) end.receive(hex('81 fe 00 01 00 00 00 00 41'));
      expect(end.types()).toEqual(end.connection.version === 8 ? ['message'] : []);
    }
  });

  it('takes no snapshot', () => {
    expect(() => openHixie('hixie-76').connection.snapshot()).toThrow(
      'Cannot take a snapshot: the version is not that of RFC 6455',
    );
  });

  it('is closed with its sockets, without a code where there are none', () => {
    const runtime = new ManualRuntime();
    const schedule = new Schedule(runtime);
    const sockets = new ServerSockets<PipeNotes>(
      { versions: olderVersions },
      () => undefined,
      (connection, pipe, onEvent) => new Socket(connection, pipe, () => pipe, onEvent, schedule),
    );
    const pipe = new PipeNotes();
    const connection = new ServerConnection(sockets.options, 0);
    connection.receive(request75(), 0);
    sockets.add(connection, pipe);
    runtime.run();
    void sockets.close();
    runtime.run();
    expect(pipe.lines.slice(1)).toEqual(['end']);
  });
});
