/**
 * A harness that knows the right events of each vector, and has the fault that its argument names. The second argument
 * is a file that it may leave, to know that it has been started before.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { loadCatalogue, vectorsOf } from '../../dist/index.js';

const [fault, file = ''] = process.argv.slice(2);
const vectors = vectorsOf(loadCatalogue().cases.filter(({ id }) => /^(MK|CL)-/.test(id)));
const right = new Map(vectors.map(({ role, bytes, strict }) => [role + bytes, strict[0]]));
/** The text of MK-001, on which it fails. */
const trigger = '810161';

const isAgain = existsSync(file);
if (file !== '') writeFileSync(file, '');
if (fault === 'dies at the start' || (fault === 'does not start again' && isAgain)) process.exit(7);

for await (const line of createInterface({ input: process.stdin })) {
  const { cmd, id, role, chunks } = JSON.parse(line);
  if (cmd === 'stop') break;
  if (cmd === 'start' && fault !== 'says nothing') console.log('{"version":1}');
  if (cmd !== 'run') continue;
  const bytes = chunks.join('');
  if (bytes === trigger) fail(id);
  const isLost = fault === 'loses cut bytes' && chunks.length > 1;
  const reply =
    fault === 'skips' ? { skipped: true } : { id, events: right.get(role + bytes) ?? [] };
  console.log(JSON.stringify(isLost ? { events: [] } : reply));
}

function fail(id) {
  if (fault === 'dies' || fault === 'does not start again') process.exit(7);
  if (fault === 'dies once' && !isAgain) process.exit(7);
  if (fault === 'hangs') for (;;);
  if (fault === 'hangs once' && !isAgain) for (;;);
  if (fault === 'garbage') console.log('Traceback');
  if (fault === 'no event') console.log(JSON.stringify({ events: [{ type: 'message' }] }));
  if (fault === 'another id') console.log(JSON.stringify({ id: id + 1, events: [] }));
  if (fault === 'no newline') for (;;) process.stdout.write('a'.repeat(65_536));
  if (fault === 'wrong event')
    console.log(JSON.stringify({ events: [{ type: 'text', text: 'a' }] }));
}
