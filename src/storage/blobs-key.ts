const KEY = /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/
const MAX_KEY_CHARS = 200

/**
 * Lets only keys through that mean the same in a folder and in S3: 1..200 of `A-Z a-z 0-9 . _ -`, in parts
 * divided by `/`, none of them `.` or `..`.
 * @throws Error (a bug: keys are ours)
 */
export function assertKey(key: string): void {
  const dots = key.split('/').some((part) => part === '.' || part === '..')
  if (key.length > MAX_KEY_CHARS || dots || !KEY.test(key)) throw new Error('Not a blob key.')
}
