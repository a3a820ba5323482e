// An echo server of WebSocket++: websocketpp_server PORT.
#include <cstdlib>
#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/extensions/permessage_deflate/enabled.hpp>
#include <websocketpp/server.hpp>

struct Config : websocketpp::config::asio {
  struct permessage_deflate_config {};
  typedef websocketpp::extensions::permessage_deflate::enabled<permessage_deflate_config>
      permessage_deflate_type;
};

typedef websocketpp::server<Config> Server;

int main(int, char** argv) {
  Server server;
  server.clear_access_channels(websocketpp::log::alevel::all);
  server.clear_error_channels(websocketpp::log::elevel::all);
  server.init_asio();
  server.set_reuse_addr(true);
  server.set_message_handler([&server](websocketpp::connection_hdl connection, Server::message_ptr message) {
    websocketpp::lib::error_code error;
    server.send(connection, message->get_payload(), message->get_opcode(), error);
  });
  server.listen("127.0.0.1", argv[1]);
  server.start_accept();
  server.run();
}
