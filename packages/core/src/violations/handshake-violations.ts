/**
 * The rules of the opening handshake that a peer can break (RFC 6455 §4, §9; RFC 9110, RFC 9112).
 *
 * The close code is always 1006: the connection is not established yet, so no Close frame can be sent.
 *
 * @module
 */

/** The rules of heads, which both roles check. */
export const headViolations = {
  // The syntax of a head. A server answers with the status, a client fails the connection.
  'head-line-feed-without-carriage-return': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 9112 §2.2',
    sentence: 'A line ends with CR LF: a bare LF is refused',
  },
  'head-carriage-return-without-line-feed': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 9112 §2.2',
    sentence: 'A CR is followed by LF',
  },
  'request-line-malformed': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 9112 §3',
    sentence: 'A request line is a method, a target and a version, one space between them',
  },
  'field-line-folded': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 9112 §5.2',
    sentence: 'A line of the head does not start with white space',
  },
  'field-name-malformed': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 9112 §5',
    sentence: 'A field line is a token, a colon and a value',
  },
  'field-name-before-space': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 9112 §5.1',
    sentence: 'No white space stands between a field name and its colon',
  },
  'field-value-with-control': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 9110 §5.5',
    sentence: 'A field value has no control characters but tabs',
  },
  'request-line-too-long': {
    closeCode: 1006,
    status: 414,
    section: 'RFC 9110 §15.5.15',
    sentence: 'The request line is no longer than the limit maxLineBytes',
  },
  'head-line-too-long': {
    closeCode: 1006,
    status: 431,
    section: 'RFC 6585 §5',
    sentence: 'A line of the head is no longer than the limit maxLineBytes',
  },
  'head-too-long': {
    closeCode: 1006,
    status: 431,
    section: 'RFC 6585 §5',
    sentence: 'A head is no longer than the limit maxBytes',
  },
  'too-many-fields': {
    closeCode: 1006,
    status: 431,
    section: 'RFC 6585 §5',
    sentence: 'A head has no more fields than the limit maxFields',
  },

  // The opening handshake.
  'http-version-unsupported': {
    closeCode: 1006,
    status: 505,
    section: 'RFC 6455 §4.2.1',
    sentence: 'The version is HTTP/1.1 or higher, below 2.0',
  },
  'field-repeated': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 6455 §11.3',
    sentence: 'A field with a single value appears once',
  },
  'extensions-malformed': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 6455 §9.1',
    sentence: 'Sec-WebSocket-Extensions is a list of tokens with parameters',
  },
} as const;

/** The rules of requests. The server checks them, and its response contains the sentence. */
export const requestViolations = {
  'method-not-get': {
    closeCode: 1006,
    status: 405,
    section: 'RFC 6455 §4.2.1',
    sentence: 'The method of the opening handshake is GET',
  },
  'target-malformed': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 6455 §4.2.1',
    sentence: 'The target is a path or an absolute http, https, ws or wss URI, without fragment',
  },
  'host-malformed': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 9112 §3.2',
    sentence: 'The Host field is present and holds a host with an optional port',
  },
  'request-with-body': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 9112 §6.3',
    sentence: 'The request of the opening handshake has no body',
  },
  'expectation-unsupported': {
    closeCode: 1006,
    status: 417,
    section: 'RFC 9110 §10.1.1',
    sentence: 'The request of the opening handshake has no Expect field',
  },
  'upgrade-not-websocket': {
    closeCode: 1006,
    status: 426,
    section: 'RFC 6455 §4.2.1',
    sentence: 'The Upgrade field lists websocket',
  },
  'connection-not-upgrade': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 6455 §4.2.1',
    sentence: 'The Connection field lists Upgrade',
  },
  'version-unsupported': {
    closeCode: 1006,
    status: 426,
    section: 'RFC 6455 §4.4',
    sentence: 'The version of the protocol is 13',
  },
  'key-malformed': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 6455 §4.2.1',
    sentence: 'Sec-WebSocket-Key is present and holds 16 bytes in base64',
  },
  'subprotocols-malformed': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 6455 §4.1',
    sentence: 'Sec-WebSocket-Protocol is a list of tokens, all different',
  },
  'too-many-offers': {
    closeCode: 1006,
    status: 431,
    section: 'RFC 6455 §10.4',
    sentence: 'No more than 100 subprotocols and 16 extensions are offered',
  },
  'host-not-allowed': {
    closeCode: 1006,
    status: 421,
    section: 'RFC 9110 §7.4',
    sentence: 'The host is one that the server answers for',
  },
  'origin-not-allowed': {
    closeCode: 1006,
    status: 403,
    section: 'RFC 6455 §10.2',
    sentence: 'The origin is one that the server accepts',
  },
  'too-many-early-bytes': {
    closeCode: 1006,
    status: 413,
    section: 'RFC 6455 §10.4',
    sentence: 'No more than maxEarlyBytes follow the request before it is answered',
  },
} as const;

