/** The page of `sansocket inspect --html`, in Chromium. @module */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { hasChromium, type Page, withPage } from '@sansocket/engines';
import { concat } from '@sansocket/testkit/wire';
import { file, fixture, fromClient, fromServer, opened } from './helpers/inspect.ts';
import { sansocket } from './helpers/sansocket.ts';

/** In CI a browser that is missing is a failure. */
const itNeedsChromium = hasChromium() || (process.env['CI'] ?? '') !== '' ? it : it.skip;

/** Opens the page of a capture; it may ask for nothing and say nothing. */
async function withTraffic(path: string, use: (tab: Page) => Promise<void>): Promise<void> {
  const html = file('');
  const { code, error } = await sansocket('inspect', path, '--html', html);
  if (code !== 0) throw new Error(error);
  const complaints: string[] = [];
  await withPage(
    async (tab) => {
      tab.on('request', (request) => {
        if (!request.url().startsWith('data:')) complaints.push(request.url());
      });
      tab.on('pageerror', (it) => complaints.push(it.message));
      tab.on('console', (message) => complaints.push(message.text()));
      await use(tab);
    },
    readFileSync(html, 'utf8'),
  );
  expect(complaints).toEqual([]);
}

const shown = (tab: Page) => tab.locator('.frame:visible').count();
const markup = `"'><img src=x onerror=alert(1)></script><script>alert(1)</script>`;
const broken = () =>
  file(
    opened(
      ['out', concat(fromClient(1, markup), fromClient(2, 'x', { lengthForm: 16 }))],
      ['in', concat(fromServer(9, 'ping'), fromServer(1, '{"a":[1]}', { reservedBits: 0x10 }))],
    ),
  );

describe('the page of inspect in Chromium', () => {
  itNeedsChromium('shows the bits, the bytes, and the payload at each step', async () => {
    await withTraffic(fixture('chromium.pcap'), async (tab) => {
      expect(await tab.locator('.result').textContent()).toBe('No frame breaks a rule');
      const frame = tab.locator('#s0f3');
      await frame.locator('summary').click();
      const rowsOf = async (selector: string) => {
        const rows = await frame.locator(selector).all();
        return Promise.all(rows.map((row) => row.locator('td').allTextContents()));
      };
      expect(await rowsOf('.bits tbody tr')).toEqual([
        ['FIN 1', 'R1 1', 'R2 0', 'R3 0', 'opcode 0001', 'M 1', 'payload length 0000101'],
        ['masking key ca 1c'],
        ['continued 07 05'],
      ]);
      expect(await rowsOf('.fields tbody tr')).toContainEqual([
        '527',
        'fin, rsv, opcode',
        'opcode 0x1 is text',
      ]);
      expect(await frame.locator('h3').allTextContents()).toEqual([
        'Raw',
        'Unmasked',
        'Inflated: 5 bytes from 5',
        'DEFLATE blocks',
        'Text',
      ]);
      expect((await frame.locator('.hex').allTextContents()).map((text) => text.trim())).toEqual([
        'c1 85 ca 1c 07 05 38 1c 16 05 ca',
        'f2 00 11 00 00',
        '48 65 6c 6c 6f',
      ]);
      // "H", then a copy of 4 bytes from the message before it (RFC 7692 §7.2.3.2).
      expect(await rowsOf('.blocks tbody tr')).toEqual([
        ['fixed codes', '', '0–30', '5', '1', '1', '5'],
        ['stored', '', '31–39', '0', '0', '0', '0'],
      ]);
      expect(await frame.locator('pre').textContent()).toBe('Hello');
    });
  });

  itNeedsChromium('is used by keyboard', async () => {
    await withTraffic(broken(), async (tab) => {
      expect(await shown(tab)).toBe(4);
      expect(await tab.locator('.result').textContent()).toBe('2 frames break a rule');
      await tab.keyboard.press('n');
      expect(await tab.locator('.frame[open]').getAttribute('id')).toBe('s0f2');
      expect(await tab.locator('#s0f2 > p.bad').textContent()).toMatch(
        /^Breaks length-not-minimal at byte \d+ .* RFC 6455 §5\.2\s*$/,
      );
      await tab.keyboard.press('n');
      expect(await tab.locator('#s0f4').getAttribute('open')).toBe('');
      await tab.keyboard.press('d');
      expect(await tab.locator('output').textContent()).toBe('2 frames');
      await tab.keyboard.press('Escape');
      await tab.keyboard.press('/');
      await tab.keyboard.type('ping');
      expect(await tab.locator('.frame:visible b').first().textContent()).toBe('ping');
      await tab.keyboard.press('Enter');
      await tab.keyboard.press('Enter');
      expect(await tab.locator('#s0f3').getAttribute('open')).toBe('');
      await tab.keyboard.press('Escape');
      await tab.getByLabel('Frames').selectOption('broken');
      expect(await shown(tab)).toBe(2);
      await tab.goto(new URL('#s0f1', tab.url()).href);
      expect(await tab.locator('#s0f1').getAttribute('open')).toBe('');
    });
  });

  itNeedsChromium('shows markup of the traffic as text, and JSON in lines', async () => {
    await withTraffic(broken(), async (tab) => {
      expect([await tab.locator('img').count(), await tab.locator('script').count()]).toEqual([
        0, 1,
      ]);
      await tab.locator('#s0f1 summary').click();
      expect(await tab.locator('#s0f1 pre').textContent()).toBe(markup);
      await tab.locator('#s0f4 summary').click();
      expect(await tab.locator('#s0f4 pre').textContent()).toBe('{\n  "a": [\n    1\n  ]\n}');
    });
  });

  itNeedsChromium('fits 360 pixels, in light and dark', async () => {
    await withTraffic(fixture('chromium.pcap'), async (tab) => {
      const grounds: string[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        await tab.emulateMedia({ colorScheme });
        await tab.setViewportSize({ width: 360, height: 640 });
        await tab.evaluate("for (const it of document.querySelectorAll('details')) it.open = true");
        expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(360);
        // The bits do not go beyond their frame.
        const [diagram, frame] = [
          await tab.locator('#s0f3 .bits').boundingBox(),
          await tab.locator('#s0f3').boundingBox(),
        ];
        expect(diagram!.x + diagram!.width).toBeLessThanOrEqual(frame!.x + frame!.width);
        grounds.push(String(await tab.evaluate('getComputedStyle(document.body).backgroundColor')));
      }
      expect(new Set(grounds).size).toBe(2);
    });
  });
});
