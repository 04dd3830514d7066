/** Who is who, by file: those that a chain of `same` pairs joins are one person, named after its first file. */
export function groupPeople(
  files: string[],
  same: readonly (readonly [string, string] | string[])[],
): Map<string, string> {
  const parent = new Map(files.map((file) => [file, file]))
  const first = (file: string): string => {
    const up = parent.get(file) ?? file
    return up === file ? file : first(up)
  }
  for (const [a = '', b = ''] of same)
    if (parent.has(a) && parent.has(b)) parent.set(first(b), first(a))
  return new Map(files.map((file) => [file, first(file)]))
}
