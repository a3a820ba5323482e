import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { hasChromium, type Page, withPage } from '@sansocket/engines';

const file = new URL('../../../docs/playground/index.html', import.meta.url);

/** In CI a browser that is missing is a failure. */
const itNeedsChromium = hasChromium() || (process.env['CI'] ?? '') !== '' ? it : it.skip;

const events = (tab: Page) => tab.locator('#events code').allTextContents();
const link = (tab: Page, fragment: string) => new URL(`#${fragment}`, tab.url()).href;

/** Opens the page as it is committed; it may ask for nothing and say nothing. */
async function withPlayground(use: (tab: Page) => Promise<void>): Promise<void> {
  const complaints: string[] = [];
  await withPage(
    async (tab) => {
      tab.on('request', (request) => complaints.push(request.url()));
      tab.on('pageerror', (error) => complaints.push(error.message));
      tab.on('console', (message) => complaints.push(message.text()));
      await use(tab);
    },
    readFileSync(file, 'utf8'),
  );
  expect(complaints).toEqual([]);
}

describe('the playground in Chromium', () => {
  itNeedsChromium('shows what becomes of pasted bytes, and of the same bytes by its link', () =>
    withPlayground(async (tab) => {
      await tab.getByLabel('Behind the bytes').selectOption('nothing');
      await tab.locator('label', { hasText: 'a frame' }).click();
      await tab.locator('label', { hasText: /^hex$/ }).click();
      await tab
        .getByLabel('Bytes from the peer', { exact: true })
        .fill('81 85 37 fa 21 3d 7f 9f 4d 51 58');
      expect(await events(tab)).toEqual(['message']);
      expect(await tab.locator('#events p').allTextContents()).toEqual(['text: "Hello"']);
      expect(await tab.locator('#received h3').allTextContents()).toEqual(['text frame']);
      expect(await tab.locator('#sent .byte').allTextContents()).toEqual(
        '81 05 48 65 6c 6c 6f'.split(' '),
      );
      const { hash } = new URL(tab.url());
      await tab.goto(link(tab, 'role=client&input=c1+00&cut=1'));
      expect(await events(tab)).toEqual(['violation']);
      await tab.goto(link(tab, hash.slice(1)));
      expect(await events(tab)).toEqual(['message']);
    }),
  );

  itNeedsChromium('steps through the chunks by keyboard, and says the state', () =>
    withPlayground(async (tab) => {
      await tab.goto(link(tab, 'role=client&first=close&input=88+02+03+e8&cut=1&after=end'));
      const states = async () => [
        await tab.locator('#diagram .current text').textContent(),
        /: (\S+)$/.exec((await tab.locator('#status').textContent()) ?? '')?.[1],
      ];
      expect(await states()).toEqual(['closed', 'closed']);
      await tab.getByLabel('Step', { exact: true }).focus();
      await tab.keyboard.press('ArrowLeft');
      expect(await states()).toEqual(['closing', 'closing']);
      await tab.keyboard.press('ArrowLeft');
      expect(await states()).toEqual(['close-sent', 'close-sent']);
      expect(await tab.locator('#events code').count()).toBe(0);
      await tab.getByLabel('One step on').press('Enter');
      expect(await states()).toEqual(['closing', 'closing']);
      expect(tab.url()).toContain('step=5');
    }),
  );

  itNeedsChromium('keeps the bytes when the format changes, and cuts where a byte is clicked', () =>
    withPlayground(async (tab) => {
      await tab.goto(link(tab, 'role=client&input=81+05+48+65+6c+6c+6f'));
      await tab.locator('label', { hasText: /^text$/ }).click();
      const input = tab.getByLabel('Bytes from the peer', { exact: true });
      expect(await input.inputValue()).toBe('\\x81\\x05Hello');
      await tab.locator('#received .byte').nth(3).click();
      expect(await tab.locator('#received .cut').count()).toBe(1);
      expect(tab.url()).toContain('cut=%403');
      await tab.getByLabel('Start from').selectOption({ label: '"Hello", not masked' });
      expect(await input.inputValue()).toBe('81 05 48 65 6c 6c 6f');
    }),
  );

  itNeedsChromium('takes what a link carries for text, and says what it cannot read', () =>
    withPlayground(async (tab) => {
      const markup = '<img src=x onerror=alert(1)>';
      await tab.goto(
        link(tab, `role=client&format=text&input=${encodeURIComponent(`\\x81\\x1c${markup}`)}`),
      );
      expect(await tab.locator('#events p').textContent()).toBe(`text: "${markup}"`);
      expect(await tab.locator('img').count()).toBe(0);
      await tab.goto(link(tab, 'input=8'));
      expect(await tab.getByRole('alert').textContent()).toMatch(/one is missing/);
    }),
  );

  itNeedsChromium('takes a large paste, says what it dropped, and what fits is in the link', () =>
    withPlayground(async (tab) => {
      await tab.goto(link(tab, 'role=client&format=text&input=x'));
      const input = tab.getByLabel('Bytes from the peer', { exact: true });
      const dropped = () => tab.locator('#dropped').textContent();
      await input.fill('a'.repeat(500_000));
      expect(await dropped()).toBe(
        '500000 bytes came, 16384 fit here: the last 483616 were dropped',
      );
      expect(await input.inputValue()).toBe('a'.repeat(16_384));
      await tab.goto(link(tab, new URL(tab.url()).hash.slice(1)));
      expect(await input.inputValue()).toBe('a'.repeat(16_384));
      await input.fill('\\x81\\x00');
      expect([await dropped(), await events(tab)]).toEqual(['', ['message']]);
      await tab.locator('label', { hasText: /^hex$/ }).click();
      await input.fill('8900'.repeat(500_000));
      expect(await dropped()).toBe(
        '1000000 bytes came, 16384 fit here: the last 983616 were dropped',
      );
      expect(await tab.locator('#received article').count()).toBe(100);
      expect(await tab.locator('.gap').allTextContents()).toEqual([
        '8092 parts more, not shown',
        '8092 events more, not shown',
        '8092 parts more, not shown',
      ]);
    }),
  );

  itNeedsChromium('takes the bytes of a file that is dropped on it', () =>
    withPlayground(async (tab) => {
      await tab.goto(link(tab, 'role=client&input=00'));
      const drop = (length: number) => `{
          const files = new DataTransfer();
          const bytes = new Uint8Array(${length});
          bytes.set([0x81, 2, 0x48, 0x69]);
          files.items.add(new File([bytes], 'stream.bin'));
          const options = { bubbles: true, cancelable: true, dataTransfer: files };
          document.body.dispatchEvent(new DragEvent('drop', options));
        }`;
      await tab.evaluate(drop(4));
      await tab.locator('#events p', { hasText: 'text: "Hi"' }).waitFor();
      await tab.evaluate(drop(20_000));
      await tab.locator('#dropped:not(:empty)').waitFor();
      expect(await tab.locator('#dropped').textContent()).toBe(
        '20000 bytes came, 16384 fit here: the last 3616 were dropped',
      );
    }),
  );

  itNeedsChromium(
    'keeps the scenario when the results are skipped to, and plays a sample where a link carries none',
    () =>
      withPlayground(async (tab) => {
        await tab.goto(link(tab, 'nonsense'));
        expect(await events(tab)).toContain('open');
        await tab.goto(link(tab, 'role=client&input=81+00'));
        await tab.getByText('Skip to the results').press('Enter');
        expect(await events(tab)).toEqual(['message']);
        expect(tab.url()).toContain('input=81+00');
      }),
  );
});
