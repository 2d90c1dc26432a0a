import { useEffect, useState } from 'react'
import type { CacheUse } from '../../../contract/api/caches.ts'
import { text } from '../../strings/text.ts'
import { formatCount, formatSize } from '../../ui/format/size.ts'
import type { Activity } from './activity-store.ts'
import type { PlaceName } from './activity-text.ts'

const heads = {
  mount: 'caches.mount',
  folders: 'caches.folders',
  foldersFound: 'caches.hits',
  files: 'caches.files',
  blocksFound: 'caches.hits',
  saved: 'caches.saved',
} as const

/**
 * Shows how much of each remote mount is cached on this computer and how often the cache was used. Offers to clear it.
 * Renders nothing when the cache is empty.
 */
export function KeptHere({ activity, placeName }: { readonly activity: Activity; readonly placeName: PlaceName }) {
  const [uses, setUses] = useState<readonly CacheUse[]>([])
  useEffect(() => {
    const leaving = new AbortController()
    activity
      .client()
      .caches.status({}, { signal: leaving.signal })
      .then(
        ({ mounts }) => setUses(mounts),
        () => {}, // The list of calls already shows this failure.
      )
    return () => leaving.abort()
  }, [activity])
  if (uses.length === 0) return null

  function clear() {
    activity
      .client()
      .caches.clear({})
      .then(
        () => setUses([]),
        () => {},
      )
  }

  return (
    <details className="mt-2 shrink-0 text-small">
      <summary className="cursor-pointer text-ink-2">{text('caches.title')}</summary>
      <div className="mt-1 max-h-40 overflow-auto" tabIndex={-1}>
        <table className="w-full border-collapse">
          <thead className="text-start text-ink-3">
            <tr>
              {Object.entries(heads).map(([column, head]) => (
                <th key={column} scope="col" className="px-2.5 py-1 text-start font-normal whitespace-nowrap">
                  {text(head)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {uses.map(({ mount, listings, contents }) => (
              <tr key={mount} className="border-t border-line">
                <th scope="row" className="max-w-32 truncate px-2.5 py-1 text-start font-normal">
                  {placeName(mount)}
                </th>
                <td className="px-2.5 py-1">{sizeText(listings.folders, listings.bytes)}</td>
                <td className="px-2.5 py-1">{rateText(listings)}</td>
                <td className="px-2.5 py-1">{sizeText(contents.files, contents.bytes)}</td>
                <td className="px-2.5 py-1">{rateText(contents)}</td>
                <td className="px-2.5 py-1">{formatSize(contents.savedBytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <button type="button" className="btn mt-1" onClick={clear}>
        {text('caches.clear')}
      </button>
    </details>
  )
}

function sizeText(count: number, bytes: number): string {
  return text('caches.size', { count, size: formatSize(bytes) })
}

function rateText({ hits, misses }: { readonly hits: number; readonly misses: number }): string {
  return text('caches.rate', { hits: formatCount(hits), all: formatCount(hits + misses) })
}
