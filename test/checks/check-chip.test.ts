import { beforeAll, expect, test } from '@jest/globals'
import { checkChip } from '../../src/checks/check-chip'
import { checkAgreement, checkSides } from '../../src/checks/compare-sources'
import type { DocumentFacts, SideFacts } from '../../src/checks/document-facts'
import { documentFindings } from '../../src/checks/document-findings'
import type { ChipReading } from '../../src/chip/chip-reading'
import { type ChipFiles, readChip } from '../../src/chip/read-chip'
import { type CscaTrust, loadTrust } from '../../src/chip/trust'
import { decide } from '../../src/decision/decide'
import { DEFAULT_POLICY } from '../../src/decision/policy'
import { buildMrz, type MrzFields } from '../../src/documents/mrz/build-mrz'
import { parseMrz } from '../../src/documents/mrz/parse-mrz'
import { dataGroup1, dataGroup2, HOLDER, jpeg } from '../chip/chip-files'
import { certify, day, ecKeys, revocationList, securityObject } from '../chip/pki'

const NOW = day('2026-06-01')
const csca = certify({ keys: ecKeys('prime256v1'), issuer: null, name: 'CSCA', ca: true })
const signer = certify({ keys: ecKeys('prime256v1'), issuer: csca, name: 'DS' })

let dg2: Buffer
beforeAll(async () => {
  dg2 = dataGroup2(await jpeg(60, 80))
})

const trusting = (crls: Buffer[] = []) => loadTrust({ signers: [csca.der], crls }, NOW)

async function chip(
  trust: CscaTrust | null = trusting(),
  changes: Partial<ChipFiles> = {},
  holder: MrzFields = HOLDER,
) {
  const dg1 = dataGroup1(buildMrz('TD3', holder))
  const files = { sod: securityObject({ 1: dg1, 2: dg2 }, signer), dg1, dg2, ...changes }
  const reading: ChipReading = await readChip(files, { trust, now: NOW })
  return { captureId: 'cap_chip', reading }
}

function side(captureId: string, printed: MrzFields | null): SideFacts {
  const point = { x: 0, y: 0 }
  return {
    captureId,
    image: { width: 1, height: 1, data: new Uint8Array(3) },
    mrz: printed && parseMrz(buildMrz('TD3', printed), '2026-06-01'),
    visual: { lines: [], fields: [] },
    barcodes: [],
    outline: {
      kind: 'FOUND',
      quad: [point, point, point, point],
      quarterTurns: 0,
      size: 'ID_3',
      page: { width: 125, height: 88 },
      sides: ['EDGE', 'EDGE', 'EDGE', 'EDGE'],
    },
  }
}

async function facts(printed: MrzFields, back: SideFacts | null = null): Promise<DocumentFacts> {
  const front = side('cap_front', printed)
  const about = { mode: 'TEST', today: '2026-06-01', declaredType: null } as const
  return { ...about, front, back, face: null, chip: await chip() }
}

/** The check as decided under the default policy. */
function judged(measured: ReturnType<typeof checkChip>) {
  const { checks } = decide([{ ...measured, durationMs: 0 }], DEFAULT_POLICY)
  return checks.find(({ check }) => check === 'CHIP_AUTHENTIC')
}

test('a chip that a trusted state signed passes', async () => {
  expect(judged(checkChip(await chip()))).toMatchObject({
    outcome: 'PASS',
    verdict: 'APPROVE',
    reasons: [],
  })
})

test('without a chip the check is left out, says nothing and stands in nobody’s way', () => {
  const check = judged(checkChip(undefined))
  expect(check).toMatchObject({ outcome: 'SKIPPED', verdict: 'APPROVE', score: null, reasons: [] })
  expect(check?.notes ?? []).toEqual([])
})

test('without a master list the check is left out and says so', async () => {
  const check = judged(checkChip(await chip(null)))
  expect(check).toMatchObject({ outcome: 'SKIPPED', verdict: 'APPROVE', score: null, reasons: [] })
  expect(check?.notes).toEqual([
    {
      code: 'CHIP_UNVERIFIED',
      evidence: {
        captureId: 'cap_chip',
        field: 'DOCUMENT_SIGNER_CHAIN',
        measured: expect.stringContaining('give a master list'),
      },
    },
  ])
})

