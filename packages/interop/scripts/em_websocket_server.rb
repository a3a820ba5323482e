# An echo server of Ruby's em-websocket: em_websocket_server.rb PORT.
require 'em-websocket'

EM.run do
  EM::WebSocket.run(host: '127.0.0.1', port: Integer(ARGV[0])) do |socket|
    socket.onmessage { |text| socket.send(text) }
    socket.onbinary { |bytes| socket.send_binary(bytes) }
    socket.onerror { |_| }
  end
end
