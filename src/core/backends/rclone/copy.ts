import { parentPath } from '../../../contract/location.ts'
import type { Backend } from '../backend.ts'
import { refuse } from './failures.ts'
import { about, entryOf, markOf, neededFile, neededFolder, neededItem, type Remote } from './remote.ts'

interface Ref {
  readonly fs: string
  readonly path: string
  readonly mark: string
}

/** Copies within one remote, also between two mounts of it. */
export function copyOf(remote: Remote): NonNullable<Backend['serverCopy']> {
  return {
    store: remote.store,
    async source(path, options) {
      const item = await neededFile(remote, path, about(path, 'copy', options))
      const ref: Ref = { fs: remote.fs, path, mark: markOf(item) }
      return { kind: 'same-store', store: remote.store, sizeBytes: item.Size, ref }
    },
    async copyFrom(to, source, { ifExists, ...options }) {
      const own = about(to, 'copy', options)
      if (source.kind !== 'same-store' || source.store !== remote.store) {
        throw refuse('unsupported', 'rclone.one-remote', own.operation, to)
      }
      const { fs, path, mark } = source.ref as Ref
      const from = await neededFile({ ...remote, fs }, path, own)
      if (markOf(from) !== mark) throw refuse('changed', 'store.changed', own.operation, path)
      await neededFolder(remote, parentPath(to), own)
      const there = await neededItem(remote, to, own).catch(() => undefined)
      if (there?.IsDir)
        throw refuse(ifExists === 'fail' ? 'exists' : 'not-a-file', 'store.folder-exists', own.operation, to)
      if (there && ifExists === 'fail') throw refuse('exists', 'store.exists', own.operation, to)
      const input = { srcFs: fs, srcRemote: path, dstFs: remote.fs, dstRemote: to, _config: { IgnoreTimes: true } }
      await remote.rc.call('operations/copyfile', input, own)
      const stored = await neededItem(remote, to, own)
      options.onProgress?.(stored.Size)
      return { ...entryOf(stored), ...(stored.Size === source.sizeBytes && { proof: 'size' as const }) }
    },
  }
}
