// An echo server of libwebsockets: libwebsockets_server PORT.
#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>

struct message {
  struct message *next;
  enum lws_write_protocol kind;
  size_t length;
  unsigned char bytes[];
};

// The message that comes in, and those that wait to go out.
struct session {
  unsigned char *bytes;
  size_t length;
  struct message *first, **last;
};

static int take(struct lws *wsi, struct session *session, void const *in, size_t length) {
  session->bytes = realloc(session->bytes, session->length + length + 1);
  memcpy(session->bytes + session->length, in, length);
  session->length += length;
  if (session->length > 1 << 22) return -1;
  if (!lws_is_final_fragment(wsi) || lws_remaining_packet_payload(wsi) > 0) return 0;
  struct message *message = malloc(sizeof *message + LWS_PRE + session->length);
  message->next = NULL;
  message->kind = lws_frame_is_binary(wsi) ? LWS_WRITE_BINARY : LWS_WRITE_TEXT;
  message->length = session->length;
  memcpy(message->bytes + LWS_PRE, session->bytes, session->length);
  session->length = 0;
  *session->last = message;
  session->last = &message->next;
  lws_callback_on_writable(wsi);
  return 0;
}

static int give(struct lws *wsi, struct session *session) {
  struct message *message = session->first;
  if (message == NULL) return 0;
  int const written = lws_write(wsi, message->bytes + LWS_PRE, message->length, message->kind);
  session->first = message->next;
  if (session->first == NULL) session->last = &session->first;
  free(message);
  if (session->first != NULL) lws_callback_on_writable(wsi);
  return written < 0 ? -1 : 0;
}

static int serve(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length) {
  struct session *session = user;
  switch (reason) {
    case LWS_CALLBACK_ESTABLISHED:
      memset(session, 0, sizeof *session);
      session->last = &session->first;
      return 0;
    case LWS_CALLBACK_RECEIVE:
      return take(wsi, session, in, length);
    case LWS_CALLBACK_SERVER_WRITEABLE:
      return give(wsi, session);
    case LWS_CALLBACK_CLOSED:
      free(session->bytes);
      for (struct message *next; session->first != NULL; session->first = next) {
        next = session->first->next;
        free(session->first);
      }
      return 0;
    default:
      return lws_callback_http_dummy(wsi, reason, user, in, length);
  }
}

int main(int count, char **args) {
  if (count < 2) return 2;
  struct lws_protocols const protocols[] = {
      {"echo", serve, sizeof(struct session), 65536, 0, NULL, 0},
      {NULL, NULL, 0, 0, 0, NULL, 0},
  };
  struct lws_extension const extensions[] = {
      {"permessage-deflate", lws_extension_callback_pm_deflate, "permessage-deflate"},
      {NULL, NULL, NULL},
  };
  struct lws_context_creation_info info;
  memset(&info, 0, sizeof info);
  info.port = atoi(args[1]);
  info.iface = "127.0.0.1";
  info.protocols = protocols;
  info.extensions = extensions;
  info.options = LWS_SERVER_OPTION_VALIDATE_UTF8;
  lws_set_log_level(0, NULL);
  struct lws_context *context = lws_create_context(&info);
  if (context == NULL) return 1;
  while (lws_service(context, 0) >= 0) {
  }
  return 0;
}