test('a changed file, with trust or without, goes to a person and names the check that failed', async () => {
  const dg1 = dataGroup1(buildMrz('TD3', { ...HOLDER, surname: 'Other' }))
  for (const trust of [trusting(), null]) {
    const check = judged(checkChip(await chip(trust, { dg1 })))
    expect(check).toMatchObject({ outcome: 'FAIL', verdict: 'REFER' })
    expect(check?.reasons.map(({ code, evidence }) => [code, evidence.field])).toEqual([
      ['CHIP_NOT_AUTHENTIC', 'DATA_GROUP_HASHES'],
    ])
  }
})

test('a stranger’s signature and a revoked signer each go to a person', async () => {
  const stranger = certify({ keys: ecKeys('prime256v1'), issuer: null, name: 'CSCA', ca: true })
  const strange = loadTrust({ signers: [stranger.der], crls: [] }, NOW)
  const revoked = trusting([revocationList(csca, [signer.serial])])
  const failing: [CscaTrust, string][] = [
    [strange, 'DOCUMENT_SIGNER_CHAIN'],
    [revoked, 'REVOCATION'],
  ]
  for (const [trust, name] of failing) {
    const check = judged(checkChip(await chip(trust)))
    expect(check?.verdict).toBe('REFER')
    expect(check?.reasons.map(({ evidence }) => evidence.field)).toContain(name)
  }
})

test('the name of a certificate does not make a reason as long as its maker likes', async () => {
  const name = 'x'.repeat(5_000)
  const maker = certify({ keys: ecKeys('prime256v1'), issuer: null, name, ca: true })
  const other = certify({ keys: ecKeys('prime256v1'), issuer: maker, name: 'DS' })
  const dg1 = dataGroup1()
  const sod = securityObject({ 1: dg1, 2: dg2 }, other)
  const { reasons } = checkChip(await chip(trusting(), { sod, dg1 }))
  expect(reasons.length).toBeGreaterThan(0)
  for (const { evidence } of reasons) expect(evidence.measured?.length).toBeLessThanOrEqual(300)
})

test('zone and chip that say the same agree, and the chip’s fields are in the reading', async () => {
  const same = await facts(HOLDER)
  expect(checkAgreement(same)).toMatchObject({ score: 1, reasons: [] })
  const { fields, agreements } = documentFindings(same, [], null)
  expect(fields).toContainEqual(
    expect.objectContaining({ source: 'CHIP', name: 'SURNAME', captureId: 'cap_chip' }),
  )
  expect(agreements).toContainEqual({
    field: 'ISSUING_STATE',
    left: 'MRZ',
    right: 'CHIP',
    result: 'AGREES',
  })
})

test.each<[string, Partial<MrzFields>, string]>([
  ['one letter of the surname', { surname: 'Eriksson'.replace('k', 'c') }, 'SURNAME'],
  ['a given name left out', { givenNames: 'Anna' }, 'GIVEN_NAMES'],
  ['the number', { documentNumber: 'L898902C4' }, 'DOCUMENT_NUMBER'],
  ['a number with O for 0', { documentNumber: 'L8989O2C3' }, 'DOCUMENT_NUMBER'],
  ['the birth date', { birthDate: '1974-08-13' }, 'BIRTH_DATE'],
  ['the issuing state', { issuingState: 'SWE' }, 'ISSUING_STATE'],
])(
  'a print that differs from the chip in %s is a mismatch, without the values',
  async (_name, change, field) => {
    const { score, reasons } = checkAgreement(await facts({ ...HOLDER, ...change }))
    expect(score).toBe(0)
    expect(reasons.map(({ code, evidence }) => [code, evidence.field, evidence.measured])).toEqual([
      ['FIELD_MISMATCH', field, 'CHIP'],
    ])
    expect(JSON.stringify(reasons)).not.toMatch(/eri|anna|898902|1974/i)
  },
)

test('a print that was not read for certain only makes the comparison doubtful', async () => {
  const [first = '', second = ''] = buildMrz('TD3', HOLDER)
  const misread = parseMrz([first, second.replace('L898902C3', 'L898902C8')], '2026-06-01')
  const doubtful = await facts(HOLDER)
  doubtful.front = { ...doubtful.front, mrz: misread }
  expect(checkAgreement(doubtful).score).toBe(0.5)
})

test('a chip does not make a back belong to a front', async () => {
  const back = side('cap_back', null)
  expect(checkSides(await facts(HOLDER, back))).toMatchObject({ score: 0.5 })
})
