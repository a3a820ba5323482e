/**
 * The calls that take options, each with the table that it checks them by and the interface that says what they are.
 *
 * @module
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AnyChecks } from 'sansocket/options';

/** A call that takes options. */
export interface OptionsEntry {
  readonly title: string;
  /** Folder of the package, and the file below `src/` that has the table. */
  readonly file: readonly [folder: string, path: string];
  readonly table: string;
  readonly type: string;
  /** The title of an entry whose options it takes as well. */
  readonly like?: string;
}

const server = 'ServerConnection';
const client = 'ClientConnection';

/** In the order of the page. */
export const entries: readonly OptionsEntry[] = [
  entry(server, 'core/connection/server-connection', 'serverChecks', 'ServerOptions'),
  entry(client, 'core/connection/client-connection', 'clientChecks', 'ClientOptions', server),
  entry('OpenConnection', 'core/connection/open-connection', 'openChecks', 'OpenOptions', server),
  entry('serve of Node and Deno', 'node/serve', 'serveChecks', 'ServeOptions', server),
  entry('attach of Node and Deno', 'node/attach', 'attachChecks', 'AttachOptions', server),
  entry('connect of Node and Deno', 'node/connect', 'connectChecks', 'ConnectOptions', client),
  entry('serve of Bun', 'bun/serve', 'serveChecks', 'ServeOptions', server),
  entry('connect of Bun', 'bun/connect', 'connectChecks', 'ConnectOptions', client),
  entry('send', 'core/connection/sender', 'sendChecks', 'SendOptions'),
  entry('accept', 'core/connection/server-opening', 'acceptChecks', 'AcceptOptions'),
  entry('reject, rejectRequest', 'core/handshake/reject-request', 'rejectionChecks', 'Rejection'),
  entry(
    'permessageDeflate',
    'permessage-deflate/options',
    'deflateChecks',
    'PermessageDeflateOptions',
  ),
  entry(
    'FrameDecoder',
    'core/framing/checked-frame-decoder',
    'frameDecoderChecks',
    'FrameDecoderOptions',
  ),
  entry('FrameEncoder', 'core/framing/frame-encoder', 'frameEncoderChecks', 'FrameEncoderOptions'),
  entry(
    'frame and begin of FrameEncoder',
    'core/framing/frame-encoder',
    'outgoingHeaderChecks',
    'OutgoingHeader',
  ),
  entry(
    'MessageAssembler',
    'core/fragmentation/checked-message-assembler',
    'messageAssemblerChecks',
    'MessageAssemblerOptions',
  ),
  entry(
    'HeadParser',
    'core/handshake/checked-head-parser',
    'headParserChecks',
    'HeadParserOptions',
  ),
  entry('createRequest', 'core/handshake/create-request', 'requestChecks', 'RequestOptions'),
  entry('acceptRequest', 'core/handshake/accept-request', 'acceptanceChecks', 'Acceptance'),
  entry('readRequest', 'core/handshake/read-request', 'policyChecks', 'HandshakePolicy'),
  entry('readConnect', 'core/handshake/extended-connect', 'connectChecks', 'ConnectPolicy'),
  entry('readResponse', 'core/handshake/read-response', 'responseChecks', 'ResponseOptions'),
  entry('lenientHixie76', 'legacy/hixie-76', 'leniencyChecks', 'Hixie76Leniency'),
  entry(
    'HixieFrameDecoder',
    'legacy/hixie-frame-decoder',
    'hixieDecoderChecks',
    'HixieFrameDecoderOptions',
  ),
];

function entry(
  title: string,
  path: string,
  table: string,
  type: string,
  like?: string,
): OptionsEntry {
  const [folder = '', ...names] = path.split('/');
  const file = [folder, names.join('/')] as const;
  return { title, file, table, type, ...(like === undefined ? {} : { like }) };
}

/** The table of an entry, from the build, as no door has it. */
export function readTable(root: string, { file, table }: OptionsEntry): AnyChecks {
  const [folder, path] = file;
  const load = createRequire(join(root, 'package.json'));
  const found = load(`./packages/${folder}/dist/${path}.js`) as Readonly<Record<string, AnyChecks>>;
  if (found[table] === undefined) throw new Error(`${path} has no table ${table}`);
  return found[table];
}
