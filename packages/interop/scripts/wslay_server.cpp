// An echo server of wslay: wslay_server PORT. wslay has no opening handshake: the one here is the least that will do.
#include <fcntl.h>
#include <netinet/in.h>
#include <nettle/base64.h>
#include <nettle/sha1.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>
#include <wslay/wslay.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>

static ssize_t receive(wslay_event_context_ptr context, uint8_t* bytes, size_t length, int, void* user) {
  ssize_t const count = recv(*static_cast<int*>(user), bytes, length, 0);
  if (count > 0) return count;
  bool const waits = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  wslay_event_set_error(context, waits ? WSLAY_ERR_WOULDBLOCK : WSLAY_ERR_CALLBACK_FAILURE);
  return -1;
}

static ssize_t transmit(wslay_event_context_ptr context, uint8_t const* bytes, size_t length, int, void* user) {
  ssize_t const count = send(*static_cast<int*>(user), bytes, length, MSG_NOSIGNAL);
  if (count >= 0) return count;
  bool const waits = errno == EAGAIN || errno == EWOULDBLOCK;
  wslay_event_set_error(context, waits ? WSLAY_ERR_WOULDBLOCK : WSLAY_ERR_CALLBACK_FAILURE);
  return -1;
}

static void echo(wslay_event_context_ptr context, wslay_event_on_msg_recv_arg const* message, void*) {
  if (wslay_is_ctrl_frame(message->opcode)) return;
  wslay_event_msg const answer{message->opcode, message->msg, message->msg_length};
  wslay_event_queue_msg(context, &answer);
}

static std::string accept_of(std::string const& key) {
  std::string const text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  uint8_t digest[SHA1_DIGEST_SIZE];
  sha1_ctx hash;
  sha1_init(&hash);
  sha1_update(&hash, text.size(), reinterpret_cast<uint8_t const*>(text.data()));
  sha1_digest(&hash, sizeof digest, digest);
  char base64[BASE64_ENCODE_RAW_LENGTH(SHA1_DIGEST_SIZE) + 1] = {};
  base64_encode_raw(base64, sizeof digest, digest);
  return base64;
}

static bool shake_hands(int fd) {
  std::string head;
  for (char byte; head.find("\r\n\r\n") == std::string::npos; head += byte) {
    if (head.size() > 65536 || recv(fd, &byte, 1, 0) != 1) return false;
  }
  char const name[] = "\r\nsec-websocket-key:";
  size_t at = 0;
  while (at < head.size() && strncasecmp(head.c_str() + at, name, sizeof name - 1) != 0) at++;
  if (at >= head.size()) return false;
  at += sizeof name - 1;
  at = head.find_first_not_of(' ', at);
  std::string const key = head.substr(at, head.find_first_of(" \r", at) - at);
  std::string const answer =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
      accept_of(key) + "\r\n\r\n";
  return send(fd, answer.data(), answer.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(answer.size());
}

static void serve(int fd) {
  int const yes = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (shake_hands(fd)) {
    fcntl(fd, F_SETFL, O_NONBLOCK);
    wslay_event_callbacks const callbacks{receive, transmit, nullptr, nullptr, nullptr, nullptr, echo};
    wslay_event_context_ptr context;
    wslay_event_context_server_init(&context, &callbacks, &fd);
    wslay_event_config_set_max_recv_msg_length(context, 1 << 22);
    bool works = true;
    while (works && (wslay_event_want_read(context) || wslay_event_want_write(context))) {
      short const reads = wslay_event_want_read(context) ? POLLIN : 0;
      short const writes = wslay_event_want_write(context) ? POLLOUT : 0;
      pollfd event{fd, static_cast<short>(reads | writes), 0};
      poll(&event, 1, -1);
      if (event.revents & (POLLIN | POLLHUP | POLLERR)) works = wslay_event_recv(context) == 0;
      if (works && (event.revents & POLLOUT)) works = wslay_event_send(context) == 0;
    }
    wslay_event_context_free(context);
  }
  shutdown(fd, SHUT_WR);
  close(fd);
}

int main(int, char** argv) {
  int const listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(static_cast<uint16_t>(std::atoi(argv[1])));
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, reinterpret_cast<sockaddr*>(&place), sizeof place) != 0 || listen(listener, 128) != 0) return 1;
  for (;;) {
    int const fd = accept(listener, nullptr, nullptr);
    if (fd >= 0) std::thread{serve, fd}.detach();
  }
}
