import { useState } from 'react'
import type { CheckedSum } from '../../../contract/api/sums.ts'
import type { Contract } from '../../../contract/contract.ts'
import { baseName, type Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { formatCount } from '../../ui/format/size.ts'
import { useSumsWork } from './use-sums-work.ts'

export interface VerifyDialogProps {
  readonly client: () => Client<Contract>
  readonly file: Location
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

const mostShown = 200

/** Compares the files that a checksum file lists. Files that differ are listed first. */
export function VerifyDialog({ client, file, onClose, returnFocus }: VerifyDialogProps) {
  const [usesStore, setUsesStore] = useState(false)
  const [lines, setLines] = useState({ count: 0, bad: 0 })
  const { state, start, stop } = useSumsWork<CheckedSum>()

  async function* rows(signal: AbortSignal) {
    for await (const event of client().sums.check({ file, usesStore }, { signal })) {
      if (event.kind === 'progress') yield event
      else if (event.kind === 'began') setLines({ count: event.count, bad: event.badLines })
      else yield { kind: 'row' as const, row: event }
    }
  }
  return (
    <DialogBox
      name={text('checksums.check-title')}
      heading={text('checksums.check-heading', { name: baseName(file.path) })}
      isWide
      isForm
      onClose={onClose}
      returnFocus={returnFocus}
    >
      <DialogForm onSubmit={() => !state?.isRunning && void start(rows)}>
        <p className="text-ink-2">{text('checksums.check-about')}</p>
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            className="accent-(--sea)"
            checked={usesStore}
            onChange={() => setUsesStore(!usesStore)}
          />
          {text('checksums.uses-store')}
        </label>
        {state?.failure && (
          <p role="alert" className="break-words text-bad">
            {state.failure.message}
          </p>
        )}
        {state && lines.count > 0 && <Summary rows={state.rows} lines={lines} isRunning={state.isRunning} />}
        {state && state.rows.length > 0 && <ResultTable rows={state.rows} />}
        <DialogButtons>
          <button type="button" className="btn" onClick={state?.isRunning ? stop : onClose}>
            {text(state?.isRunning ? 'checksums.stop' : 'dialog.close')}
          </button>
          <button type="submit" className="btn btn-primary" disabled={state?.isRunning}>
            {text('checksums.check-start')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}

interface SummaryProps {
  readonly rows: readonly CheckedSum[]
  readonly lines: { readonly count: number; readonly bad: number }
  readonly isRunning: boolean
}

function Summary({ rows, lines, isRunning }: SummaryProps) {
  const count = (result: CheckedSum['result']) => formatCount(rows.filter((row) => row.result === result).length)
  const counts = text('checksums.counts', {
    same: count('same'),
    different: count('different'),
    missing: count('missing'),
    failed: count('failed'),
  })
  const isAllSame = !isRunning && rows.length === lines.count && rows.every(({ result }) => result === 'same')
  return (
    <>
      <p role="status" className={isAllSame ? 'font-semibold text-ok' : 'text-ink-2'}>
        {isAllSame
          ? text('checksums.all-same', { n: formatCount(lines.count) })
          : text('checksums.of', { done: formatCount(rows.length), n: formatCount(lines.count), counts })}
      </p>
      {lines.bad > 0 && <p className="text-small text-warn">{text('checksums.bad-lines', { count: lines.bad })}</p>}
    </>
  )
}

function ResultTable({ rows }: { readonly rows: readonly CheckedSum[] }) {
  const wrong = rows.filter(({ result }) => result !== 'same')
  const shown = [...wrong, ...rows.filter(({ result }) => result === 'same')].slice(0, mostShown)
  return (
    <div>
      <table className="w-full text-small">
        <thead>
          <tr className="border-b border-line text-start text-ink-2">
            <th scope="col" className="py-1 pe-3 font-normal">
              {text('checksums.file')}
            </th>
            <th scope="col" className="py-1 font-normal">
              {text('checksums.result')}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ name, result, failure }) => (
            <tr key={`${name} ${result}`} className="border-b border-line align-top last:border-0">
              <td className="py-1 pe-3 break-all">{name}</td>
              <td className={`py-1 ${result === 'same' ? 'text-ok' : 'text-bad'}`}>
                {text(`checksums.result.${result}`)}
                {failure && <span className="block text-ink-2">{failure.message}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <p className="mt-1 text-small text-ink-2">
          {text('checksums.more-rows', { n: formatCount(rows.length - shown.length) })}
        </p>
      )}
    </div>
  )
}
