import { z } from 'zod'

/** Sites that may show the applicant's page in a frame: origins with spaces between, none where not set. */
export const embedOrigins = z
  .string()
  .transform((text) => text.split(/\s+/).filter((part) => part !== ''))
  .refine(
    (origins) => origins.every(isOrigin),
    'must look like https://shop.example https://bank.example',
  )
  .default([])

/** A scheme, a host and a port, and no more: what frame-ancestors takes without meaning something wider. */
function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null
  return (
    url !== null && /^https?:$/.test(url.protocol) && url.origin === text && !text.includes('*')
  )
}
