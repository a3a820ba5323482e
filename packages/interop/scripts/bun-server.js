/** An echo server of Bun: `bun-server.js PORT`. */
Bun.serve({
  hostname: '127.0.0.1',
  port: Number(process.argv[2]),
  fetch(request, server) {
    const offered = (request.headers.get('sec-websocket-protocol') ?? '').split(/\s*,\s*/);
    const headers = offered.includes('echo') ? { 'Sec-WebSocket-Protocol': 'echo' } : {};
    return server.upgrade(request, { headers })
      ? undefined
      : new Response('WebSocket only', { status: 404 });
  },
  websocket: {
    perMessageDeflate: true,
    message(socket, data) {
      if (data === 'close me') socket.close(4001, 'genug, schön');
      else socket.send(data);
    },
  },
});
