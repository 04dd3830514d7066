import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { drawableText, reportFont } from '../../src/reports/drawable-text'
import { writePdf } from '../../src/reports/write-pdf'
import { photo } from '../support/images'
import { readPdf, tagsOf } from '../support/pdf'

const AT = new Date('2026-11-28T12:00:00Z')
const SAID = { title: 'Case cas_1', about: 'About', foot: 'cas_1 · mem_1 · now' }
const paragraph = (text: string) => ({ kind: 'text', text }) as const

describe('report: text on paper', () => {
  test('is text, letter by letter, in the alphabets of the font', async () => {
    const names = ['Müller-Lüdenscheidt', 'Ωραία Παπαδοπούλου', 'Пётр Чайковский', 'Nguyễn Đặng']
    const pdf = readPdf(await writePdf({ ...SAID, blocks: names.map(paragraph) }, AT))
    for (const name of names) expect(pdf.text).toContain(name)
    expect(pdf.text).not.toContain('Unicode')
  })

  test('says which characters it cannot draw, in place of boxes or of nothing', async () => {
    const blocks = [paragraph('Name: 李小龍 / محمد / Li')]
    const { text } = readPdf(await writePdf({ ...SAID, blocks }, AT))
    expect(text).toContain('Name: ‹U+674E U+5C0F U+9F8D› / ‹U+0645 U+062D U+0645 U+062F› / Li')
    expect(text).toContain('Some characters of this report are not in its font')
  })

  test('loses no character of any text: what is drawn gives it back', () => {
    const { draw } = drawableText(reportFont())
    const undrawn = (text: string) =>
      text.replaceAll(/‹(U\+[0-9A-F]+(?: U\+[0-9A-F]+)*)›/g, (_, numbers: string) =>
        numbers
          .split(' ')
          .map((number) => String.fromCodePoint(Number.parseInt(number.slice(2), 16)))
          .join(''),
      )
    const plain = fc.string({ unit: 'grapheme' }).filter((text) => !/[‹›]/.test(text))
    fc.assert(fc.property(plain, (text) => undrawn(draw(text)) === text.normalize('NFC')))
  })

  test('has its foot and number on every page, and is tagged for who has it read out', async () => {
    const table = {
      columns: [
        { title: 'What', share: 1 },
        { title: 'Hash', share: 3 },
      ],
      rows: Array.from({ length: 60 }, (_, at) => [`Row ${at}`, 'f'.repeat(64)]),
    }
    const blocks = [
      { kind: 'heading', text: 'Rows' },
      { kind: 'table', table },
      { kind: 'picture', says: 'A photograph', jpeg: await photo(300, 400) },
    ] as const
    const pdf = readPdf(await writePdf({ ...SAID, blocks }, AT))
    expect(pdf.pages.length).toBeGreaterThan(1)
    pdf.pages.forEach(({ text }, at) => {
      expect(text).toContain(SAID.foot)
      expect(text).toContain(`Page ${at + 1} of ${pdf.pages.length}`)
    })
    for (let at = 0; at < 60; at++) expect(pdf.text).toContain(`Row ${at} `)
    expect(pdf.text.match(/f{10,}/g)?.join('').length).toBe(60 * 64)
    expect(pdf).toMatchObject({ title: 'Case cas_1', marked: { Marked: true } })
    const tags = pdf.pages.flatMap(({ tree }) => tagsOf(tree))
    const roles = new Set(tags.map(({ role }) => role))
    for (const role of ['H1', 'H2', 'P', 'Table', 'TR', 'TH', 'TD', 'Figure'])
      expect(roles).toContain(role)
    expect(tags).toContainEqual({ role: 'Figure', alt: 'A photograph' })
  })
})
