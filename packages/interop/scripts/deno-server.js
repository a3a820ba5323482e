/** An echo server of Deno: `deno-server.js PORT`. */
Deno.serve({ hostname: '127.0.0.1', port: Number(Deno.args[0]) }, (request) => {
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') {
    return new Response('WebSocket only', { status: 404 });
  }
  const offered = (request.headers.get('sec-websocket-protocol') ?? '').split(/\s*,\s*/);
  const options = offered.includes('echo') ? { protocol: 'echo' } : {};
  const { socket, response } = Deno.upgradeWebSocket(request, options);
  socket.binaryType = 'arraybuffer';
  // Without a listener an error ends the process.
  socket.onerror = (event) => event.preventDefault();
  socket.onmessage = ({ data }) => {
    if (data === 'close me') socket.close(4001, 'genug, schön');
    else if (socket.readyState === WebSocket.OPEN) socket.send(data);
  };
  return response;
});
