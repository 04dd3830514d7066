import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import { AskError } from '../../../shared/ask'

/**
 * The images of one look at a case. Each is asked for once, since the server writes a row for each view; all are let go of when the
 * page is left.
 */
type Look = { open(path: string): Promise<string>; close(): void }

function newLook(): Look {
  const images = new Map<string, Promise<string>>()
  return {
    open(path) {
      const image = images.get(path) ?? fetchImage(path)
      images.set(path, image)
      return image
    },
    close() {
      for (const image of images.values()) image.then(URL.revokeObjectURL).catch(() => undefined)
      images.clear()
    },
  }
}

async function fetchImage(path: string): Promise<string> {
  return URL.createObjectURL(await fetchFile(path))
}

/** Each is a row in the audit log. @throws AskError */
export async function fetchFile(path: string): Promise<Blob> {
  const response = await fetch(path).catch(() => {
    throw new AskError('OFFLINE', 'The server cannot be reached.')
  })
  if (response.ok) return response.blob()
  const { code = 'INTERNAL_SERVER_ERROR', message = '' } = await response.json().catch(() => ({}))
  throw new AskError(code, message)
}

const LookContext = createContext<{ look: Look; sessionId: string; id: number } | null>(null)

let looks = 0

type Props = { sessionId: string; open: boolean; children: ReactNode }

/** `open`: whether images may be asked for: only with the case in hand. */
export function LookProvider({ sessionId, open, children }: Props) {
  const [{ look, id }] = useState(() => ({ look: newLook(), id: ++looks }))
  useEffect(() => () => look.close(), [look])
  return <LookContext value={open ? { look, sessionId, id } : null}>{children}</LookContext>
}

/** Whether images may be looked at now. */
export const useIsOpen = () => use(LookContext) !== null

/** The address, good within this page, of an image of the session; `image`: a capture's id or `portrait`; null asks for none. */
export function useImage(image: string | null, frame = 0) {
  const context = use(LookContext)
  const path = `/sessions/${context?.sessionId}/images/${image}${frame > 0 ? `?frame=${frame}` : ''}`
  return useQuery({
    queryKey: ['image', context?.id, path],
    queryFn: () => context?.look.open(path) ?? null,
    enabled: context !== null && image !== null,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
  })
}
