/**
 * Messages that compress as those of applications do: JSON with the same keys and other values.
 *
 * @module
 */

/** Texts of about so many bytes each; the same ones each time. */
export function jsonMessages(bytes: number, count: number): readonly string[] {
  const random = randomNumbers();
  return Array.from({ length: count }, () => jsonMessage(bytes, random));
}

function jsonMessage(bytes: number, random: (below: number) => number): string {
  const parts: string[] = [];
  for (let length = 0; length < bytes - HALF_RECORD; ) {
    const part = JSON.stringify(record(bytes, random));
    parts.push(part);
    length += part.length + 1;
  }
  return bytes < 1024 ? parts.join('\n') : `[${parts.join()}]`;
}

const HALF_RECORD = 40;

/** About 60 bytes where messages are short, otherwise about 95. */
function record(bytes: number, random: (below: number) => number): object {
  const id = random(1_000_000);
  const price = random(100_000) / 100;
  if (bytes < 100) return { id, type: 'tick', price, open: true };
  const type = ['trade', 'quote', 'order'][random(3)];
  return { id, user: `user${random(10_000)}`, type, price, quantity: random(100), seq: id + 17 };
}

function randomNumbers(): (below: number) => number {
  let seed = 1;
  return (below) => (seed = (seed * 48_271) % 0x7fff_ffff) % below;
}
