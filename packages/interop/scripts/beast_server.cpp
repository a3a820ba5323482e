// An echo server of Boost.Beast: beast_server PORT.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <cstdlib>
#include <thread>

using boost::asio::ip::tcp;
namespace beast = boost::beast;
namespace websocket = beast::websocket;

static void serve(tcp::socket socket) {
  try {
    websocket::stream<tcp::socket> stream{std::move(socket)};
    websocket::permessage_deflate deflate;
    deflate.server_enable = true;
    stream.set_option(deflate);
    stream.read_message_max(1 << 22);
    stream.accept();
    for (;;) {
      beast::flat_buffer buffer;
      stream.read(buffer);
      stream.text(stream.got_text());
      stream.write(buffer.data());
    }
  } catch (beast::system_error const&) {
    // The stream has sent its Close frame by then.
  }
}

int main(int, char** argv) {
  boost::asio::io_context context;
  auto const port = static_cast<unsigned short>(std::atoi(argv[1]));
  tcp::acceptor acceptor{context, {boost::asio::ip::make_address("127.0.0.1"), port}};
  for (;;) std::thread{serve, acceptor.accept()}.detach();
}
