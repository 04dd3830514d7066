import { type TamperSignal, tamperSignal } from './tamper-signal'

/**
 * Programs that change what a picture shows, as they sign EXIF's Software, XMP's CreatorTool and history, or comments.
 * Cameras' own software and programs that only copy, scale or catalogue pictures are not among them.
 */
const EDITORS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Adobe Photoshop', /photoshop/i],
  ['Adobe Illustrator', /illustrator/i],
  ['Adobe Firefly', /firefly/i],
  ['GIMP', /\bgimp\b/i],
  ['Affinity Photo', /affinity (photo|designer)/i],
  ['Pixelmator', /pixelmator/i],
  ['Paint.NET', /paint\.net/i],
  ['CorelDRAW or PaintShop Pro', /corel|paintshop/i],
  ['Photopea', /photopea/i],
  ['Canva', /\bcanva\b/i],
  ['Figma', /\bfigma\b/i],
  ['Inkscape', /\binkscape\b/i],
  ['Snapseed', /snapseed/i],
  ['PicsArt', /picsart/i],
  ['Facetune or FaceApp', /facetune|faceapp/i],
  ['Meitu', /meitu|beautyplus/i],
  ['an image generator', /midjourney|dall-?e\b|stable ?diffusion|comfyui|trainedalgorithmicmedia/i],
]

/**
 * SOFTWARE_TRACES: the metadata of the upload names a program that edits pictures. `metadata` is the text of EXIF, XMP,
 * IPTC and comments of the original bytes, whose normalised copy has none; null when there was none to read. Weak:
 * whoever forges with care removes it, and an honest applicant may have cropped in such a program.
 */
export function softwareTraces(metadata: string | null): TamperSignal {
  if (metadata === null) return tamperSignal('SOFTWARE_TRACES', null, 'No metadata was given.')
  const found = EDITORS.filter(([, pattern]) => pattern.test(metadata)).map(([name]) => name)
  return tamperSignal('SOFTWARE_TRACES', found.length, found.join(', ') || 'none named')
}
