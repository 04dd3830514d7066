import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

type Tree = { role?: string; alt?: string; children?: Tree[] } | null

/** `text`: of all pages, with spaces and ends of lines as one space each. */
export type ReadPdf = {
  title: string
  lang: string
  marked: { Marked: boolean } | null
  pages: { text: string; tree: Tree }[]
  text: string
}

/** A PDF as Mozilla's reader reads it. */
export function readPdf(bytes: Uint8Array): ReadPdf {
  const script = join(__dirname, 'pdf-text.mjs')
  const said = execFileSync(process.execPath, [script], { input: bytes, maxBuffer: 2 ** 26 })
  const found = JSON.parse(said.toString())
  const texts = found.pages.map(({ text }: { text: string }) => text)
  return { ...found, text: texts.join(' ').replaceAll(/\s+/g, ' ') }
}

/** What there is in the tree of tags, with the alternatives of pictures. */
export function tagsOf(tree: Tree): { role: string; alt: string | null }[] {
  if (tree === null) return []
  const { role, alt = null, children = [] } = tree
  return [...(role ? [{ role, alt }] : []), ...children.flatMap(tagsOf)]
}
