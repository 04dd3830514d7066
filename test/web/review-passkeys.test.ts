import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { serveApi } from '../../src/serve-api'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { openBrowser } from '../support/browser'
import { type Console, openConsole, signIn } from '../support/console'
import { looksWell } from '../support/looks'
import { newMember } from '../support/members'

jest.setTimeout(240_000)

let app: TestApp
let browser: Browser
let ann: { id: string; email: string; page: Console; device: Authenticator }

beforeAll(async () => {
  // Passkeys belong to a name: no browser makes one for an address of numbers.
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000', HOST: 'localhost' })
  browser = await openBrowser()
  const { id, email } = await newMember(app, app.tenantId, ['REVIEWER'])
  const page = await openConsole(browser, app.url)
  ann = { id, email, page, device: await authenticator(page) }
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

type Authenticator = { id: string; cdp: CDPSession }

/** A device that keeps passkeys and knows its owner, as the page's browser has it built in (CTAP 2.1). */
async function authenticator(page: Page): Promise<Authenticator> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal' },
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
      automaticPresenceSimulation: true,
    },
  })
  return { id: authenticatorId, cdp }
}

async function passkeysOn({ id, cdp }: Authenticator) {
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId: id })
  return credentials
}

const isIn = (page: Page) =>
  page.getByRole('navigation', { name: 'Main' }).waitFor({ timeout: 30_000 })

/** Takes the names of the passkeys out of what the server asks for, so that the browser shows whatever it has. */
const askForAny = (page: Page) =>
  page.route('**/auth/passkey-login/options', async (route) => {
    const response = await route.fetch()
    const { allowCredentials: _, ...options } = await response.json()
    await route.fulfill({ response, json: options })
  })

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Email').waitFor()
}

/** Who did what, by the audit log. */
const deeds = async () =>
  (await app.deps.audit.rows(app.tenantId, 0, 1000)).map(({ action, actor }) => [action, actor])

describe('review: passkeys', () => {
  test('are registered in the settings, under a name', async () => {
    const { page, device, email } = ann
    await signIn(page, email)
    await page.goto(`${app.url}/console/settings/sign-in`)
    await page.getByText('No passkey yet.').waitFor()
    await page.getByRole('button', { name: 'Add passkey' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name of this passkey').fill('Work laptop')
    await dialog.getByRole('button', { name: 'Register passkey' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Work laptop').waitFor()
    await page.getByText('Never used').waitFor()
    expect(await passkeysOn(device)).toMatchObject([
      { rpId: 'localhost', isResidentCredential: true },
    ])
    await looksWell(page, 'passkeys')
  })

  test('are one to a device: it is told that there is one', async () => {
    const { page, device } = ann
    await page.getByRole('button', { name: 'Add passkey' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name of this passkey').fill('Once more')
    await dialog.getByRole('button', { name: 'Register passkey' }).click()
    await dialog.getByText('You have a passkey on this device already.').waitFor()
    await page.keyboard.press('Escape')
    expect(await passkeysOn(device)).toHaveLength(1)
  })

  test('let in without a password', async () => {
    const { page, id } = ann
    await signOut(page)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await isIn(page)
    const me = await page.evaluate("fetch('/auth/me').then((answer) => answer.json())")
    expect(me).toMatchObject({ id })
    await page.goto(`${app.url}/console/settings/sign-in`)
    await page.getByText(/Last used/).waitFor()
  })

  test('let nobody in whom the device does not know', async () => {
    const { page, device } = ann
    await signOut(page)
    const verified = { authenticatorId: device.id, isUserVerified: false }
    await device.cdp.send('WebAuthn.setUserVerified', verified)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('No passkey was shown.').waitFor({ timeout: 90_000 })
    await looksWell(page, 'passkeys-failed')
    await device.cdp.send('WebAuthn.setUserVerified', { ...verified, isUserVerified: true })
  })

  test('let nobody in by a page of another origin, though the browser signs for its host', async () => {
    const elsewhere = await serveApi(app.deps, { ...app.config, PORT: 0 })
    const { page } = ann
    await page.goto(`http://localhost:${elsewhere.port}/console/`)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('This passkey lets you in no more, or is somebody else’s.').waitFor()
    expect(await page.getByRole('navigation', { name: 'Main' }).count()).toBe(0)
    await elsewhere.close()
  })

  test('at an address of numbers, it is told why there are none', async () => {
    const { page } = ann
    await page.goto(`${app.url}/console/`)
    await page.route('**/auth/passkey-login/options', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, json: { ...(await response.json()), rpId: '127.0.0.1' } })
    })
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('Open the console by the name of its host').waitFor()
    await page.unrouteAll()
  })

  test('where everybody needs one, are registered at the door; and one of somebody else is none', async () => {
    const settings = apiClient(app.url, app.key)
    await settings.mutate('organizationUpdate', { passkeyRequired: true })
    const { email } = await newMember(app, app.tenantId, ['REVIEWER'])
    const page = await openConsole(browser, app.url)
    const device = await authenticator(page)
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill('correct horse battery staple')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Register a passkey' }).waitFor()
    await looksWell(page, 'passkeys-first')
    await page.getByLabel('Name of this passkey').fill('Phone')
    await page.getByRole('button', { name: 'Register passkey' }).click()
    await isIn(page)
    await signOut(page)

    // In this browser there is Ann's passkey alone.
    const [own] = await passkeysOn(device)
    const of = { authenticatorId: device.id }
    await device.cdp.send('WebAuthn.removeCredential', {
      ...of,
      credentialId: own?.credentialId ?? '',
    })
    const [anns] = await passkeysOn(ann.device)
    if (!anns || !own) throw new Error('There is no passkey.')
    await device.cdp.send('WebAuthn.addCredential', { ...of, credential: anns })
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password').fill('correct horse battery staple')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Show your passkey' }).waitFor()
    await askForAny(page)
    await page.getByRole('button', { name: 'Show passkey' }).click()
    await page.getByText('This passkey lets you in no more, or is somebody else’s.').waitFor()
    await looksWell(page, 'passkeys-wrong')
    await page.unrouteAll()

    // With their own again, they are in.
    const credentialId = anns.credentialId
    await device.cdp.send('WebAuthn.removeCredential', { ...of, credentialId })
    await device.cdp.send('WebAuthn.addCredential', { ...of, credential: own })
    await page.getByRole('button', { name: 'Show passkey' }).click()
    await isIn(page)
    expect(page.refusals).toEqual([])
    await page.context().close()
    await settings.mutate('organizationUpdate', { passkeyRequired: false })
  })

  test('let nobody in once they are removed', async () => {
    const { page, device } = ann
    await page.goto(`${app.url}/console/`)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await isIn(page)
    await page.goto(`${app.url}/console/settings/sign-in`)
    await page.getByRole('button', { name: 'Remove' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Remove the passkey “Work laptop”?' })
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('No passkey yet.').waitFor()
    await signOut(page)
    expect(await passkeysOn(device)).toHaveLength(1)
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('This passkey lets you in no more, or is somebody else’s.').waitFor()
    expect(await deeds()).toEqual(
      expect.arrayContaining([
        ['PASSKEY_REGISTERED', ann.id],
        ['PASSKEY_REMOVED', ann.id],
      ]),
    )
    expect(page.refusals).toEqual([])
  })
})
