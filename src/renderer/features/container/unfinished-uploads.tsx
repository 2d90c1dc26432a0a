import { useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import type { UnfinishedUpload } from '../../../contract/facets.ts'
import { failureOf } from '../../../contract/failure.ts'
import { formatLocation, type Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { formatSize } from '../../ui/format/size.ts'
import { useDateFormat } from '../../ui/hooks/use-date-format.ts'
import { usePages } from '../../ui/hooks/use-pages.ts'

export interface UnfinishedUploadsProps {
  readonly client: () => Client<Contract>
  readonly location: Location
  readonly canWrite: boolean
}

const oldMs = 7 * 86_400_000

/** Lists multipart uploads that were never completed. The user can abort a single one, or all old ones. */
export function UnfinishedUploads({ client, location, canWrite }: UnfinishedUploadsProps) {
  const pages = usePages((signal) => client().containers.uploads({ location }, { signal }), formatLocation(location))
  const [ended, setEnded] = useState<ReadonlySet<string>>(new Set())
  const [asked, setAsked] = useState<readonly UnfinishedUpload[]>([])
  const [said, setSaid] = useState<string>()
  const [nowMs] = useState(() => Date.now())
  const uploads = pages.items.filter(({ id }) => !ended.has(id))
  const old = uploads.filter(({ startedMs }) => startedMs !== undefined && nowMs - startedMs > oldMs)

  async function end(wanted: readonly UnfinishedUpload[]) {
    let done = 0
    const failures: string[] = []
    for (const { id, path } of wanted) {
      try {
        await client().containers.abortUpload({ location: { mount: location.mount, path }, id })
        setEnded((before) => new Set(before).add(id))
        done += 1
      } catch (error) {
        failures.push(failureOf(error).message)
      }
    }
    const parts = [
      text('container.ended', { count: done }),
      failures.length > 0 && text('container.not-ended', { count: failures.length, why: failures[0] ?? '' }),
    ]
    setSaid(parts.filter(Boolean).join(' · '))
  }

  return (
    <>
      <p className="text-small text-ink-2">{text('container.uploads-about')}</p>
      {uploads.length > 0 && (
        <UploadTable uploads={uploads} canWrite={canWrite} onEnd={(upload) => setAsked([upload])} />
      )}
      {asked.length > 0 && (
        <div role="alert" className="flex flex-col gap-2 rounded-lg border border-bad p-2.5">
          <p className="break-words">
            {text('container.end-ask', { count: asked.length, first: asked[0]?.path ?? '' })}
          </p>
          <div className="flex justify-end gap-2">
            <button type="button" className="btn" onClick={() => setAsked([])}>
              {text('dialog.cancel')}
            </button>
            <button
              type="button"
              className="btn btn-danger"
              onClick={() => {
                setAsked([])
                void end(asked)
              }}
            >
              {text('container.end-yes')}
            </button>
          </div>
        </div>
      )}
      {pages.phase === 'loading' && <p role="status">{text('container.uploads-loading')}</p>}
      {pages.phase === 'done' && uploads.length === 0 && <p>{text('container.uploads-none')}</p>}
      {pages.failure && <FailureNote failure={pages.failure} onAgain={pages.again} />}
      <div className="flex items-center gap-2">
        {pages.phase === 'more' && (
          <button type="button" className="btn" onClick={pages.more}>
            {text('versions.more')}
          </button>
        )}
        {canWrite && old.length > 0 && (
          <button type="button" className="btn btn-danger" onClick={() => setAsked(old)}>
            {text('container.end-old')}
          </button>
        )}
        <span role="status" className="text-small text-ink-2">
          {said}
        </span>
      </div>
    </>
  )
}

interface UploadTableProps {
  readonly uploads: readonly UnfinishedUpload[]
  readonly canWrite: boolean
  readonly onEnd: (upload: UnfinishedUpload) => void
}

function UploadTable({ uploads, canWrite, onEnd }: UploadTableProps) {
  const dates = useDateFormat()
  return (
    <table className="w-full border-collapse text-small">
      <thead className="text-start text-tiny text-ink-3">
        <tr>
          {(['container.upload-path', 'container.upload-started', 'container.upload-size'] as const).map((head) => (
            <th key={head} scope="col" className="border-b border-line px-1.5 py-1 font-normal">
              {text(head)}
            </th>
          ))}
          {canWrite && (
            <th scope="col" className="border-b border-line">
              <span className="sr-only">{text('container.upload-end')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {uploads.map((upload) => (
          <tr key={upload.id} className="border-b border-line last:border-0">
            <td className="w-full max-w-0 truncate px-1.5 py-1" title={upload.path}>
              {upload.path}
            </td>
            <td className="px-1.5 py-1 whitespace-nowrap">{dates.short(upload.startedMs ?? Number.NaN)}</td>
            <td className="px-1.5 py-1 text-end whitespace-nowrap">{formatSize(upload.sizeBytes ?? Number.NaN)}</td>
            {canWrite && (
              <td className="px-1.5 py-1">
                <button
                  type="button"
                  className="rounded-sm text-sea hover:underline"
                  aria-label={text('container.upload-end-name', { name: upload.path })}
                  onClick={() => onEnd(upload)}
                >
                  {text('container.upload-end')}
                </button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
