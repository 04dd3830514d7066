import { Field, Float, Int, ObjectType } from 'type-graphql'
import type { Figure } from '../evaluation/bootstrap'
import type { Effect } from '../risk/measure-effect'
import type { LabelSource } from '../risk/observation'
import type { GroupEffect } from '../risk/train-model'
import { enumOf } from './enums'

const GroupKind = enumOf<GroupEffect['by']>('RiskGroupBy', 'By what people are put in groups.', {
  COUNTRY: 'The issuing state of the document.',
  DOCUMENT_TYPE: 'The kind of document.',
})

const Source = enumOf<LabelSource>('RiskLabelSource', 'Who said what a session turned out to be.', {
  API: 'You, by `labelCreate`.',
  REVIEWER: 'A reviewer who decided the case.',
  BLIND_REVIEW: 'Two reviewers who agree, of whom the second did not know of the first.',
})

@ObjectType('RiskFigure', { description: 'A share, an area or a cost, and its 95 % interval.' })
export class FigureType implements Figure {
  @Field(() => Float, { nullable: true, description: 'As measured; null: the labels do not tell.' })
  value!: number | null

  @Field(() => Float, { nullable: true, description: 'The lower end of the interval.' })
  low!: number | null

  @Field(() => Float, { nullable: true, description: 'Its upper end.' })
  high!: number | null
}

@ObjectType('RiskModelEffect', {
  description: 'What a model does on labels held back. Intervals: bootstrap over applicants.',
})
class EffectType implements Effect {
  @Field(() => FigureType, { description: 'The chance that fraud scores above honesty (AUC).' })
  auc!: Figure

  @Field(() => FigureType, { description: 'Of the riskiest share, how many are fraud.' })
  precision!: Figure

  @Field(() => FigureType, { description: 'How much of all fraud is in the riskiest share.' })
  caught!: Figure

  @Field(() => FigureType, {
    description: 'The share of all sessions above its bar, labelled or not.',
  })
  reviewLoad!: Figure

  @Field(() => FigureType, { description: 'The share of honest people above its bar.' })
  honestReferred!: Figure

  @Field(() => FigureType, { description: 'The share of fraud below its bar.' })
  fraudMissed!: Figure
}

@ObjectType('RiskGroupEffect', {
  description: 'Honest people of one group beside all others; groups of thirty or more.',
})
class GroupEffectType implements GroupEffect {
  @Field(() => GroupKind, { description: 'By what they are a group.' })
  by!: GroupEffect['by']

  @Field(() => String, { description: 'Which: `NGA`, `PASSPORT`.' })
  value!: string

  @Field(() => Int, { description: 'How many honest people were looked at.' })
  honest!: number

  @Field(() => FigureType, { description: 'The share that goes to a person by the candidate.' })
  referred!: Figure

  @Field(() => FigureType, { description: 'How much more that is than of all others.' })
  gap!: Figure

  @Field(() => Float, { description: 'The share by the model in force then.' })
  before!: number
}

@ObjectType('RiskSourceCount', { description: 'How many labels are of one source.' })
class SourceCountType {
  @Field(() => Source, { description: 'Who said so.' })
  source!: LabelSource

  @Field(() => Int, { description: 'How many.' })
  count!: number
}

@ObjectType('RiskLabelCount', { description: 'How many labels there were.' })
export class LabelCountType {
  @Field(() => Int, { description: 'Of fraud and chargebacks.' })
  fraud!: number

  @Field(() => Int, { description: 'Of honesty.' })
  honest!: number
}

@ObjectType('RiskLoadSaved', {
  description: 'How much less review catches the same share of fraud.',
})
class LoadSavedType extends FigureType {
  @Field(() => Float, { description: 'That share.' })
  recall!: number
}

@ObjectType('RiskCandidateEffect', {
  description: 'What a candidate learned from, and does, beside the model in force then.',
})
export class CandidateEffectType {
  @Field(() => LabelCountType, { description: 'Labels it learned from: of the older half.' })
  trainedOn!: LabelCountType

  @Field(() => [SourceCountType], { description: 'Whose those are.' })
  sources!: SourceCountType[]

  @Field(() => LabelCountType, {
    description: 'Labels it was measured on: of the newer half, yours alone.',
  })
  heldBack!: LabelCountType

  @Field(() => String, { description: 'The model in force then.' })
  model!: string

  @Field(() => EffectType, { description: 'What that one does.' })
  before!: Effect

  @Field(() => EffectType, { description: 'What the candidate does.' })
  trained!: Effect

  @Field(() => LoadSavedType, { description: 'How much less review, as a share of the labelled.' })
  loadSaved!: LoadSavedType

  @Field(() => [GroupEffectType], { description: 'How groups of people fare.' })
  groups!: GroupEffect[]
}
