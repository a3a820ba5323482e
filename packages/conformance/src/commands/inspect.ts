/**
 * `sansocket inspect`: traffic of WebSockets, frame by frame.
 *
 * @module
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import process from 'node:process';
import {
  type Command,
  checkWritable,
  flag,
  Mistake,
  messageOf,
  runCommand,
  text,
  type Values,
} from '@sansocket/command-line';
import {
  type CaptureFile,
  type ExportFormat,
  exportFormats,
  exportOf,
  type Filter,
  type Frame,
  fields,
  inspectPage,
  parseFilter,
  RecordingProxy,
  Redaction,
  readCapture,
  readSession,
  type Selected,
  type Session,
  SessionReader,
  Terminal,
} from '../inspect/index.ts';
import { parseTarget } from '../peer/index.ts';
import { toolVersion } from '../report/index.ts';
import { parseReports, type WantedReport } from './report-option.ts';
import { texts } from './selection.ts';

const options = {
  filter: text('EXPRESSION', 'Frames to show, by the names of fields below'),
  redact: flag('Hide what users wrote: payloads become hashes that change with each run'),
  html: text('FILE', 'Write a page of one HTML file'),
  export: texts(
    'FORMAT[:FILE]',
    `Write another format, to a file or to standard output:\n${exportFormats.join(', ')}`,
  ),
  proxy: text(
    'PORT=URL',
    'Instead of FILE: listen on 127.0.0.1, pass on every byte to URL,\nand show it, until interrupted',
  ),
};

const command = {
  name: 'sansocket inspect',
  does: `Shows traffic of WebSockets frame by frame, with the rules that are broken. FILE is a capture (pcapng, pcap), an archive
(HAR), a record of @sansocket/testkit or of sansocket property --record, or bytes of one direction in hexadecimal
digits or base64; - is standard input. Nothing can be read that was encrypted.`,
  options,
  operands: '[FILE|-]',
  more: `A filter is written as in Wireshark: websocket.opcode == 1 && websocket.fin == 0. A field alone asks whether a frame has it.
Fields: ${Object.keys(fields).join(', ')}`,
  example: "sansocket inspect capture.pcapng --filter 'websocket.opcode == 8' --html traffic.html",
} satisfies Command<typeof options>;

/** What is wanted of the sessions. */
interface Wishes {
  readonly filter: Filter | undefined;
  readonly redaction: Redaction;
  readonly html: string | undefined;
  readonly exports: readonly WantedReport<ExportFormat>[];
}

/** Runs the command. @param args - Those after its name. */
export async function inspect(args: readonly string[]): Promise<void> {
  await runCommand(command, work, args);
}

async function work(given: Values<typeof options>, operands: readonly string[]): Promise<void> {
  const [file, unexpected] = operands;
  if (unexpected !== undefined) throw new Mistake(`Unexpected argument '${unexpected}'`);
  const wishes: Wishes = {
    filter: given.filter === undefined ? undefined : parseFilter(given.filter),
    redaction: new Redaction(given.redact),
    html: given.html,
    exports: parseReports(given.export, exportFormats, 'export'),
  };
  if (wishes.html !== undefined) checkWritable('html', wishes.html);
  if (given.proxy !== undefined) {
    if (file !== undefined) throw new Mistake(`Option --proxy is instead of FILE, got '${file}'`);
    await proxy(given.proxy, wishes);
    return;
  }
  if (file === undefined) throw new Mistake('FILE is missing: a capture, or - for standard input');
  const read = readCapture(bytesOf(file));
  const sessions = read.captures.map(readSession);
  const selected = select(sessions, wishes.filter);
  // What goes to standard output is for a program, not for a person.
  if (!wishes.exports.some((wanted) => wanted.file === undefined)) {
    for (const line of linesOf(read, selected, wishes)) console.log(line);
  }
  write(file === '-' ? 'standard input' : basename(file), read, selected, wishes);
}

/** @throws Mistake when it cannot be read. */
function bytesOf(file: string): Uint8Array {
  try {
    return Uint8Array.from(readFileSync(file === '-' ? 0 : file));
  } catch (error) {
    throw new Mistake(`Cannot read '${file}': ${messageOf(error)}`);
  }
}

