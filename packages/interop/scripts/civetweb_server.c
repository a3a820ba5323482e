// An echo server of CivetWeb: civetweb_server PORT. It hands over frames: messages are put together here, and a Close
// frame is answered here.
#include <civetweb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct message {
  char *bytes;
  size_t length;
  int opcode;
};

static int on_connect(struct mg_connection const *connection, void *data) {
  (void)connection, (void)data;
  return 0;
}

static void on_ready(struct mg_connection *connection, void *data) {
  (void)data;
  mg_set_user_connection_data(connection, calloc(1, sizeof(struct message)));
}

static int on_frame(struct mg_connection *connection, int head, char *bytes, size_t length, void *data) {
  (void)data;
  int const opcode = head & 0x0f;
  struct message *message = mg_get_user_connection_data(connection);
  if (opcode == MG_WEBSOCKET_OPCODE_CONNECTION_CLOSE) {
    mg_websocket_write(connection, opcode, bytes, length);
    return 0;
  }
  if (opcode > MG_WEBSOCKET_OPCODE_BINARY) return 1;
  if (opcode != MG_WEBSOCKET_OPCODE_CONTINUATION) message->opcode = opcode;
  message->bytes = realloc(message->bytes, message->length + length + 1);
  memcpy(message->bytes + message->length, bytes, length);
  message->length += length;
  if ((head & 0x80) == 0) return 1;
  mg_websocket_write(connection, message->opcode, message->bytes, message->length);
  message->length = 0;
  return 1;
}

static void on_close(struct mg_connection const *connection, void *data) {
  (void)data;
  struct message *message = mg_get_user_connection_data(connection);
  if (message == NULL) return;
  free(message->bytes);
  free(message);
}

int main(int count, char **args) {
  if (count < 2) return 2;
  char place[32];
  snprintf(place, sizeof place, "127.0.0.1:%s", args[1]);
  char const *options[] = {"listening_ports", place, "enable_websocket_ping_pong", "yes", "tcp_nodelay", "1",
                           "num_threads", "100", NULL};
  mg_init_library(MG_FEATURES_DEFAULT);
  struct mg_context *context = mg_start(NULL, NULL, options);
  if (context == NULL) return 1;
  mg_set_websocket_handler(context, "/", on_connect, on_ready, on_frame, on_close, NULL);
  for (;;) pause();
}
