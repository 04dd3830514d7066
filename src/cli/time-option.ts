import { InvalidArgumentError } from 'commander'

/** Reads an option that names a time; whoever wrote something else is shown `example`. */
export function timeLike(example: string): (text: string) => Date {
  return (text) => {
    const time = new Date(text)
    if (Number.isNaN(time.getTime()))
      throw new InvalidArgumentError(`It must look like ${example}.`)
    return time
  }
}
