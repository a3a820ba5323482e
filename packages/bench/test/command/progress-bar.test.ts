import { describe, expect, it } from '@jest/globals';
import { ProgressBar } from '../../src/command/index.ts';

function shown(isTTY: boolean): { bar: ProgressBar; written: string[] } {
  const written: string[] = [];
  return { bar: new ProgressBar({ isTTY, write: (text) => written.push(text) }), written };
}

describe('ProgressBar', () => {
  it('fills with the share that is done', () => {
    const { bar, written } = shown(true);
    bar.show(0.5, 'decode');
    expect(written).toEqual([`\r\u001b[2K${'█'.repeat(15)}${'░'.repeat(15)} 50 % decode`]);
    bar.clear();
    bar.clear();
    expect(written).toHaveLength(2);
  });

  it('writes nothing where there is no terminal', () => {
    const { bar, written } = shown(false);
    bar.show(1, 'decode');
    bar.clear();
    expect(written).toEqual([]);
  });
});
