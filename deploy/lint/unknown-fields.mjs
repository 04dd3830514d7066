/**
 * What a validator says of a value, and the fields that it never looked at. The published Kubernetes schemas let unknown
 * fields pass; the server would drop them, and `replica: 3` would go unnoticed.
 */
export function unknownFields(value, validate) {
  const faults = []
  const looked = new Map()
  try {
    validate(watched(value, '', looked))
  } catch (error) {
    faults.push(error.message)
  }
  // A value of which nothing was read is one of any shape: then nothing in it is unknown.
  for (const [path, { keys, read }] of looked)
    for (const key of keys)
      if (!read.has(key) && read.size > 0) faults.push(`nobody knows the field ${path}/${key}`)
  return faults
}

function watched(value, path, looked) {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value))
    return value.map((item, index) => watched(item, `${path}/${index}`, looked))
  const read = new Set()
  looked.set(path, { keys: Object.keys(value), read })
  const inner = Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, watched(item, `${path}/${key}`, looked)]),
  )
  return new Proxy(inner, {
    get: (target, key) => {
      read.add(key)
      return target[key]
    },
  })
}
