import { peakMemoryMb } from '../processor-time'
import { serve } from '../worker-process'
import { openOurReader } from './our-reader'
import type { Answer, Question, Reader, ReaderName } from './reader'
import { openTesseract } from './tesseract-reader'

const name = process.argv[2] as ReaderName
let opening: Promise<Reader> | undefined

serve<Question, Answer>(async (question) => {
  opening ??= name === 'countersign' ? openOurReader() : openTesseract(name)
  const read = await opening
  return { ...(await read(question)), peakMb: peakMemoryMb() }
})
