/**
 * Servers of a kind: what they need, and how they are made and started.
 *
 * @module
 */

import { join } from 'node:path';
import { cacheFolder, debianVersion, scriptFile } from '../workspace.ts';
import type { PeerServer } from './peer.ts';
import { pythonPath } from './runtimes.ts';

type Common = Pick<PeerServer, 'id' | 'name' | 'needs' | 'version' | 'inCi' | 'converses'>;

/** A server that comes with a package of Debian, whose version is that of the server. */
export function debian(id: string, name: string, [first = '', ...more]: readonly string[]): Common {
  const version = (): string => debianVersion(first);
  return { id, name, needs: [first, ...more], version, inCi: false, converses: false };
}

/** A module of Python with a script of the same name. */
export function python(
  module: string,
  script = `${module.replaceAll('-', '_')}_server.py`,
  args: readonly string[] = [],
): PeerServer {
  return {
    ...debian(module, `Python, \`${module}\``, [`python3-${module}`]),
    command: (port) => [pythonPath, scriptFile(script), String(port), ...args],
  };
}

/** A library of Ruby with a script. */
export function ruby(gem: string): PeerServer {
  const script = scriptFile(`${gem.replaceAll('-', '_')}_server.rb`);
  return {
    ...debian(gem, `Ruby, \`${gem}\``, [`ruby-${gem}`, 'ruby']),
    command: (port) => ['/usr/bin/ruby', script, String(port)],
  };
}

/**
 * A package of npm that is no dependency of the workspace, with a script.
 *
 * @param others - More packages, with their versions.
 * @param script - Default: that of the package.
 */
export function npm(
  name: string,
  version: string,
  others: readonly string[] = [],
  script = `${name}-server.js`,
): PeerServer {
  const packages = [`${name}@${version}`, ...others];
  const folder = join(cacheFolder, packages.join('+'));
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--silent'];
  return {
    id: name,
    name: `\`${name}\``,
    needs: [join(folder, 'node_modules', name)],
    version: () => version,
    inCi: false,
    converses: false,
    makes: [['npm', 'install', '--prefix', folder, ...flags, ...packages]],
    command: (port) => [process.execPath, scriptFile(script), String(port), folder],
  };
}

/** A library of C or C++ with a source that is compiled. */
export function compiled(
  common: Common,
  extension: 'c' | 'cpp',
  flags: readonly string[],
): PeerServer {
  const compiler = extension === 'c' ? 'gcc' : 'g++';
  return made(common, extension, (source, program) => [
    compiler,
    '-O1',
    '-o',
    program,
    source,
    ...flags,
  ]);
}

/** A package of Go with a source that is compiled, against Debian's sources of packages. */
export function go(id: string, name: string, packageName: string): PeerServer {
  const common = debian(id, `Go, \`${name}\``, [packageName, 'golang-go']);
  return made(common, 'go', (source, program) => [
    '/usr/bin/env',
    'GO111MODULE=off',
    'GOPATH=/usr/share/gocode',
    `GOCACHE=${join(cacheFolder, 'go')}`,
    'go',
    'build',
    '-o',
    program,
    source,
  ]);
}

/** A library of Java with a source that Java compiles when it starts. */
export function java(common: Common, script: string, jars: readonly string[]): PeerServer {
  const classPath = jars.map((jar) => `/usr/share/java/${jar}.jar`).join(':');
  return {
    ...common,
    needs: [...common.needs, 'openjdk-17-jdk-headless'],
    command: (port) => ['/usr/bin/java', '-cp', classPath, scriptFile(script), String(port)],
  };
}

function made(
  common: Common,
  extension: string,
  make: (source: string, program: string) => readonly string[],
): PeerServer {
  const program = join(cacheFolder, `${common.id}-server`);
  return {
    ...common,
    needs: [...common.needs, program],
    makes: [make(scriptFile(`${common.id}_server.${extension}`), program)],
    command: (port) => [program, String(port)],
  };
}
