/** Messages and their fragments (RFC 6455 §5.4). @module */

export { fragment } from './checked-fragment.ts';
export { MessageAssembler, messageAssemblerChecks } from './checked-message-assembler.ts';
export { uncheckedFragment } from './fragment.ts';
export { handOut } from './hand-out.ts';
export {
  type MessageAssemblerOptions,
  type MessageKind,
  UncheckedMessageAssembler,
} from './message-assembler.ts';
