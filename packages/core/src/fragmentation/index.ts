/** Messages and their fragments (RFC 6455 §5.4). @module */

export { fragment } from './fragment.ts';
export { handOut } from './hand-out.ts';
export {
  MessageAssembler,
  type MessageAssemblerOptions,
  type MessageKind,
} from './message-assembler.ts';
