/**
 * Servers that send back what they receive. Those that converse are cells of the matrix; all of them are tested by the
 * catalogue of cases.
 *
 * @module
 */

import { npmVersion, scriptFile } from '../workspace.ts';
import type { PeerServer } from './peer.ts';
import { bunPath, denoPath, pythonPath, workerdPath } from './runtimes.ts';
import { compiled, debian, go, java, npm, python, ruby } from './server-kinds.ts';

const hypercorn = python('hypercorn', 'asgi_server.py', ['hypercorn']);

/** All of them, over HTTP/1.1. */
export const peerServers: readonly PeerServer[] = [
  {
    id: 'ws',
    name: '`ws`',
    needs: [],
    inCi: true,
    version: () => npmVersion('ws'),
    command: (port) => [process.execPath, scriptFile('ws-server.js'), String(port)],
    converses: true,
  },
  {
    id: 'deno',
    name: 'Deno, `Deno.upgradeWebSocket`',
    needs: [denoPath],
    inCi: true,
    version: () => npmVersion('deno'),
    command: (port) => {
      const script = scriptFile('deno-server.js');
      return [denoPath, 'run', '--allow-net=127.0.0.1', script, String(port)];
    },
    converses: true,
  },
  {
    id: 'bun',
    name: 'Bun, `Bun.serve`',
    needs: [bunPath],
    inCi: true,
    version: () => npmVersion('bun'),
    command: (port) => [bunPath, scriptFile('bun-server.js'), String(port)],
    converses: true,
  },
  { ...python('websockets'), inCi: true, converses: true },
  // It answers every Close frame with 1000 (§5.5.1: an answer typically echoes the code).
  {
    ...python('aiohttp'),
    converses: true,
    sees: { closedByClient: { code: 1000, wasClean: true } },
  },
  {
    id: 'workerd',
    name: 'workerd, `WebSocketPair`',
    needs: [workerdPath],
    inCi: true,
    version: () => npmVersion('workerd'),
    command: (port) => {
      const config = scriptFile('workerd-server.capnp');
      return [workerdPath, 'serve', `--socket-addr=http=127.0.0.1:${port}`, config];
    },
    converses: false,
  },
  {
    id: 'websocket',
    name: '`websocket`',
    needs: [],
    inCi: true,
    version: () => npmVersion('websocket'),
    command: (port) => [process.execPath, scriptFile('websocket-server.js'), String(port)],
    converses: false,
  },
  {
    ...npm('faye-websocket', '0.11.4', ['websocket-driver@0.8.0', 'permessage-deflate@0.1.7']),
    name: '`faye-websocket`, with `websocket-driver` 0.8.0',
  },
  npm('nodejs-websocket', '1.7.2'),
  python('tornado'),
  python('autobahn'),
  hypercorn,
  python('uvicorn', 'asgi_server.py', ['uvicorn']),
  python('gevent-websocket'),
  python('ws4py'),
  compiled(debian('libwebsockets', 'C, libwebsockets', ['libwebsockets-dev', 'gcc']), 'c', [
    '-lwebsockets',
  ]),
  {
    ...compiled(debian('civetweb', 'C, CivetWeb', ['libcivetweb-dev', 'gcc']), 'c', ['-lcivetweb']),
    leavesOut: {
      cases: ['!CL-*', '!FG-*', '!PM-*', '!TC-001', '!TC-003', '!U8-*'],
      because: 'it leaves messages and the closing handshake to the application',
    },
  },
  {
    ...compiled(debian('wslay', 'C, wslay', ['libwslay-dev', 'nettle-dev', 'g++']), 'cpp', [
      '-lwslay',
      '-lnettle',
      '-pthread',
    ]),
    leavesOut: {
      cases: ['!HS-*', '!EX-*', '!CS-*', '!LG-*', '!RS-*'],
      because: 'it has no opening handshake of its own',
    },
  },
  {
    ...debian('libsoup', 'C, libsoup', ['gir1.2-soup-3.0', 'python3-gi']),
    command: (port) => [pythonPath, scriptFile('libsoup_server.py'), String(port)],
  },
  compiled(debian('beast', 'C++, Boost.Beast', ['libboost-dev', 'g++']), 'cpp', ['-pthread']),
  compiled(
    debian('websocketpp', 'C++, WebSocket++', [
      'libwebsocketpp-dev',
      'libboost-dev',
      'zlib1g-dev',
      'g++',
    ]),
    'cpp',
    ['-lz', '-pthread'],
  ),
  go('gorilla', 'gorilla/websocket', 'golang-github-gorilla-websocket-dev'),
  go('xnet', 'golang.org/x/net/websocket', 'golang-golang-x-net-dev'),
  go('nhooyr', 'nhooyr.io/websocket', 'golang-nhooyr-websocket-dev'),
  java(
    debian('netty', 'Java, Netty', ['libnetty-java']),
    'NettyServer.java',
    ['buffer', 'codec', 'codec-http', 'common', 'handler', 'resolver', 'transport'].map(
      (part) => `netty-${part}`,
    ),
  ),
  java(debian('jetty', 'Java, Jetty', ['libjetty9-extra-java']), 'JettyServer.java', [
    ...['server', 'servlet', 'http', 'io', 'util', 'security'].map((part) => `jetty9-${part}`),
    ...['api', 'common', 'server', 'servlet'].map((part) => `jetty9-websocket-${part}`),
    'servlet-api',
  ]),
  java(
    debian('tomcat', 'Java, Tomcat', ['libtomcat10-embed-java', 'libtomcat10-java']),
    'TomcatServer.java',
    ['tomcat10-annotations-api', 'tomcat10-embed-core', 'tomcat10-embed-websocket'],
  ),
  {
    ...debian('mojolicious', 'Perl, Mojolicious', ['libmojolicious-perl', 'perl']),
    command: (port) => ['/usr/bin/perl', scriptFile('mojolicious_server.pl'), String(port)],
  },
  ruby('websocket-driver'),
  ruby('em-websocket'),
];

/** Those that converse over HTTP/2, without TLS. */
export const http2Servers: readonly PeerServer[] = [
  { ...hypercorn, name: 'Python, `hypercorn` with `wsproto`', converses: true },
];
