/**
 * What size-limit weighs: each entry point of core, all of them together, what many take of one, and the adapters, the
 * older versions and compression without core; minified and after gzip, as a user's bundler makes it. `size-limits.json` has the limits.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packages = new URL('../', import.meta.url);
const readJson = (path) => JSON.parse(readFileSync(new URL(path, packages), 'utf8'));
const limits = readJson('checks/size-limits.json');

/** The entry points of a package. */
function entriesOf(folder) {
  const { name, exports } = readJson(`${folder}/package.json`);
  const subpaths = Object.keys(exports).filter((subpath) => !subpath.endsWith('.json'));
  return subpaths.map((subpath) => name + subpath.slice(1));
}

/** A program that hands out what an entry is asked for, bundled for any runtime. */
const check = (name, contents, external = []) => ({
  name,
  path: 'package.json',
  gzip: true,
  limit: name in limits ? `${limits[name]} B` : undefined,
  modifyEsbuildConfig: (config) => ({
    ...config,
    entryPoints: undefined,
    stdin: { contents, resolveDir: fileURLToPath(packages) },
    external,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    legalComments: 'none',
  }),
});

const whole = (entry, ...external) => check(entry, `export * from '${entry}';`, external);

/** Tree shaking leaves out what is not named. */
const some = (entry, names) => check(`${entry}: ${names}`, `export { ${names} } from '${entry}';`);

const core = entriesOf('core');
const together = core.map((entry, i) => `export * as entry${i} from '${entry}';`).join('\n');

export default [
  check('sansocket, all entry points', together),
  ...core.map((entry) => whole(entry)),
  some('sansocket', 'ServerConnection'),
  some('sansocket', 'ClientConnection'),
  some('sansocket', 'OpenConnection'),
  some('sansocket/framing', 'FrameDecoder, FrameEncoder'),
  ...['node', 'deno', 'bun', 'web-streams', 'http2']
    .flatMap(entriesOf)
    .map((entry) => whole(entry, 'sansocket', 'node:*')),
  ...entriesOf('websocket').map((entry) => whole(entry, 'sansocket/*', '@sansocket/web-streams')),
  ...['legacy', 'permessage-deflate']
    .flatMap(entriesOf)
    .map((entry) => whole(entry, 'sansocket', 'sansocket/*')),
];
