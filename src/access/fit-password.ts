import { dictionary } from '@zxcvbn-ts/language-common'
import type { Deps } from '../deps'
import { AppError } from '../errors'

/** NIST SP 800-63B: length is what counts; long enough for a phrase, short enough to be hashed. */
const PASSWORD = { least: 12, most: 200 }

/** The words that whoever guesses tries first here. */
const CONTEXT = ['countersign', 'password', 'passwort']

let common: Set<string> | null = null

/**
 * Whether a member may have it: 12 to 200 characters, none of the 49 000 commonest (zxcvbn-ts), none known from a breach where the
 * operator has a list of those, and more than a word of the context or the member's own name with something behind it.
 * @throws AppError INVALID
 */
export async function assertFit(
  { breachedPasswords }: Pick<Deps, 'breachedPasswords'>,
  password: string,
  email: string,
): Promise<void> {
  if (password.length < PASSWORD.least || password.length > PASSWORD.most)
    throw new AppError('INVALID', 'The password must have 12 to 200 characters.', 'password')
  common ??= new Set(dictionary['passwords-common'] as string[])
  const [name = ''] = email.split('@')
  const plain = password.toLowerCase()
  const words = [...CONTEXT, name].filter((word) => word.length > 3 && plain.includes(word))
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), plain)
  if (common.has(plain) || (words.length > 0 && rest.length < PASSWORD.least / 2))
    throw new AppError('INVALID', GUESSED, 'password')
  if (await breachedPasswords.has(password)) throw new AppError('INVALID', BREACHED, 'password')
}

const GUESSED = 'This password is among the first that are guessed; choose another.'
const BREACHED = 'This password is known from a breach elsewhere; choose another.'
