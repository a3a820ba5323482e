/** An echo server of workerd: workerd-server.capnp has it. */
// biome-ignore lint/style/noDefaultExport: workerd asks for it
export default {
  fetch(request) {
    if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') {
      return new Response('WebSocket only', { status: 404 });
    }
    const [client, server] = Object.values(new WebSocketPair());
    server.accept();
    server.binaryType = 'arraybuffer';
    server.addEventListener('message', ({ data }) => server.send(data));
    server.addEventListener('error', () => undefined);
    return new Response(undefined, { status: 101, webSocket: client });
  },
};