/** Sessions without a wanted frame are left out. */
function select(sessions: readonly Session[], filter: Filter | undefined): readonly Selected[] {
  return sessions
    .map((session) => ({
      session,
      frames: session.items
        .filter((item): item is Frame => item.kind === 'frame')
        .filter((frame) => filter?.(frame, session) !== false),
    }))
    .filter(({ frames }) => filter === undefined || frames.length > 0);
}

function* linesOf(
  { format, notes }: CaptureFile,
  selected: readonly Selected[],
  { filter, redaction }: Wishes,
): Generator<string> {
  const terminal = new Terminal(redaction, process.stdout.isTTY && process.stdout.hasColors());
  yield [format, ...notes].join('; ');
  for (const { session, frames } of selected) {
    yield '';
    yield* terminal.title(session, frames.length);
    const wanted = new Set(frames);
    for (const item of session.items) {
      const isShown = item.kind === 'frame' ? wanted.has(item) : filter === undefined;
      if (isShown) yield terminal.item(item, session);
    }
    if (filter === undefined) yield* terminal.endings(session);
  }
  const all = selected.flatMap(({ frames }) => frames);
  const broken = all.filter(({ breach }) => breach !== undefined).length;
  yield '';
  yield `${count(selected.length, 'session')}, ${count(all.length, 'frame')}, ${broken === 0 ? 'no rule broken' : `${broken} of them with a rule broken`}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The files that are asked for. */
function write(
  name: string,
  { format, notes }: CaptureFile,
  selected: readonly Selected[],
  { html, exports, redaction }: Wishes,
): void {
  const version = toolVersion();
  const made = exports.map(({ format: wanted, file }) => ({
    file,
    content: exportOf(wanted, selected, { redaction, version }),
  }));
  for (const { file, content } of made) {
    if (file === undefined) process.stdout.write(content);
    else writeFileSync(file, content);
  }
  if (html !== undefined) {
    writeFileSync(html, inspectPage(selected, { name, format, notes, redaction, version }));
  }
}

/** Passes on traffic, and shows it as it comes, until the process is interrupted. */
async function proxy(wanted: string, wishes: Wishes): Promise<void> {
  const [, port, url = ''] = /^(\d{1,5})=(.*)$/.exec(wanted) ?? [];
  if (port === undefined || Number(port) > 65_535) {
    throw new Mistake(
      `Option --proxy must be PORT=URL, such as 9000=ws://127.0.0.1:9001, got '${wanted}'`,
    );
  }
  const target = parseTarget(url);
  const { filter, redaction } = wishes;
  const terminal = new Terminal(redaction, process.stdout.isTTY && process.stdout.hasColors());
  const readers: SessionReader[] = [];
  let last = -1;
  /** The session so far. */
  const sessionOf = (stream: number): Session => {
    const { extensions, notes } = readers[stream]!;
    return { capture: recording.captures[stream]!, items: [], extensions, notes };
  };
  const say = (stream: number, line: string): void => {
    if (stream !== last) console.log(`tcp.stream ${stream}`);
    last = stream;
    console.log(line);
  };
  const show = (stream: number, items: ReturnType<SessionReader['end']>): void => {
    const session = sessionOf(stream);
    for (const item of items) {
      const isShown = filter === undefined || (item.kind === 'frame' && filter(item, session));
      if (isShown) say(stream, terminal.item(item, session));
    }
  };
  const recording = new RecordingProxy(target, {
    opened: () => void readers.push(new SessionReader(false)),
    passed: (stream, segment) => show(stream, readers[stream]!.take(segment)),
    ended: (stream, ending) => {
      if (filter === undefined) say(stream, terminal.ending(ending, sessionOf(stream)));
    },
  });
  const its = await recording.listen(Number(port));
  console.log(`listening on ws://127.0.0.1:${its} for ${target.url}; Ctrl-C ends it`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  recording.close();
  const read = { format: `traffic to ${target.url}`, captures: recording.captures, notes: [] };
  const selected = select(read.captures.map(readSession), filter);
  write(target.url, read, selected, wishes);
}
