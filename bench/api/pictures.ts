import { demoCases } from '../../src/cli/demo-cases'

export type Picture = { kind: 'DOCUMENT_FRONT' | 'SELFIE'; bytes: Uint8Array }

/** The passport and the selfie of the demo's genuine applicant. */
export async function demoPictures(): Promise<[Picture, Picture]> {
  const [genuine] = await demoCases(new Date())
  if (genuine === undefined) throw new Error('The demo has no case.')
  return [
    { kind: 'DOCUMENT_FRONT', bytes: genuine.document },
    { kind: 'SELFIE', bytes: genuine.selfie },
  ]
}
