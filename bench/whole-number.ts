import { CliError } from '../src/cli/cli-error'

/** The whole number that an option names. @throws CliError naming the option, below `least` too */
export function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text)
  if (text.trim() === '' || !Number.isSafeInteger(number) || number < least)
    throw new CliError(`${name} must be a whole number, ${least} or more.`)
  return number
}
