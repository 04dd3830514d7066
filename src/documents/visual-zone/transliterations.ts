/**
 * How ICAO 9303-3 §6 writes letters in a machine-readable zone where it is not by leaving out their marks. The
 * recommended spelling first, then those that issuers use as well.
 */
const LATIN: Record<string, string[]> = {
  Ä: ['AE', 'A'],
  Å: ['AA', 'A'],
  Æ: ['AE'],
  Ð: ['D'],
  Đ: ['D'],
  Ñ: ['N', 'NXX'],
  Ö: ['OE', 'O'],
  Ø: ['OE', 'O'],
  Œ: ['OE'],
  Ü: ['UE', 'UXX', 'U'],
  Þ: ['TH'],
  ẞ: ['SS'],
  Ł: ['L'],
  Ħ: ['H'],
  Ŧ: ['T'],
  Ĳ: ['IJ'],
  Ŋ: ['N'],
  ı: ['I'],
}

/** Table B. The second spellings are those of the Ukrainian, Belarusian, Serbian, Macedonian and Bulgarian rows. */
const CYRILLIC = table(
  `А:A Б:B В:V Г:G,H Д:D Е:E Ё:E,IO Ж:ZH,Z З:Z И:I,Y Й:I,Y К:K Л:L М:M Н:N О:O П:P Р:R С:S Т:T У:U Ф:F Х:KH,H Ц:TS,C
  Ч:CH,C Ш:SH,S Щ:SHCH,SHT Ъ:IE,A Ы:Y Ь: Э:E Ю:IU,YU Я:IA,YA Ґ:G Ў:U Ђ:D Ѓ:G Ѕ:DZ Ј:J Ќ:K Љ:LJ Њ:NJ Ћ:C Џ:DZ Є:IE,YE
  І:I Ї:I,YI ’: ʼ:`,
)

/** Table C: letter for letter, so that the name in its own script can be made again from the zone. */
const ARABIC = table(
  `ء:XE آ:XAA أ:XAE ؤ:XW إ:I ئ:XI ا:A ب:B ة:XTA,XAH ت:T ث:XTH ج:J ح:XH خ:XKH د:D ذ:XDH ر:R ز:Z س:S ش:XSH ص:XSS ض:XDZ
  ط:XTT ظ:XZZ ع:E غ:G ـ: ف:F ق:Q ك:K ل:L م:M ن:N ه:H و:W ى:XAY ي:Y`,
)

const SPELLINGS: Record<string, string[]> = { ...LATIN, ...CYRILLIC, ...ARABIC }

/** More spellings of one text than this are not tried: eight letters with two each. */
const MOST_SPELLINGS = 256

/**
 * Every way a printed text may be spelt in a machine-readable zone, in capital letters and digits alone: `MÜLLER` gives
 * MUELLER, MUXXLER... and MULLER. The first is the recommended one. At most 256; the rest of a longer list is left out.
 */
export function spellings(text: string): string[] {
  let all = ['']
  for (const char of text.normalize('NFC')) {
    const ways = waysOf(char)
    const next = ways.flatMap((way) => all.map((spelt) => spelt + way))
    all = next.length <= MOST_SPELLINGS ? next : all.map((spelt) => spelt + (ways[0] ?? ''))
  }
  return [...new Set(all)]
}

function waysOf(char: string): string[] {
  const known = SPELLINGS[char] ?? SPELLINGS[char.toUpperCase()]
  if (known !== undefined) return known
  return [
    char
      .toUpperCase()
      .normalize('NFD')
      .replace(/[^A-Z0-9]/g, ''),
  ]
}

/**
 * The letters with every two-letter spelling of a marked letter as the bare letter: MUELLER, MUXXLLER and MULLER become
 * one. For text from a recogniser that does not see the marks.
 */
export function withoutMarks(letters: string): string {
  return letters.replace(/([UN])XX/g, '$1').replace(/AE|AA|OE|UE/g, (pair) => pair[0] ?? '')
}

function table(rows: string): Record<string, string[]> {
  const entries = rows.split(/\s+/).map((row) => {
    const [letter = '', ways = ''] = row.split(':')
    return [letter, ways.split(',')] as const
  })
  return Object.fromEntries(entries)
}
