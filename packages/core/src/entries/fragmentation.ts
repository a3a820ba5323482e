/** Messages and their fragments (RFC 6455 §5.4). @module */
export {
  MessageAssembler,
  type MessageAssemblerOptions,
  type MessageKind,
  type UncheckedMessageAssembler,
} from '../fragmentation/index.ts';
