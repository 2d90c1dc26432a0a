import type { CompressEvent } from '../../contract/api/archives.ts'
import type { Contract } from '../../contract/contract.ts'
import { StorageError } from '../../contract/failure.ts'
import { compress, type CompressProgress } from '../../core/archives/write/compress.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import { createChangeSignal } from '../../lib/flow/change-signal.ts'
import type { Handlers } from '../../rpc/server.ts'
import type { Served } from './files.ts'
import { said } from '../../contract/sentences/said.ts'

export function archivesHandlers(mounts: Mounts, served: Served | undefined): Handlers<Contract>['archives'] {
  return {
    async *compress(wish, { signal }) {
      const leaving = new AbortController()
      const either = AbortSignal.any([signal, leaving.signal])
      const watching = new AbortController()
      const changed = createChangeSignal()
      let progress: CompressProgress = { files: 0, bytes: 0 }
      const packing = compress(mounts, wish, {
        signal: either,
        onProgress(now) {
          progress = now
          changed.emit()
        },
      }).finally(() => watching.abort())
      packing.catch(() => {}) // The error is handled below.
      try {
        yield* progressOf()
        const { stored, ...end } = await packing
        yield { kind: 'ended', ...end, isStored: stored !== undefined, leftOut: [...end.leftOut] }
      } finally {
        leaving.abort(new DOMException('nobody waits for the zip', 'AbortError'))
        await packing.catch(() => {})
      }

      /** A slow reader gets one report for many changes. */
      async function* progressOf(): AsyncGenerator<CompressEvent> {
        try {
          for await (const _ of changed.occasions(watching.signal)) yield { kind: 'progress', ...progress }
        } catch (error) {
          if (!watching.signal.aborted) throw error
        }
      }
    },
    async download(wish, { signal }) {
      if (served) return { ticket: await served.downloads.zipTicket(wish, { signal }) }
      throw new StorageError({ kind: 'unsupported', ...said('browser.no-download'), operation: 'archives.download' })
    },
  }
}
