import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { buildSchema, isEnumType } from 'graphql'
import { REASONS } from '../../src/decision/reasons'
import { en } from '../../web/console/src/messages/en'
import { reasonsDe } from '../../web/console/src/messages/reasons-de'

const FOLDER = 'dist/web/console/assets'

describe('review: the console', () => {
  test('is at most 250 kB to load, compressed, with every page of it', () => {
    const files = readdirSync(FOLDER).filter((name) => /\.(js|css)$/.test(name))
    expect(files.length).toBeGreaterThan(1)
    const sizes = files.map((name) => gzipSync(readFileSync(`${FOLDER}/${name}`)).length)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(250_000)
  })
  test('says in German what every reason means, and of nothing else', () => {
    expect(Object.keys(reasonsDe).sort()).toEqual(Object.keys(REASONS).sort())
  })

  test.each([
    ['ReasonCode', 'reason'],
    ['CheckName', 'check'],
    ['CheckOutcome', 'check-outcome'],
    ['DocumentType', 'document'],
    ['Fault', 'fault'],
    ['RiskGroup', 'risk-group'],
    ['RiskGroup', 'risk-keeps'],
    ['RiskGroup', 'risk-law'],
    ['RiskFeature', 'signal'],
  ])('has a name for every value of %s', (type, kind) => {
    const values = buildSchema(readFileSync('schema.graphql', 'utf8')).getType(type)
    if (!isEnumType(values)) throw new Error(`${type} is no enum.`)
    const named = new Set<string>(Object.keys(en))
    const missing = values.getValues().filter(({ name }) => !named.has(`${kind}.${name}`))
    expect(missing.map(({ name }) => name)).toEqual([])
  })
})
