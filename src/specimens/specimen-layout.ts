import type { MrzFormat } from '../documents/reading'
import type { Box } from '../vision/geometry'

/** The formats that can be rendered. */
export type SpecimenFormat = Extract<MrzFormat, 'TD1' | 'TD2' | 'TD3'>

/** Where things stand on a page, in pixels at 300 dots per inch. */
export type PageLayout = {
  width: number
  height: number
  title: string
  portrait: Box
  /** The visual zone's fields: left edge, top, line advance, size of the values, size of the labels. */
  text: { x: number; y: number; advance: number; value: number; label: number }
}

/** A page with a machine-readable zone: where its lines begin, their baselines, and the zone's upper edge. */
export type Layout = PageLayout & {
  mrz: { x: number; baselines: number[]; top: number }
}

/** Advance of an OCR-B character: ten to the inch (ICAO 9303-3 §4.2). */
export const MRZ_PITCH_PX = 30

/** Body size of OCR-B in which its capitals are 2.4 mm high. */
export const MRZ_FONT_PX = 42

/** Page sizes of ICAO 9303-4, -5 and -6: 125 x 88 mm, 85.6 x 54 mm, 105 x 74 mm; lines 1/4 inch apart. */
export const LAYOUTS: Record<SpecimenFormat, Layout> = {
  TD3: {
    width: 1476,
    height: 1040,
    title: 'PASSPORT / PASSEPORT',
    portrait: { x: 64, y: 190, width: 400, height: 514 },
    text: { x: 510, y: 186, advance: 74, value: 34, label: 18 },
    mrz: { x: 78, baselines: [890, 965], top: 820 },
  },
  TD2: {
    width: 1240,
    height: 874,
    title: 'IDENTITY CARD / CARTE D’IDENTITÉ',
    portrait: { x: 54, y: 150, width: 340, height: 437 },
    text: { x: 430, y: 146, advance: 66, value: 30, label: 16 },
    mrz: { x: 80, baselines: [740, 815], top: 674 },
  },
  TD1: {
    width: 1011,
    height: 638,
    title: 'IDENTITY CARD',
    portrait: { x: 40, y: 92, width: 236, height: 300 },
    text: { x: 306, y: 88, advance: 44, value: 22, label: 12 },
    mrz: { x: 55, baselines: [466, 533, 600], top: 412 },
  },
}

/** The front of a licence: a card of TD1's size (AAMVA DL/ID Card Design Standard 2020, annex A). */
export const LICENCE_LAYOUT: PageLayout = {
  width: 1011,
  height: 638,
  title: 'DRIVER LICENSE',
  portrait: { x: 40, y: 100, width: 276, height: 350 },
  text: { x: 346, y: 92, advance: 62, value: 25, label: 14 },
}
