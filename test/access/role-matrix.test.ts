import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  type Action,
  ALL_ACTIONS,
  actionsOf,
  KEY_SCOPES,
  ROLE_NAMES,
  ROLES,
} from '../../src/access/actions'
import { createSchema } from '../../src/graphql/schema'
import { ask, type Probe, rootFields, type World } from '../support/access-probes'
import { apiKeyOf } from '../support/another-key'
import { apiClient, type Credentials } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { applicantOf } from '../support/capture-links'
import { FOR_APPLICANTS, PROBES } from '../support/field-probes'
import { cookieOf } from '../support/members'

const mutations = rootFields(createSchema(), 1).filter(({ operation }) => operation === 'mutation')

type Somebody = { name: string; as: Credentials; may(mutation: string, needs: Action): boolean }

let app: TestApp
let everybody: Somebody[]

/** Ids of nothing: whoever may ask is told that it is not there, and nothing is done. */
const nowhere = new Proxy({} as World, {
  get: (_, name) => `${name === 'sessionId' ? 'ses' : 'nil'}_${'0'.repeat(32)}`,
})

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  const { tenantId } = app
  const sessionId = await apiClient(app.url, app.key).newSession()
  const keyOf = (scopes: readonly Action[]) => apiKeyOf(app, tenantId, { scopes: [...scopes] })
  everybody = [
    { name: 'nobody', as: '', may: () => false },
    {
      name: 'an applicant',
      as: await applicantOf(app, sessionId),
      may: (mutation) => FOR_APPLICANTS.includes(mutation),
    },
    {
      name: 'a key for everything',
      as: await keyOf(KEY_SCOPES),
      may: (_, needs) => forKeys(needs),
    },
  ]
  for (const role of ROLE_NAMES)
    everybody.push({
      name: role,
      as: { cookie: await cookieOf(app, tenantId, [role]) },
      may: (_, needs) => (ROLES[role] as readonly Action[]).includes(needs),
    })
  for (const scope of KEY_SCOPES)
    everybody.push({
      name: `a key for ${scope}`,
      as: await keyOf([scope]),
      may: (_, needs) => needs === scope,
    })
})
afterAll(() => app.close())

const forKeys = (action: Action) => KEY_SCOPES.includes(action)

describe('access: every mutation, as everybody', () => {
  test('has a row that says which action it needs', () => {
    const known = Object.keys(PROBES)
    expect(mutations.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([])
  })

  test.each(mutations.map((root) => [root.name, root] as const))(
    '%s is allowed to whom the table of actions allows it, and to nobody else',
    async (name, root) => {
      const { needs, variables } = PROBES[name] as Probe
      const answers = await Promise.all(
        everybody.map(async (who) => {
          const { code } = await ask(app, root, who.as, variables(nowhere))
          return [who.name, code === 'UNAUTHENTICATED' ? 'nobody' : code !== 'FORBIDDEN']
        }),
      )
      expect(answers).toEqual(
        everybody.map((who) => [who.name, who.as === '' ? 'nobody' : who.may(name, needs)]),
      )
    },
  )

  test('every action opens a mutation or a query, and is of some role', () => {
    const used = new Set(Object.values(PROBES).map(({ needs }) => needs))
    const unused = ALL_ACTIONS.filter((action) => !used.has(action))
    expect(unused).toEqual(['IMAGES_READ'])
    expect(ALL_ACTIONS.filter((action) => !actionsOf(ROLE_NAMES).includes(action))).toEqual([])
  })

  test('the table in docs/access.md is the one in src/access/actions.ts', () => {
    const rows = readFileSync('docs/access.md', 'utf8')
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
      .filter(([, action]) => /^`[A-Z_]+`$/.test(action ?? ''))
      .map(([, action, ...cells]) => [action, ...cells.slice(0, ROLE_NAMES.length + 1)])
    const mark = (isAllowed: boolean) => (isAllowed ? 'yes' : '')
    expect(rows).toEqual(
      ALL_ACTIONS.map((action) => [
        `\`${action}\``,
        ...ROLE_NAMES.map((role) => mark(actionsOf([role]).includes(action))),
        mark(forKeys(action)),
      ]),
    )
  })
})
