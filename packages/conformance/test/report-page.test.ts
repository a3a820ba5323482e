import { describe, expect, it } from '@jest/globals';
import { type Named, render, renderGrid, type SavedReport } from '@sansocket/conformance';
import { hasChromium, type Page, withPage } from '@sansocket/engines';
import { reportOf } from './helpers/run-endpoint.ts';

/** In CI a browser that is missing is a failure. */
const itNeedsChromium = hasChromium() || (process.env['CI'] ?? '') !== '' ? it : it.skip;

/** Opens a page; it may ask for nothing and say nothing. */
async function withReport(html: string, use: (tab: Page) => Promise<void>): Promise<void> {
  const complaints: string[] = [];
  await withPage(async (tab) => {
    tab.on('request', (request) => {
      if (!request.url().startsWith('data:')) complaints.push(request.url());
    });
    tab.on('pageerror', (error) => complaints.push(error.message));
    tab.on('console', (message) => complaints.push(message.text()));
    await use(tab);
  }, html);
  expect(complaints).toEqual([]);
}

const link = (tab: Page, fragment: string) => new URL(`#${fragment}`, tab.url()).href;
const shown = (tab: Page) => tab.locator('.case:visible').count();

describe('the HTML report in Chromium', () => {
  itNeedsChromium('shows a case with its rule and its bytes, by a link', async () => {
    const html = render('html', await reportOf('unmasked-accepted', 'MK-001', 'MK-007', 'MK-009'));
    await withReport(html, async (tab) => {
      expect(await tab.locator('.result').textContent()).toBe('1 case fails');
      expect(await tab.locator('.squares a').count()).toBe(await shown(tab));
      await tab.goto(link(tab, 'MK-001'));
      const one = tab.locator('#MK-001');
      expect(await one.getAttribute('open')).toBe('');
      expect(await one.locator('blockquote').first().textContent()).toMatch(
        /The server MUST close .* RFC 6455 §5\.1/,
      );
      const [variant] = await one.locator('.variant').all();
      expect(await variant!.locator('dd').allTextContents()).toEqual([
        'fail 1002',
        'drop',
        '101, text "a", ping answered',
      ]);
      expect(await variant!.locator('.ladder b').allTextContents()).toEqual([
        'text, not masked, 1 byte',
        'text, not masked, 1 byte',
        'pong, not masked, 16 bytes',
      ]);
      expect(await variant!.locator('.ladder .way').allTextContents()).toEqual([
        '→ sent',
        '← received',
        '→ sent',
        '← received',
        '← received',
      ]);
      const colours = variant!.locator('.ladder .hex').first().locator('span');
      expect(await colours.allTextContents()).toEqual(['81', '01', '61']);
      await tab.locator('.squares a').nth(1).click();
      expect(await tab.locator('.case[open]').count()).toBe(2);
    });
  });

  itNeedsChromium('filters by text, verdict, area and section, by keyboard too', async () => {
    const report = await reportOf('unmasked-accepted', 'MK-001', 'MK-007', 'MK-009', 'FR-*');
    await withReport(render('html', report), async (tab) => {
      const { cases } = report;
      await tab.keyboard.press('/');
      await tab.keyboard.type('not masked');
      expect(await tab.locator('.case:visible code').first().textContent()).toBe('MK-001');
      await tab.keyboard.press('Enter');
      await tab.keyboard.press('Enter');
      expect(await tab.locator('#MK-001').getAttribute('open')).toBe('');
      await tab.keyboard.press('/');
      await tab.keyboard.press('Escape');
      expect(await shown(tab)).toBe(cases.length);
      await tab.getByLabel('Verdict').selectOption('fail');
      expect(await tab.locator('output').textContent()).toBe('1 case');
      expect(await tab.locator('.squares a:visible').count()).toBe(1);
      await tab.goto(link(tab, 'FR-001'));
      expect(await shown(tab)).toBe(cases.length);
      await tab.getByLabel('Area').selectOption('FR');
      expect(await shown(tab)).toBe(cases.filter(({ id }) => id.startsWith('FR')).length);
      await tab.locator('#sections summary').click();
      await tab.locator('#sections button', { hasText: /^RFC 6455 §5\.1$/ }).click();
      const quoting = cases.filter(({ rules }) => rules.some(({ ref }) => ref === 'RFC 6455 §5.1'));
      expect(await shown(tab)).toBe(quoting.length);
      await tab.locator('.counts button', { hasText: 'pass' }).click();
      expect(await shown(tab)).toBe(report.counts.pass);
    });
  });

  itNeedsChromium('compares reports', async () => {
    const names: readonly Named[] = [
      { name: 'before', report: await reportOf(undefined, 'MK-001', 'MK-007', 'FR-*') },
      { name: 'after', report: await reportOf('unmasked-accepted', 'MK-001', 'MK-007', 'MK-009') },
    ];
    await withReport(renderGrid('html', names), async (tab) => {
      const text = await tab.locator('#differences').textContent();
      expect(text).toMatch(/From 1 to 2: fail now MK-001 ?; no longer fail none/);
      expect(text).toContain('pass 1, fail 2');
      expect(text).toContain('pass 1, absent 2');
      const badges = tab.locator('#MK-001 > summary .badge');
      expect(await badges.allTextContents()).toEqual(['1 ✓ pass', '2 ✗ fail']);
      await tab.locator('#differences a', { hasText: 'MK-001' }).first().click();
      expect(await tab.locator('#MK-001 h4').allTextContents()).toEqual(['1 before', '2 after']);
    });
  });

  itNeedsChromium('shows markup of a testee as text', async () => {
    const report = await reportOf('unmasked-accepted', 'MK-001');
    const markup = `"'><img src=x onerror=alert(1)></script><script>alert(1)</script>`;
    const hex = Buffer.from(`HTTP/1.1 400 ${markup}\r\nA: ${markup}\r\n\r\n${markup}`).toString(
      'hex',
    );
    const cases = report.cases.map((one) => ({
      ...one,
      title: markup,
      variants: one.variants.map((variant) => ({
        ...variant,
        name: markup,
        actual: markup,
        received: { hex, length: hex.length / 2 },
      })),
    }));
    const evil: SavedReport = { ...report, url: markup, notes: [markup], cases };
    await withReport(render('html', evil), async (tab) => {
      await tab.goto(link(tab, 'MK-001'));
      expect([await tab.locator('img').count(), await tab.locator('script').count()]).toEqual([
        0, 1,
      ]);
      expect(await tab.locator('#MK-001 .title').textContent()).toBe(markup);
      expect(await tab.locator('#MK-001 .ladder').first().textContent()).toContain(markup);
    });
  });

  itNeedsChromium('fits 360 pixels, in light and dark, and prints', async () => {
    const html = render(
      'html',
      await reportOf('unmasked-accepted', 'MK-001', 'MK-007', 'MK-009', 'HS-00*'),
    );
    await withReport(html, async (tab) => {
      const grounds: string[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        await tab.emulateMedia({ colorScheme });
        await tab.setViewportSize({ width: 360, height: 640 });
        await tab.goto(link(tab, 'MK-001'));
        expect(await tab.evaluate('document.documentElement.scrollWidth')).toBe(360);
        grounds.push(String(await tab.evaluate('getComputedStyle(document.body).backgroundColor')));
      }
      expect(new Set(grounds).size).toBe(2);
      await tab.locator('#MK-001 > summary').click();
      expect(await tab.locator('#MK-001').getAttribute('open')).toBe(null);
      expect((await tab.pdf()).length).toBeGreaterThan(10_000);
      // Failures are open on paper.
      expect(await tab.locator('#MK-001').getAttribute('open')).toBe('');
    });
  });
});

