/** Faults that the laws of sharing and of masking keys have to find. */
import { describe, expect, it } from '@jest/globals';
import {
  checkLaws,
  type LawName,
  laws,
  type MakeSubject,
  type Neighbours,
  type NeighboursWanted,
  type Subject,
  sansocketSubject,
} from '@sansocket/testkit/laws';
import { concat } from '@sansocket/testkit/wire';
import type { Role } from 'sansocket';

/** The cases of a law that a subject disagrees with. As all are expected, none is made smaller. */
function disagreements(make: MakeSubject, law: LawName): readonly string[] {
  const cases = laws.flatMap((one) => (one.name === law ? one.cases(make) : []));
  const { rows } = checkLaws(make, {
    laws: [law],
    seed: 7,
    expectedDisagreements: cases.map(({ label }) => ({ law, case: label, isRare: true })),
    print: () => {},
  });
  return rows.filter(({ verdict }) => verdict === 'disagrees').map((row) => row.case);
}

/** A subject like the one of core, but for what is put in the place of something. */
function faulty(role: Role, fault: (subject: Subject) => Partial<Subject>): MakeSubject {
  const make = sansocketSubject(role);
  return (limits, timeouts) => {
    const subject = make(limits, timeouts);
    return { ...subject, ...fault(subject) };
  };
}

/** Neighbours like those of core, but for what is put in the place of something of each. */
function faultyNeighbours(
  fault: (end: Subject, all: readonly Subject[]) => Partial<Subject>,
): MakeSubject {
  return faulty('server', ({ neighbours }) => ({
    neighbours(wanted): Neighbours {
      const { ends, ...rest } = neighbours!(wanted);
      const [one, other, ...more] = ends.map((end) => ({ ...end, ...fault(end, ends) }));
      return { ...rest, ends: [one!, other!, ...more] };
    },
  }));
}

describe('the law of sharing', () => {
  const turns = 'ends that take turns';

  it('finds what is sent to another one', () => {
    const make = faultyNeighbours((end, all) => ({
      send: (data) => {
        if (data.length === 3) attempt(() => all[0]!.send?.(data));
        return end.send?.(data);
      },
    }));
    expect(disagreements(make, 'sharing')).toContain(turns);
  });

  it('finds a chunk that is unmasked where it stands, and output that others write over', () => {
    const unmasking = faultyNeighbours(({ receive }) => ({
      receive(chunk) {
        receive(chunk.slice());
        if (chunk.length > 20) chunk.fill(0, 10);
      },
    }));
    expect(disagreements(unmasking, 'sharing')).toContain(turns);
    const pieces: Uint8Array[] = [];
    const overwriting = faultyNeighbours(({ takeOutput }) => ({
      takeOutput() {
        const output = takeOutput!();
        pieces.shift()?.fill(0);
        pieces.push(...(output.pieces ?? []));
        return output;
      },
    }));
    expect(disagreements(overwriting, 'sharing')).toContain(turns);
  });

  it('finds a view of a read buffer that is used again', () => {
    const make = faultyNeighbours(() => ({ chunks: 'copied' }));
    expect(disagreements(make, 'sharing')).toContain(turns);
  });

  it('finds memory that is not given back, or is given back twice', () => {
    for (const bytes of [1, -1]) {
      const make = faulty('server', ({ neighbours }) => ({
        neighbours(wanted): Neighbours {
          const its = neighbours!(wanted);
          return { ...its, inUse: () => its.inUse!() + bytes };
        },
      }));
      expect(disagreements(make, 'sharing')).toEqual(['memory that is given back']);
    }
  });

  it('finds the limits of another one that is taken for those of all', () => {
    const make = faulty('server', ({ neighbours }) => ({
      neighbours: ({ limitsOfThird: _, ...wanted } = {}) => neighbours!(wanted),
    }));
    expect(disagreements(make, 'sharing')).toEqual([turns]);
  });

  it('finds a stream that goes on where that of another one was cut', () => {
    const make = faultyNeighbours((end, [first]) => ({
      receive(chunk) {
        const isLate = end !== first && first!.state?.()['readyState'] === 'open';
        if (isLate && chunk[0] === 0x82) first!.receive(chunk.slice(0, 1));
        end.receive(chunk);
      },
    }));
    expect(disagreements(make, 'sharing')).not.toEqual([]);
  });
});

