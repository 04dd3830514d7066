import type { Message } from '../text'
import { adminDe } from './admin-de'
import { caseDe } from './case-de'
import { codesDe } from './codes-de'
import type { Key } from './en'
import { shellDe } from './shell-de'

export const de: Record<Key, Message> = { ...shellDe, ...caseDe, ...codesDe, ...adminDe }
