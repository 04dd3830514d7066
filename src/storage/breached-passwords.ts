import { createHash } from 'node:crypto'
import { accessSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const PREFIX = 5

/**
 * Passwords that are known from breaches, in a folder as the Pwned Passwords downloader of haveibeenpwned.com writes it with one file
 * for each range: `00000.txt` to `FFFFF.txt`, named by how the SHA-1 (hexadecimal, capitals) begins, each line the rest of one, `:`
 * and how often it was seen. Nothing is asked of anybody else. Without a folder none is known.
 * @throws Error when the folder has no such files; from `has`, when it lacks the file of a range
 */
export function breachedPasswords(folder: string | undefined): BreachedPasswords {
  if (folder === undefined) return { has: async () => false }
  accessSync(join(folder, '00000.txt'))
  return {
    async has(password) {
      const sha1 = createHash('sha1').update(password).digest('hex').toUpperCase()
      const range = await readFile(join(folder, `${sha1.slice(0, PREFIX)}.txt`), 'latin1')
      return range.split('\n').some((line) => line.startsWith(`${sha1.slice(PREFIX)}:`))
    },
  }
}

export type BreachedPasswords = { has(password: string): Promise<boolean> }