describe('the law of masking keys', () => {
  const label = 'keys of two ends that share their entropy';

  /** A client whose entropy comes by another way. */
  function drawing(
    fault: (fill: NonNullable<NeighboursWanted['fillRandom']>) => (bytes: Uint8Array) => void,
  ): MakeSubject {
    return faulty('client', ({ neighbours }) => ({
      neighbours: (wanted = {}) =>
        neighbours!({ ...wanted, fillRandom: fault(wanted.fillRandom ?? (() => {})) }),
    }));
  }

  const found = (make: MakeSubject): readonly string[] => disagreements(make, 'masking');

  it('finds nothing against fresh keys', () => {
    expect(found(drawing((fill) => fill))).toEqual([]);
  });

  it.each<[string, (byte: number, i: number, block: Uint8Array) => number]>([
    ['one key for all', (_, i, block) => block[i % 4]!],
    ['keys of which two bytes are the same', (byte, i) => (i % 4 > 1 ? 0 : byte)],
    ['keys that count', (_, i, block) => block[i % 4]! + (i % 4 === 0 ? i / 4 : 0)],
    ['half of a block twice', (_, i, block) => block[i % (block.length / 2)]!],
    ['a key of a block twice', (byte, i, block) => (i < 4 ? block[block.length - 4 + i]! : byte)],
    ['a bit that is always set', (byte) => byte | 0x80],
  ])('finds %s', (_, spoiled) => {
    const make = drawing((fill) => (bytes) => {
      fill(bytes);
      const block = bytes.slice();
      for (let i = 0; i < bytes.length; i++) bytes[i] = spoiled(block[i]!, i, block);
    });
    expect(found(make)).toEqual([label]);
  });

  it('finds entropy that comes from elsewhere, and entropy that is drawn once', () => {
    const own = drawing((fill) => {
      let word = 1;
      return (bytes) => {
        fill(bytes);
        for (let i = 0; i < bytes.length; i++) {
          word ^= word << 13;
          word ^= word >>> 17;
          word ^= word << 5;
          bytes[i] = word >>> 11;
        }
      };
    });
    expect(found(own)).toEqual([label]);
    const undrawn = faulty('client', ({ neighbours }) => ({ neighbours: () => neighbours!() }));
    expect(found(undrawn)).toEqual([label]);
    const once = drawing((fill) => {
      let first: Uint8Array | undefined;
      return (bytes) => {
        fill(bytes);
        first ??= bytes.slice();
        for (let i = 0; i < bytes.length; i++) bytes[i] = first[i % first.length]!;
      };
    });
    expect(found(once)).toEqual([label]);
  });

  it('finds a server that masks, and a client that does not', () => {
    const masking = faulty('server', ({ neighbours }) => ({
      neighbours: (wanted) => withOutput(neighbours!(wanted), (bytes) => masked(bytes)),
    }));
    expect(found(masking)).toEqual([label]);
    const plain = faulty('client', ({ neighbours }) => ({
      neighbours: (wanted) => withOutput(neighbours!(wanted), (bytes) => unmasked(bytes)),
    }));
    expect(found(plain)).toEqual([label]);
  });
});

function withOutput(
  { ends, ...rest }: Neighbours,
  change: (bytes: Uint8Array) => Uint8Array,
): Neighbours {
  const [one, other] = ends.map((end) => ({
    ...end,
    takeOutput() {
      const { bytes, endings } = end.takeOutput!();
      return { bytes: bytes.length > 0 ? change(bytes) : bytes, endings };
    },
  }));
  return { ...rest, ends: [one!, other!] };
}

/** A frame with a length of seven bits, masked with zeros. */
function masked(bytes: Uint8Array): Uint8Array {
  const [byte0 = 0, byte1 = 0] = bytes;
  return concat(Uint8Array.of(byte0, byte1 | 0x80, 0, 0, 0, 0), bytes.slice(2));
}

/** A frame with a length of seven bits, not masked. */
function unmasked(bytes: Uint8Array): Uint8Array {
  const [byte0 = 0, byte1 = 0] = bytes;
  return concat(Uint8Array.of(byte0, byte1 & 0x7f), bytes.slice(6));
}

/** What is refused is not done. */
function attempt(call: () => void): void {
  try {
    call();
  } catch {
    // Not the time for it.
  }
}
