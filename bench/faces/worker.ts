import { type Cost, peakMemoryMb } from '../processor-time'
import { serve } from '../worker-process'
import {
  type Contestant,
  type FaceAnswer,
  type FaceMatch,
  type FaceQuestion,
  YARDSTICK,
} from './contestant'
import { openFaceApi } from './face-api-match'
import { openHuman } from './human-match'
import { openOurMatch } from './our-match'
import { openYardstick } from './yardstick'

const OPENERS: Record<Contestant, () => Promise<FaceMatch>> = {
  countersign: openOurMatch,
  'human, aligned': () => openHuman(true),
  'human, not aligned': () => openHuman(false),
  'face-api, tiny': () => openFaceApi('tiny'),
  'face-api, SSD': () => openFaceApi('SSD'),
}

const name = process.argv[2] as Contestant | typeof YARDSTICK

if (name === YARDSTICK) {
  const opening = openYardstick()
  serve<object, Cost>(async () => (await opening)())
} else {
  const opening = OPENERS[name]()
  serve<FaceQuestion, FaceAnswer>(async (question) => {
    const match = await opening
    return { ...(await match(question)), peakMb: peakMemoryMb().own }
  })
}
