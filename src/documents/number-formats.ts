import type { MrzReading } from './reading'

/**
 * Shapes of document numbers that their issuers describe in public (the Council's register PRADO gathers them), by issuing
 * state and first letter of the document code. German serial numbers use no vowels and no letter O; the Dutch use no O.
 * Shapes change with new series, so a misfit is worth a look and no proof.
 */
const FORMATS: Record<string, RegExp> = {
  'D P': /^[CFGHJKLMNPRTVWXYZ0-9]{9}$/,
  'D I': /^[CFGHJKLMNPRTVWXYZ0-9]{9}$/,
  'NLD P': /^[A-NP-Z]{2}[A-NP-Z0-9]{6}[0-9]$/,
  'NLD I': /^[A-NP-Z]{2}[A-NP-Z0-9]{6}[0-9]$/,
  'GBR P': /^[0-9]{9}$/,
  'USA P': /^[A-Z0-9][0-9]{8}$/,
  'FRA P': /^[0-9]{2}[A-Z]{2}[0-9]{5}$/,
  'CAN P': /^([A-Z]{2}[0-9]{6}|[A-Z][0-9]{6}[A-Z]{2})$/,
  'IND P': /^[A-Z][0-9]{7}$/,
}

/** Whether the document number has the shape its issuer publishes; null where no shape is known. */
export function numberFits({ fields }: Pick<MrzReading, 'fields'>): boolean | null {
  const value = (name: string) => fields.find((field) => field.name === name)?.value ?? ''
  const format = FORMATS[`${value('ISSUING_STATE')} ${value('DOCUMENT_CODE').slice(0, 1)}`]
  return format === undefined ? null : format.test(value('DOCUMENT_NUMBER'))
}
