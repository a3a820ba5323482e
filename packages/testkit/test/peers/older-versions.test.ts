import { describe, expect, it } from '@jest/globals';
import { hixie75, hixie76, hybi8 } from '@sansocket/legacy';
import { ClientConnection } from 'sansocket';
import { server } from 'websocket-driver';

/** What a server of another hand says to a client of ours that sends one text, until it closes. */
function converse(version: typeof hixie76): { version: string; told: unknown[] } {
  const driver = server({ allowDrafts: true });
  driver.on('connect', () => driver.start());
  driver.on('message', ({ data }: { data: string }) => driver.text(`echo of ${data}`));
  const options = { version, origin: 'http://example.com' };
  const client = new ClientConnection('ws://example.com:8080/chat?a=b', options, 0);
  driver.io.on('data', (bytes: Buffer) => client.receive(Uint8Array.from(bytes), 0));
  const told: unknown[] = [];
  const take = (): void => {
    for (let event; (event = client.nextEvent()) !== undefined; ) {
      told.push(event.type === 'message' ? event.data : event.type);
      if (event.type === 'open') client.send('Hällo');
      if (event.type === 'message') client.close(undefined, undefined, 0);
    }
  };
  for (let output; (output = client.nextOutput()) !== undefined; ) {
    if (output.type === 'write') driver.io.write(Buffer.from(output.bytes));
    take();
  }
  return { version: driver.version, told };
}

describe('a client of an older version with the server of websocket-driver', () => {
  it('opens, sends, receives and closes in hixie-76', () => {
    expect(converse(hixie76)).toEqual({
      version: 'hixie-76',
      told: ['open', 'echo of Hällo', 'close-received'],
    });
  });

  it('opens, sends and receives in hixie-75', () => {
    expect(converse(hixie75)).toEqual({ version: 'hixie-75', told: ['open', 'echo of Hällo'] });
  });

  it('has its keys taken whatever they are', () => {
    for (let i = 0; i < 300; i++) expect(converse(hixie76).told[0]).toBe('open');
  });

  it('is refused in HyBi-8, which that server does not take', () => {
    expect(converse(hybi8).told).not.toContain('open');
  });
});
