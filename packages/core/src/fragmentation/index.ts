/** Messages and their fragments (RFC 6455 §5.4). @module */

export { MessageAssembler, messageAssemblerChecks } from './checked-message-assembler.ts';
export { fragment } from './fragment.ts';
export { handOut } from './hand-out.ts';
export {
  type MessageAssemblerOptions,
  type MessageKind,
  UncheckedMessageAssembler,
} from './message-assembler.ts';
