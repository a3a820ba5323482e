import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BUNDLE, bundle, QuickJs } from '@sansocket/engines';
import { portableCases } from '@sansocket/engines/cases';
import { allPassed } from './support/cases-script.ts';

/** What core is told to do without. */
const ABSENT = [
  'TextDecoder',
  'TextEncoder',
  'crypto',
  'setTimeout',
  'setInterval',
  'queueMicrotask',
  'performance',
  'console',
  'URL',
  'WebAssembly',
  'process',
];

describe('QuickJS', () => {
  let engine: QuickJs;
  beforeAll(async () => {
    engine = await QuickJs.start();
  });
  afterAll(() => {
    engine.stop();
  });

  it('has ECMAScript alone', () => {
    const types = ABSENT.map((name) => `typeof ${name}`).join();
    expect(engine.run(`[${types}].join()`)).toBe(ABSENT.map(() => 'undefined').join());
  });

  it('loads core without looking for anything', async () => {
    engine.run(await bundle("export * from 'sansocket';", import.meta.dirname));
    expect(engine.run(`typeof ${BUNDLE}.ServerConnection`)).toBe('function');
  });

  it('runs the class WebSocket, with an EventTarget that is handed in', async () => {
    const sources = [
      "export { webSocketClass } from '@sansocket/websocket';",
      "export { OpenConnection } from 'sansocket';",
    ];
    engine.run(await bundle(sources.join('\n'), import.meta.dirname));
    expect(engine.run(`(${withClass})(${BUNDLE})`)).toBe(
      'error SyntaxError, open 1, message Hi, error InvalidAccessError, close 1005, state 3',
    );
  });

  it('runs every vector and every law', async () => {
    // #region proof
    // fast-check refers to two timers when it is loaded, and never calls them: they stay undefined.
    engine.run('var setTimeout, clearTimeout;');
    engine.run(await bundle("export * from '@sansocket/engines/cases';", import.meta.dirname));
    const report = String(
      engine.run('JSON.stringify(bundle.runCases(bundle.portableCases({ runs: 2 })))'),
    );
    // #endregion proof
    expect(JSON.parse(report)).toEqual(allPassed(portableCases().length));
  });
});

/** Over a connection that begins open, whose output leaves at once. */
const withClass = `function ({ OpenConnection, webSocketClass }) {
  class Event { constructor(type) { this.type = type; } }
  class EventTarget {
    #listeners = [];
    addEventListener(type, listener) { this.#listeners.push([type, listener]); }
    dispatchEvent(event) {
      for (const [type, listener] of this.#listeners) if (type === event.type) listener(event);
    }
  }
  const connection = new OpenConnection('server', {}, 0);
  let turn;
  const WebSocket = webSocketClass({
    platform: { Event, EventTarget },
    open(url, options, onEvent) {
      const socket = { connection, send: (data) => connection.send(data), close: (code, reason) => connection.close(code, reason, 0) };
      turn = () => {
        for (let event; (event = connection.nextEvent()); ) onEvent(event, socket);
        for (let output; (output = connection.nextOutput()); )
          if (output.type === 'write') connection.outputSent(output.bytes.length, 0);
        for (let event; (event = connection.nextEvent()); ) onEvent(event, socket);
      };
      return socket;
    },
  });
  const told = [];
  const attempt = (action) => { try { action(); } catch ({ name }) { told.push('error ' + name); } };
  attempt(() => new WebSocket('/relative'));
  const socket = new WebSocket('ws://host.example/');
  socket.onopen = () => told.push('open ' + socket.readyState);
  socket.onmessage = ({ data }) => told.push('message ' + data);
  socket.onclose = ({ code }) => told.push('close ' + code);
  turn();
  connection.receive(Uint8Array.of(0x81, 0x82, 0, 0, 0, 0, 0x48, 0x69), 0);
  turn();
  attempt(() => socket.close(1001));
  socket.close();
  connection.receive(Uint8Array.of(0x88, 0x80, 0, 0, 0, 0), 0);
  connection.receiveEnd(0);
  turn();
  told.push('state ' + socket.readyState);
  return told.join(', ');
}`;
