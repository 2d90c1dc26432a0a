import { type ReactNode, useEffect, useState } from 'react'
import { type FileState, stateKey } from '../read/file-state.ts'
import type { Thumbnails } from './thumbnails.ts'

export interface ThumbnailProps {
  readonly thumbnails: Thumbnails
  readonly mount: string
  readonly path: string
  readonly sizeBytes: number
  readonly modifiedMs: number
  /** Shown until the thumbnail is available, and if there is none. */
  readonly children: ReactNode
}

/** Shows the thumbnail of a picture. After the file has changed, the earlier thumbnail is never shown. */
export function Thumbnail({ thumbnails, mount, path, sizeBytes, modifiedMs, children }: ThumbnailProps) {
  const state: FileState = { location: { mount, path }, sizeBytes, modifiedMs }
  const key = stateKey(state)
  const [made, setMade] = useState<{ readonly key: string; readonly address: string | undefined }>()
  useEffect(
    () => thumbnails.want({ location: { mount, path }, sizeBytes, modifiedMs }, (address) => setMade({ key, address })),
    [thumbnails, key, mount, path, sizeBytes, modifiedMs],
  )
  const address = made?.key === key ? made.address : thumbnails.at(state)
  if (address === undefined) return children
  return (
    <img
      src={address}
      alt=""
      draggable={false}
      decoding="async"
      className="tile-image"
      onError={() => setMade({ key, address: undefined })}
    />
  )
}
