import type { DocumentType } from '../../generated/graphql'
import type { App } from '../app'
import { h, icon } from '../dom'
import { DOCUMENTS } from '../flow'
import { keep } from '../memory'
import { actions, chosen, lead } from '../parts'
import { handOver, handOverOffer } from './hand-over'

const DRAWINGS: Partial<Record<DocumentType, string>> = {
  PASSPORT: 'M6 3h12v18H6zM12 7a3 3 0 1 1 0 6a3 3 0 0 1 0-6zM9 17h6',
  IDENTITY_CARD: 'M3 6h18v12H3zM6 15a2.5 2.5 0 0 1 5 0M8.5 10v.01M14 10h4M14 13.5h4',
  RESIDENCE_PERMIT: 'M3 6h18v12H3zM6 9h5v6H6zM14 9h4M14 12h4M14 15h2',
  DRIVING_LICENCE: 'M3 6h18v12H3zM6.5 14.5v-2l1-2.500h3l1 2.500v2zM14.500 10h4M14.500 13.500h4',
}

export async function documentScreen(app: App, signal: AbortSignal): Promise<void> {
  const { t, frame, memory } = app
  const types = Object.keys(DOCUMENTS) as DocumentType[]
  const choice = await chosen<DocumentType | 'PHONE'>((choose) => {
    const option = (type: DocumentType) => {
      const sides = DOCUMENTS[type]?.hasBack ? t.document.twoSides : t.document.onePage
      const text = h('span', {}, h('b', {}, t.document[type]), h('small', {}, sides))
      const props = { type: 'button', className: 'option', onclick: () => choose(type) } as const
      const element = h('button', props, icon(DRAWINGS[type] ?? ''), text)
      element.dataset['document'] = type
      return h('li', {}, element)
    }
    frame.show(
      t.document.heading,
      lead(t.document.lead),
      h('ul', { className: 'options' }, ...types.map(option)),
      actions(handOverOffer(app, () => choose('PHONE'))),
    )
  })
  if (choice === 'PHONE') return handOver(app, signal)
  memory.documentType = choice
  await keep(memory)
}
