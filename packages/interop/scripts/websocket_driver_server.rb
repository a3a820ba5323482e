# An echo server of Ruby's websocket-driver: websocket_driver_server.rb PORT.
require 'socket'
require 'websocket/driver'

class Connection
  def initialize(socket)
    @socket = socket
  end

  def write(bytes)
    @socket.write(bytes)
  end

  def serve
    driver = WebSocket::Driver.server(self)
    driver.on(:connect) do
      if WebSocket::Driver.websocket?(driver.env)
        driver.start
      else
        @socket.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        @socket.close
      end
    end
    driver.on(:message) do |event|
      event.data.is_a?(String) ? driver.text(event.data) : driver.binary(event.data)
    end
    driver.on(:close) { @socket.close }
    driver.on(:error) { |_| }
    driver.parse(@socket.readpartial(65_536)) until @socket.closed?
  rescue IOError, SystemCallError
    @socket.close
  end
end

server = TCPServer.new('127.0.0.1', Integer(ARGV[0]))
loop do
  socket = server.accept
  Thread.new { Connection.new(socket).serve }
end
