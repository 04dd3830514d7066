import { expect } from '@jest/globals'
import type { Page } from 'playwright-core'
import { seriousViolations } from './browser'

const overflowOf = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

/** In every look: nothing serious against it, and nothing that is wider than the page. */
export async function looksWell(page: Page, name: string): Promise<void> {
  // React Aria says for some seconds that a button was busy, by the button's name, also when the button is gone.
  await page.locator('[data-live-announcer] [role=img]').first().waitFor({ state: 'detached' })
  for (const width of [1440, 390])
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await page.waitForTimeout(150)
      const look = [name, width, colorScheme]
      expect([look, await seriousViolations(page)]).toEqual([look, []])
      expect([look, await overflowOf(page)]).toEqual([look, 0])
    }
  await page.setViewportSize({ width: 1440, height: 900 })
}
