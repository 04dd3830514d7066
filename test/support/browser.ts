import { readFileSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

/** Chromium from CHROMIUM_PATH, or where Debian puts it. */
export function openBrowser(args: string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', ...args],
  })
}

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds wrong with the page as it stands, of impact serious or critical (WCAG 2.2 A and AA): rule and places. */
export async function seriousViolations(page: Page): Promise<string[]> {
  // As text of the debugger's, which the page's content security policy does not concern.
  const found = await page.evaluate(`(() => { ${AXE}
    return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
  })()`)
  const { violations } = found as {
    violations: { id: string; impact: string; nodes: { target: unknown }[] }[]
  }
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => String(node.target)).join(', ')}`)
}
