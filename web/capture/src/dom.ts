type Child = Node | string | null | false | undefined

type Props<K extends keyof HTMLElementTagNameMap> = {
  [name in keyof HTMLElementTagNameMap[K]]?: HTMLElementTagNameMap[K][name] | undefined
} & { [name: `aria-${string}` | `data-${string}`]: string } & { role?: string; for?: string }

/** An element with its properties (those with a dash, `role` and `for` are attributes) and what is in it. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props<K> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined) continue
    if (name.includes('-') || name === 'role' || name === 'for')
      element.setAttribute(name, String(value))
    else Reflect.set(element, name, value)
  }
  element.append(...children.filter((child) => isShown(child)))
  return element
}

const isShown = (child: Child): child is Node | string =>
  child !== null && child !== false && child !== undefined

const SVG = 'http://www.w3.org/2000/svg'

/** An SVG element; every property is an attribute. */
export function svg(tag: string, attributes: Record<string, string | number>, ...children: Node[]) {
  const element = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  element.append(...children)
  return element
}

/** A drawing of 24 by 24 made of one path; for the eye alone. */
export function icon(path: string, className = 'icon'): SVGElement {
  const line = svg('path', { d: path, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.75 })
  line.setAttribute('stroke-linecap', 'round')
  line.setAttribute('stroke-linejoin', 'round')
  return svg('svg', { viewBox: '0 0 24 24', class: className, 'aria-hidden': 'true' }, line)
}

/** Resolves when something fires; at once when it has. */
export function once(target: EventTarget, event: string, signal?: AbortSignal): Promise<Event> {
  return new Promise((done) =>
    target.addEventListener(event, done, { once: true, ...(signal && { signal }) }),
  )
}

export const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))
