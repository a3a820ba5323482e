/** Bytes and the events that they mean, for tests without a network. @module */
export {
  capturedVector,
  type Vector,
  type VectorEvent,
  vectorsOf,
  vectorsText,
} from './vectors.ts';
