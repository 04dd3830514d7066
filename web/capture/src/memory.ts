import type { DocumentType } from '../generated/graphql'
import type { Locale } from './locale'

/** A sealed file that is not known to have arrived. Only ciphertext is kept. */
export type Pending = {
  captureId: string
  uploadUrl: string
  sha256: string
  bytes: Uint8Array<ArrayBuffer>
}

/**
 * What this device keeps of a session, so that it can go on after the page was closed. `device`: its key, which no script can
 * read out. `hashes`: of what it uploaded, by the capture's id, for the manifest.
 */
export type Memory = {
  sessionId: string
  locale: Locale | null
  documentType: DocumentType | null
  device: CryptoKeyPair | null
  hashes: Record<string, string>
  pending: Pending | null
  /** Of an action to be confirmed by face: whether the applicant said so, since the last attempt. */
  agreed?: boolean
}

const STORE = 'sessions'

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('countersign', 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'sessionId' })
  return settled(request)
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => fail(request.error)
  })
}

/**
 * In a frame of another site some browsers keep nothing: then it lasts as long as the page is open.
 * @returns null when nothing can be kept
 */
async function inStore<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | null> {
  const db = await open().catch(() => null)
  if (db === null) return null
  try {
    return await settled(ask(db.transaction(STORE, mode).objectStore(STORE)))
  } finally {
    db.close()
  }
}

/** What is kept of the session; nothing yet, where it is new here. */
export async function recall(sessionId: string): Promise<Memory> {
  const kept: Memory | null | undefined = await inStore('readonly', (store) => store.get(sessionId))
  const empty = { locale: null, documentType: null, device: null, hashes: {}, pending: null }
  return kept ?? { sessionId, ...empty }
}

export async function keep(memory: Memory): Promise<void> {
  await inStore('readwrite', (store) => store.put(memory))
}

/** Nothing is kept of a session that is over. */
export async function forget(sessionId: string): Promise<void> {
  await inStore('readwrite', (store) => store.delete(sessionId))
}

const placeOf = (thumbprint: string) => `device ${thumbprint}`

/** Keeps the key of a session that is over, for the applicant agreed to confirm actions with it. */
export async function keepDevice(thumbprint: string, device: CryptoKeyPair): Promise<void> {
  await inStore('readwrite', (store) => store.put({ sessionId: placeOf(thumbprint), device }))
}

/** A key that was kept so; null: this is another device. */
export async function keptDevice(thumbprint: string): Promise<CryptoKeyPair | null> {
  const kept = await inStore<{ device: CryptoKeyPair } | undefined>('readonly', (store) =>
    store.get(placeOf(thumbprint)),
  )
  return kept?.device ?? null
}

const OPENED = 'countersign-opened'

/** Which session this browser opened by a link, and the hash of that link. */
export type Opened = { sessionId: string; link: string }

export function lastOpened(): Opened | null {
  const text = storage()?.getItem(OPENED) ?? null
  return text === null ? null : JSON.parse(text)
}

export function noteOpened(opened: Opened): void {
  storage()?.setItem(OPENED, JSON.stringify(opened))
}

/** Null where the browser refuses it. */
function storage(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}
