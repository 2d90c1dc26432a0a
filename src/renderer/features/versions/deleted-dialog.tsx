import { useId, useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import type { DeletedEntry } from '../../../contract/facets.ts'
import { failureOf } from '../../../contract/failure.ts'
import { childPath, formatLocation, type Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { formatSize } from '../../ui/format/size.ts'
import { useDateFormat } from '../../ui/use-date-format.ts'
import { usePages } from '../../ui/use-pages.ts'

export interface DeletedDialogProps {
  readonly client: () => Client<Contract>
  readonly folder: Location
  readonly canWrite: boolean
  /** Something is back in the folder. */
  readonly onRestored: (name: string) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** How bringing one back went: `restoring`, `restored`, or why not. */
type Outcome = 'restoring' | 'restored' | { readonly problem: string }

/** What was deleted in a folder and can be brought back. */
export function DeletedDialog({ client, folder, canWrite, onRestored, onClose, returnFocus }: DeletedDialogProps) {
  const pages = usePages(
    (signal) => client().versions.deleted({ location: folder }, { signal }),
    formatLocation(folder),
  )
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const { outcomes, restore } = useRestoring(client, folder, onRestored)
  const { items, phase, failure } = pages
  const isBusy = [...outcomes.values()].includes('restoring')
  const open = items.filter(({ entry }) => outcomes.get(entry.name) !== 'restored')
  const wanted = open.filter(({ entry }) => chosen.has(entry.name))

  function choose(name: string) {
    setChosen((before) =>
      before.has(name) ? new Set([...before].filter((each) => each !== name)) : new Set(before).add(name),
    )
  }

  return (
    <DialogBox
      name={text('deleted.title')}
      heading={text('deleted.heading', { place: formatLocation(folder) })}
      isWide
      onClose={onClose}
      returnFocus={returnFocus}
    >
      <p className="text-ink-2">{text('deleted.about')}</p>
      {items.length > 0 && (
        <div className="mt-2 max-h-[42vh] shrink-0 overflow-auto rounded-lg border border-line">
          <DeletedTable items={items} chosen={chosen} outcomes={outcomes} canWrite={canWrite} onChoose={choose} />
        </div>
      )}
      {failure ? (
        <FailureNote failure={failure} onAgain={pages.again} />
      ) : (
        <p role="status" className="mt-2 text-ink-2">
          {statusText(phase, items.length, outcomes)}
        </p>
      )}
      <DialogButtons>
        {phase === 'more' && (
          <button type="button" className="btn mr-auto" onClick={pages.more}>
            {text('versions.more')}
          </button>
        )}
        {canWrite && open.length > 0 && (
          <button
            type="button"
            className="btn"
            onClick={() => setChosen(new Set(wanted.length < open.length ? open.map(({ entry }) => entry.name) : []))}
          >
            {text(wanted.length < open.length ? 'deleted.all' : 'deleted.none-chosen')}
          </button>
        )}
        <button type="button" className="btn" onClick={onClose}>
          {text('dialog.close')}
        </button>
        {canWrite && (
          <button
            type="button"
            className="btn btn-primary"
            disabled={wanted.length === 0 || isBusy}
            onClick={() => void restore(wanted)}
          >
            {wanted.length === 0 ? text('versions.restore') : text('deleted.restore', { count: wanted.length })}
          </button>
        )}
      </DialogButtons>
    </DialogBox>
  )
}

/** Brings deleted ones back, one after the other, and tells how each went. */
function useRestoring(
  client: DeletedDialogProps['client'],
  folder: Location,
  onRestored: DeletedDialogProps['onRestored'],
) {
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map())

  async function restore(wanted: readonly DeletedEntry[]) {
    for (const { entry } of wanted) {
      const { name } = entry
      const tell = (outcome: Outcome) => setOutcomes((before) => new Map(before).set(name, outcome))
      tell('restoring')
      try {
        await client().versions.undelete({ location: { mount: folder.mount, path: childPath(folder.path, name) } })
        tell('restored')
        onRestored(name)
      } catch (error) {
        tell({ problem: failureOf(error).message })
      }
    }
  }
  return { outcomes, restore }
}

function statusText(phase: string, count: number, outcomes: ReadonlyMap<string, Outcome>): string {
  if (phase === 'loading') return text('deleted.loading')
  if (count === 0) return text('deleted.none')
  const all = [...outcomes.values()]
  const restored = all.filter((outcome) => outcome === 'restored').length
  const failed = all.filter((outcome) => typeof outcome === 'object').length
  return [
    restored > 0 && text('deleted.restored', { count: restored }),
    failed > 0 && text('deleted.failed', { count: failed }),
    restored + failed === 0 && text('deleted.count', { count }),
  ]
    .filter(Boolean)
    .join(' · ')
}

interface DeletedTableProps {
  readonly items: readonly DeletedEntry[]
  readonly chosen: ReadonlySet<string>
  readonly outcomes: ReadonlyMap<string, Outcome>
  readonly canWrite: boolean
  readonly onChoose: (name: string) => void
}

const heads = ['deleted.name', 'deleted.when', 'deleted.size', 'deleted.gone'] as const

function DeletedTable({ items, chosen, outcomes, canWrite, onChoose }: DeletedTableProps) {
  const dates = useDateFormat()
  const tableId = useId()
  const hasEnd = items.some(({ goneMs }) => goneMs !== undefined)
  const shown = hasEnd ? heads : heads.slice(0, 3)
  return (
    <table className="w-full border-collapse text-small">
      <thead className="sticky top-0 bg-panel text-left text-ink-3">
        <tr>
          {shown.map((head) => (
            <th key={head} scope="col" className="border-b border-line px-2.5 py-1.5 font-normal whitespace-nowrap">
              {text(head)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map(({ entry, deletedMs = Number.NaN, goneMs = Number.NaN }, at) => {
          const outcome = outcomes.get(entry.name)
          const id = `${tableId}-${at}`
          return (
            <tr key={entry.name} className="border-b border-line last:border-0 hover:bg-row">
              <td className="w-full max-w-0 px-2.5 py-1">
                <label htmlFor={id} className="flex items-center gap-2">
                  {canWrite && (
                    <input
                      id={id}
                      type="checkbox"
                      className="accent-(--sea)"
                      checked={outcome !== 'restored' && chosen.has(entry.name)}
                      disabled={outcome === 'restored' || outcome === 'restoring'}
                      onChange={() => onChoose(entry.name)}
                    />
                  )}
                  <span className="truncate">{entry.name}</span>
                </label>
                {outcome !== undefined && <OutcomeLine outcome={outcome} />}
              </td>
              <td className="px-2.5 py-1 whitespace-nowrap">{dates.short(deletedMs)}</td>
              <td className="px-2.5 py-1 text-right whitespace-nowrap">{formatSize(entry.sizeBytes ?? Number.NaN)}</td>
              {hasEnd && <td className="px-2.5 py-1 whitespace-nowrap">{dates.short(goneMs)}</td>}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function OutcomeLine({ outcome }: { readonly outcome: Outcome }) {
  if (typeof outcome === 'object') return <p className="whitespace-normal text-bad">{outcome.problem}</p>
  return (
    <p className={outcome === 'restored' ? 'text-ok' : 'text-ink-2'}>
      {text(outcome === 'restored' ? 'deleted.is-restored' : 'deleted.restoring')}
    </p>
  )
}
