/** An echo server of Deno. Prints its port. */
Deno.serve(
  {
    hostname: '127.0.0.1',
    port: 0,
    onListen: ({ port }) => console.log('port', port),
  },
  (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request, { protocol: 'echo' });
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }) => {
      if (data === 'close me') socket.close(4001, 'genug, schön');
      else socket.send(data);
    };
    return response;
  },
);
