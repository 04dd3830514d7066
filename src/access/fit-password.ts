import { dictionary } from '@zxcvbn-ts/language-common'
import { AppError } from '../errors'

/** NIST SP 800-63B: length is what counts; long enough for a phrase, short enough to be hashed. */
const PASSWORD = { least: 12, most: 200 }

/** The words that whoever guesses tries first here. */
const CONTEXT = ['countersign', 'password', 'passwort']

let common: Set<string> | null = null

/**
 * Whether a member may have it: 12 to 200 characters, none of the 49 000 commonest (zxcvbn-ts), and more than a word of the context or
 * the member's own name with something behind it.
 * @throws AppError INVALID
 */
export function assertFit(password: string, email: string): void {
  if (password.length < PASSWORD.least || password.length > PASSWORD.most)
    throw new AppError('INVALID', 'The password must have 12 to 200 characters.', 'password')
  common ??= new Set(dictionary['passwords-common'] as string[])
  const [name = ''] = email.split('@')
  const plain = password.toLowerCase()
  const words = [...CONTEXT, name].filter((word) => word.length > 3 && plain.includes(word))
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), plain)
  if (common.has(plain) || (words.length > 0 && rest.length < PASSWORD.least / 2))
    throw new AppError(
      'INVALID',
      'This password is among the first that are guessed; choose another.',
      'password',
    )
}
