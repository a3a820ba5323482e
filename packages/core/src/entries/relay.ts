/** Relays: a client's connection and a server's connection, joined (RFC 6455 §5.4). @module */
export {
  type FramePayloadEvent,
  passedFields,
  Relay,
  type RelayEvent,
  type RelayMessage,
  type RelayOptions,
  type RelaySide,
  type RelayTarget,
} from '../relay/index.ts';