describe('the colours of the HTML report', () => {
  it('can be told apart, light and dark (WCAG 2.2 §1.4.3)', async () => {
    const html = render('html', await reportOf(undefined, 'MK-001'));
    const palettes = html.match(/:root \{[^}]*\}/g) ?? [];
    expect(palettes).toHaveLength(2);
    const kinds = ['good', 'mild', 'bad', 'still', 'flags', 'length', 'key', 'payload', 'code'];
    const pairs = [
      ...kinds.map((kind) => [kind, `${kind}-ground`] as const),
      ...['ink', 'muted', 'accent', 'good', 'bad'].map((kind) => [kind, 'card'] as const),
      ...['ink', 'muted', 'accent'].map((kind) => [kind, 'ground'] as const),
    ];
    for (const [text, ground] of pairs) {
      for (const palette of palettes) {
        const contrast = contrastOf(colourOf(palette, text), colourOf(palette, ground));
        expect([text, ground, contrast >= 4.5]).toEqual([text, ground, true]);
      }
    }
  });
});

/** Red, green and blue from 0 to 1. */
function colourOf(palette: string, name: string): readonly number[] {
  const digits = new RegExp(`--${name}: #([0-9a-f]{6});`).exec(palette)?.[1] ?? '';
  return Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16) / 255);
}

function contrastOf(one: readonly number[], other: readonly number[]): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
