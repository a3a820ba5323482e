/** An echo server of Bun. Prints its port. */
const { port } = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch(request, server) {
    const headers = { 'Sec-WebSocket-Protocol': 'echo' };
    return server.upgrade(request, { headers })
      ? undefined
      : new Response('WebSocket only', { status: 426 });
  },
  websocket: {
    perMessageDeflate: true,
    message(socket, data) {
      if (data === 'close me') socket.close(4001, 'genug, schön');
      else socket.send(data);
    },
  },
});
console.log('port', port);
