/** A person on a list. `id`: the list and the entry's own number there, as `OFAC:36`. `names`: each whole, aliases too. */
export type Listed = { id: string; names: string[]; birthYears: number[] }

/** An element of XML with what is in it. */
export type Element = {
  name: string
  attributes: Record<string, string>
  text: string
  children: Element[]
}

/** The children of that name. */
export function all(element: Element, name: string): Element[] {
  return element.children.filter((child) => child.name === name)
}

/** The text of the first child of that name; '' without. */
export function textOf(element: Element, name: string): string {
  return all(element, name)[0]?.text.trim() ?? ''
}

/** One name of its parts, those that are empty left out. */
export function joined(...parts: (string | undefined)[]): string {
  return parts.flatMap((part) => part?.trim() || []).join(' ')
}

/** The years that dates such as `10 Dec 1948`, `1948-12-10` or `circa 1948` name. */
export function yearsOf(dates: readonly string[]): number[] {
  return dates.flatMap((date) => (date.match(/\b(1[89]|20)\d{2}\b/g) ?? []).map(Number))
}
