/** Twice the size at which the applicant's page shows it: 11 by 2 rem. */
const MOST = { width: 352, height: 64 }
const LONGEST = 40_000

/**
 * A logo as the server takes it: drawn anew as a small image, so that nothing of the file but its pixels gets in.
 * @returns null: the file is no image of points (an SVG is none), or it is not small enough however it is packed
 */
export async function readLogo(file: File): Promise<string | null> {
  if (!['image/png', 'image/jpeg', 'image/webp'].includes(file.type)) return null
  const image = await createImageBitmap(file).catch(() => null)
  if (image === null) return null
  const scale = Math.min(1, MOST.width / image.width, MOST.height / image.height)
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.width * scale))
  canvas.height = Math.max(1, Math.round(image.height * scale))
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  const packed = [canvas.toDataURL('image/png'), canvas.toDataURL('image/webp', 0.9)]
  return packed.find((url) => url.length <= LONGEST) ?? null
}
