#!/usr/bin/env node
/**
 * The command `sansocket`.
 *
 * @module
 */

import process from 'node:process';
import { suggest } from '@sansocket/command-line';
import {
  conformanceClient,
  conformanceCodec,
  conformanceProxy,
  conformanceServer,
  explain,
  grid,
  inspect,
  list,
  misbehave,
  propertyServer,
  replay,
  report,
  vectorsCopy,
} from './commands/index.ts';

/** A command, by the words that it begins with. */
interface Entry {
  readonly words: readonly string[];
  readonly does: string;
  readonly run: (args: readonly string[]) => Promise<void>;
}

const entries: readonly Entry[] = [
  {
    words: ['conformance', 'server'],
    does: 'Test a WebSocket server',
    run: conformanceServer,
  },
  {
    words: ['conformance', 'client'],
    does: 'Test a WebSocket client',
    run: conformanceClient,
  },
  {
    words: ['conformance', 'codec'],
    does: 'Test a parser, without a network',
    run: conformanceCodec,
  },
  {
    words: ['conformance', 'proxy'],
    does: 'Test a proxy, from both ends',
    run: conformanceProxy,
  },
  {
    words: ['property', 'server'],
    does: 'Draw sessions, and shrink one that a WebSocket server fails on',
    run: propertyServer,
  },
  { words: ['replay'], does: 'Try a recorded session once more', run: replay },
  { words: ['misbehave'], does: 'Be a bad server for a client', run: misbehave },
  {
    words: ['inspect'],
    does: 'Show traffic frame by frame: captures, archives, records, a live proxy',
    run: inspect,
  },
  { words: ['grid'], does: 'Test several servers, and show where they differ', run: grid },
  { words: ['report'], does: 'Make other reports of JSON reports, and compare them', run: report },
  { words: ['list'], does: 'List the cases', run: list },
  { words: ['explain'], does: 'Say what a case sends and expects, and why', run: explain },
  { words: ['vectors', 'copy'], does: 'Copy the cases, as JSON, into a folder', run: vectorsCopy },
];

const args = process.argv.slice(2);
const entry = entries.find(({ words }) => words.every((word, i) => word === args[i]));

if (entry !== undefined) await entry.run(args.slice(entry.words.length));
else if (args.length === 0 || args.includes('--help') || args.includes('-h')) {
  const lines = entries.map(
    ({ words, does }) => `  sansocket ${words.join(' ').padEnd(20)}${does}`,
  );
  console.log(`Usage: sansocket COMMAND ...

${lines.join('\n')}

Each has --help. Start with:
  sansocket conformance server ws://127.0.0.1:9001/`);
} else {
  const typed = args
    .filter((arg) => !arg.startsWith('-'))
    .slice(0, 2)
    .join(' ');
  const names = entries.map(({ words }) => words.join(' '));
  console.error(`Unknown command '${typed}': ${suggest(typed, names)}\nTry sansocket --help`);
  process.exitCode = 2;
}
