/** A mistake of the person at the keyboard: printed as one sentence, exit code 2. */
export class CliError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CliError'
  }
}
