import { brandColours } from '../../shared/brand-colours'
import type { Session } from './api'

/** Sets the organisation's colour, mended in each scheme until text of it, and text on it, can be read. */
export function applyBrand({ colour }: Session['branding']): void {
  if (colour === null) return
  const { light, dark } = brandColours(colour)
  const { style } = document.documentElement
  style.setProperty('--brand', `light-dark(${light.colour}, ${dark.colour})`)
  style.setProperty('--on-brand', `light-dark(${light.on}, ${dark.on})`)
  style.setProperty('--focus', 'var(--brand)')
}
