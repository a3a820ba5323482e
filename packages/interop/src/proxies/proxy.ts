/**
 * A proxy with TLS in front of a server.
 *
 * @module
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateFiles, Program } from '@sansocket/engines';
import { freePort } from '../free-port.ts';

/** A version of HTTP. */
export type Version = 'HTTP/1.1' | 'HTTP/2';

/** The versions with which a proxy takes connections and passes them on. */
export interface Passage {
  readonly front: Version;
  readonly back: Version;
}

/** The configuration of a proxy. */
export interface ProxyProgram {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly version: () => string;
  readonly passages: readonly Passage[];
  /** The code with which our server ends if the client's answer to its Close frame is lost. Default: none is lost. */
  readonly answersWith?: number | undefined;
  /** Why. */
  readonly lacks?: string | undefined;
  /** The part of its configuration that a user needs. */
  readonly site: (place: Place) => string;
  /** The whole configuration, for a separate folder. */
  readonly frame: (site: string, folder: string) => string;
  /** Its command line, given the folder and the file. */
  readonly args: (folder: string, file: string) => readonly string[];
}

/** The ports of a proxy and of the server behind it. */
export interface Place extends Passage {
  /** Address and port. */
  readonly listen: string;
  /** The port of the server. */
  readonly target: number;
  /** Files with its certificate and its key, for `localhost`; and one with both. */
  readonly certificate: string;
  readonly key: string;
  readonly both: string;
}

/** A running proxy. */
export interface RunningProxy {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** @param target - The port of the server. */
export async function startProxy(
  proxy: ProxyProgram,
  passage: Passage,
  target: number,
): Promise<RunningProxy> {
  const folder = mkdtempSync(join(tmpdir(), `sansocket-${proxy.id}-`));
  const port = await freePort();
  const both = join(folder, 'both.pem');
  const place = {
    ...passage,
    listen: `127.0.0.1:${port}`,
    target,
    certificate: certificateFiles.cert,
    key: certificateFiles.key,
    both,
  };
  const file = join(folder, 'proxy.conf');
  writeFileSync(both, `${read(certificateFiles.cert)}${read(certificateFiles.key)}`);
  writeFileSync(file, proxy.frame(proxy.site(place), folder));
  const program = new Program(proxy.path, proxy.args(folder, file));
  await program.listensOn(port);
  return {
    url: `wss://localhost:${port}/`,
    stop: async () => {
      program.kill('SIGTERM');
      await program.ended();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}
