import {
  CircleAlert,
  CircleCheck,
  CircleSlash,
  FileWarning,
  TriangleAlert,
  Upload as UploadIcon,
  X,
} from 'lucide-react'
import { useState } from 'react'
import { formatLocation } from '../../../contract/location.ts'
import { text } from '../../strings/text.ts'
import { formatSize } from '../../ui/format/size.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { type PlaceName, placeText } from './transfer-text.ts'
import type { Upload } from './upload-state.ts'
import { answerUpload, cancelUpload, removeUpload, type Uploads } from './uploads-store.ts'

export interface UploadRowProps {
  readonly uploads: Uploads
  readonly upload: Upload
  readonly placeName: PlaceName
  readonly onConflict: (id: number) => void
}

/** Something that this window sends, in the dock. */
export function UploadRow({ uploads, upload, placeName, onConflict }: UploadRowProps) {
  const { id, names, into, state, counts, bytes, question, failures } = upload
  const [isOpen, setIsOpen] = useState(false)
  const isEnded = state === 'ended'
  const isSingle = counts.total <= 1
  const [first = ''] = names
  const parts = partsOf(upload)
  const percent = isEnded ? undefined : Math.min(99, Math.floor((parts.copied + parts.settled) * 100))
  const { icon: Icon, color } = signOf(upload)
  const name = names.length > 1 ? text('transfers.names-more', { name: first, count: names.length - 1 }) : first
  const total = counts.total > names.length ? text('transfers.name-files', { name, count: counts.total }) : name
  return (
    <div
      role="group"
      aria-label={text('transfers.upload-name', { count: names.length, to: formatLocation(into) })}
      className="transfer-row"
      data-transfer={`upload ${id}`}
    >
      <div className="relative">
        <div className="transfer-line">
          <Icon aria-hidden className={`size-3.5 justify-self-center ${color}`} />
          <span className="truncate text-ink" title={names.join(', ')}>
            {state === 'reading' ? text('transfers.name-counting', { name }) : total}
          </span>
          <span className="transfer-route truncate">
            {question
              ? question.question.message
              : text('transfers.from-to', { from: text('transfers.this-computer'), to: placeText(into, placeName) })}
          </span>
          {question ? (
            <span className={`flex gap-1 ${isSingle ? 'col-span-3' : 'transfer-answers'}`}>
              <button
                type="button"
                className="btn"
                onClick={() => answerUpload(uploads, id, { answer: 'keep-both', forAll: false })}
              >
                {text('answer.keep-both')}
              </button>
              <button type="button" className="btn" onClick={() => onConflict(id)}>
                {text('transfers.choose')}
              </button>
            </span>
          ) : isEnded ? (
            <span className="col-span-3 truncate">{endedText(upload)}</span>
          ) : (
            <ProgressBar {...parts} percent={percent} />
          )}
          {!isEnded && !(question && isSingle) && (
            <>
              <span className="transfer-percent">{text('transfers.percent', { n: percent ?? 0 })}</span>
              <span className="transfer-rate">
                {upload.bytesPerSecond !== undefined &&
                  text('transfers.rate', { size: formatSize(upload.bytesPerSecond) })}
              </span>
            </>
          )}
          <span className={`transfer-note truncate ${question ? 'text-warn' : failures.length > 0 ? 'text-bad' : ''}`}>
            {question
              ? text('transfers.note.asks')
              : counts.failed > 0
                ? text('transfers.note.failed', { count: counts.failed })
                : text('upload.note')}
          </span>
        </div>
        {(isEnded || question) && (
          <div className="sr-only">
            <ProgressBar {...parts} percent={bytes.total === 0 ? undefined : Math.floor(parts.copied * 100)} />
          </div>
        )}
        <div className="transfer-buttons">
          {failures.length > 0 && (
            <IconButton label={text('upload.show-failures')} icon={FileWarning} onClick={() => setIsOpen(!isOpen)} />
          )}
          {isEnded ? (
            <IconButton label={text('transfers.remove')} icon={X} onClick={() => removeUpload(uploads, id)} />
          ) : (
            <IconButton label={text('transfers.cancel')} icon={X} onClick={() => cancelUpload(uploads, id)} />
          )}
        </div>
      </div>
      {isOpen && (
        <ul
          aria-label={text('upload.failures')}
          className="mx-10 mb-2 max-h-40 overflow-auto rounded-lg bg-sunk px-3 py-2 text-small select-text"
        >
          {failures.map(({ path, message }) => (
            <li key={path} className="break-words">
              {path} <span className="text-ink-2">— {message}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function partsOf({ bytes, counts }: Upload): { readonly copied: number; readonly settled: number } {
  if (bytes.total === 0) return { copied: counts.total === 0 ? 0 : counts.done / counts.total, settled: 0 }
  const copied = Math.min(1, bytes.copied / bytes.total)
  return { copied, settled: Math.min(1 - copied, bytes.skipped / bytes.total) }
}

function endedText({ counts, isCancelled }: Upload): string {
  return [
    isCancelled && text('transfers.note.cancelled'),
    text('transfers.done', { count: counts.done }),
    counts.skipped > 0 && text('transfers.skipped', { count: counts.skipped }),
    counts.failed > 0 && text('transfers.failed', { count: counts.failed }),
  ]
    .filter(Boolean)
    .join(' · ')
}

function signOf({ state, isCancelled, counts, question }: Upload) {
  if (question) return { icon: CircleAlert, color: 'text-warn' }
  if (state !== 'ended') return { icon: UploadIcon, color: 'text-sea' }
  if (counts.failed > 0) return { icon: TriangleAlert, color: 'text-bad' }
  return isCancelled ? { icon: CircleSlash, color: 'text-ink-3' } : { icon: CircleCheck, color: 'text-ok' }
}
