import { readFileSync } from 'node:fs'
import type { JSONWebKeySet } from 'jose'
import { z } from 'zod'
import { CliError } from './cli-error'
import { assertFile } from './face-files'

const KEY_SET = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) })

/** The keys in a file, at an address, or on standard input (-). @throws CliError when there are none to be had */
export async function readKeySet(place: string): Promise<JSONWebKeySet> {
  const text = /^https?:/.test(place) ? await download(place) : readText(place)
  try {
    return KEY_SET.parse(JSON.parse(text))
  } catch {
    throw new CliError(`${place}: not a JSON Web Key Set.`)
  }
}

/** A file, or standard input where it is -. @throws CliError when there is no such file */
export function readText(file: string): string {
  if (file === '-') return readFileSync(0, 'utf8')
  assertFile(file)
  return readFileSync(file, 'utf8')
}

async function download(place: string): Promise<string> {
  const response = await fetch(place, { signal: AbortSignal.timeout(10_000) })
  if (!response.ok) throw new CliError(`${place}: the server answered ${response.status}.`)
  return response.text()
}
