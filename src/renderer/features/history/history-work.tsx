import { assertNever } from '../../../lib/assert-never.ts'
import { text } from '../../strings/text.ts'
import { formatSize } from '../../ui/format/size.ts'
import type { Preview, Work } from './use-history.ts'

/** Shows the progress and the result of an operation on the history. */
export function HistoryWork({ work }: { readonly work: Work }) {
  if (work.kind === 'failed') {
    return (
      <p role="alert" className="text-bad">
        {work.message}
      </p>
    )
  }
  return (
    <>
      <p role="status">{saidOf(work)}</p>
      {work.kind === 'preview' && work.preview.versions > 0 && <PreviewTable preview={work.preview} />}
      {work.kind === 'checked' && <Files files={work.bad} />}
      {work.kind === 'repaired' && <Files files={work.lost} />}
    </>
  )
}

function saidOf(work: Exclude<Work, { readonly kind: 'failed' }>): string {
  switch (work.kind) {
    case 'idle':
      return ''
    case 'previewing':
    case 'pruning':
    case 'repairing':
      return text(`history-of.${work.kind}`)
    case 'preview': {
      const { versions, fileCount, freedBytes } = work.preview
      if (versions === 0) return text('history-of.nothing')
      const files = text('inspector.files', { count: fileCount })
      return text('history-of.would', { count: versions, files, size: formatSize(freedBytes) })
    }
    case 'pruned':
      return text('history-of.pruned', { count: work.versions })
    case 'checking':
      return text('history-of.checking', { count: work.contents })
    case 'checked':
      return work.bad.length === 0
        ? text('history-of.whole', { count: work.contents })
        : text('history-of.bad', { count: work.bad.length })
    case 'repaired':
      return work.lost.length === 0 ? text('history-of.repaired') : text('history-of.lost', { count: work.lost.length })
    default:
      return assertNever(work)
  }
}

function PreviewTable({ preview }: { readonly preview: Preview }) {
  return (
    <div className="mt-2 max-h-[30vh] shrink-0 overflow-auto rounded-lg border border-line">
      <table className="w-full border-collapse text-small">
        <tbody>
          {preview.files.map(({ path, versions }) => (
            <tr key={path} className="border-b border-line last:border-0">
              <th scope="row" className="w-full max-w-0 truncate px-2.5 py-1 text-start font-normal" title={path}>
                {path}
              </th>
              <td className="px-2.5 py-1 whitespace-nowrap">
                {text('history-of.versions', { count: versions.length })}
              </td>
              <td className="px-2.5 py-1 text-end whitespace-nowrap">
                {formatSize(versions.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {preview.fileCount > preview.files.length && (
        <p className="px-2.5 py-1 text-small text-ink-3">
          {text('history-of.more', { count: preview.fileCount - preview.files.length })}
        </p>
      )}
    </div>
  )
}

function Files({ files }: { readonly files: readonly string[] }) {
  return (
    <ul className="mt-1 max-h-[20vh] overflow-auto text-small break-all">
      {[...new Set(files)].map((file) => (
        <li key={file}>{file}</li>
      ))}
    </ul>
  )
}