/** The rules of requests over HTTP/2 and HTTP/3, in addition. */
export const connectViolations = {
  'pseudo-field-misplaced': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 9113 §8.3',
    sentence: 'Pseudo-fields stand before all others, each once, and none is unknown',
  },
  'connection-field-in-stream': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 9113 §8.2.2',
    sentence: 'No field concerns a connection of HTTP/1.1, such as Connection and Upgrade',
  },
  'field-malformed-in-stream': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 9113 §8.2.1',
    sentence:
      'Names are tokens in lower case; values have no NUL, CR, LF, nor white space around them',
  },
  'method-not-connect': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 8441 §4',
    sentence: 'The method of the opening handshake over a stream is CONNECT',
  },
  'protocol-not-websocket': {
    closeCode: 1006,
    status: 501,
    section: 'RFC 9220 §3',
    sentence: 'The pseudo-field :protocol is websocket',
  },
  'scheme-malformed': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 8441 §5',
    sentence: 'The pseudo-field :scheme is http or https',
  },
  'path-malformed': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 8441 §4',
    sentence: 'The pseudo-field :path is a path without fragment',
  },
  'authority-malformed': {
    closeCode: 1006,
    status: 400,
    section: 'RFC 8441 §4',
    sentence:
      'The pseudo-field :authority is a host with an optional port, and Host is no other one',
  },
} as const;

/** The rules of responses. The client checks them and sends no answer. */
export const responseViolations = {
  'status-line-malformed': {
    closeCode: 1006,
    section: 'RFC 9112 §4',
  },
  'status-malformed': {
    closeCode: 1006,
    section: 'RFC 9113 §8.3.2',
  },
  'answer-upgrade-not-websocket': {
    closeCode: 1006,
    section: 'RFC 6455 §4.1',
  },
  'answer-connection-not-upgrade': {
    closeCode: 1006,
    section: 'RFC 6455 §4.1',
  },
  'accept-value-wrong': {
    closeCode: 1006,
    section: 'RFC 6455 §4.1',
  },
  'subprotocol-not-offered': {
    closeCode: 1006,
    section: 'RFC 6455 §4.1',
  },
  'subprotocol-missing': {
    closeCode: 1006,
    section: 'WHATWG WebSockets §3.1',
  },
  'extension-not-offered': {
    closeCode: 1006,
    section: 'RFC 6455 §4.1',
  },
  'extension-repeated': {
    closeCode: 1006,
    section: 'RFC 6455 §9.1',
  },
  'extension-answer-illegal': {
    closeCode: 1006,
    section: 'RFC 6455 §9.1',
  },
  'extension-bits-overlap': {
    closeCode: 1006,
    section: 'RFC 6455 §9',
  },
} as const;

/** A sentence for each rule, for people; a connection does not load these sentences. */
export const responseSentences: Readonly<Record<keyof typeof responseViolations, string>> = {
  'status-line-malformed':
    'A status line is a version, a status of three digits and an optional reason',
  'status-malformed': 'The pseudo-field :status is a status of three digits',
  'answer-upgrade-not-websocket': 'The Upgrade field of the response is websocket and nothing else',
  'answer-connection-not-upgrade': 'The Connection field of the response lists Upgrade',
  'accept-value-wrong': 'Sec-WebSocket-Accept is the accept value of the key',
  'subprotocol-not-offered': 'The subprotocol in use is one that the client offered',
  'subprotocol-missing': 'The server chooses one of the offered subprotocols',
  'extension-not-offered': 'An extension in use is one that the client offered',
  'extension-repeated': 'An extension is in use once',
  'extension-answer-illegal': 'The parameters of an extension in use answer those of the offer',
  'extension-bits-overlap': 'No two extensions in use claim the same reserved bit',
};
