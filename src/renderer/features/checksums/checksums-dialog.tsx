import { useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import { baseName, type Location } from '../../../contract/location.ts'
import { recogniseSum, type SumKind, sumKinds, sumTitles } from '../../../lib/sums/sum-names.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { formatSize } from '../../ui/format/size.ts'
import { compareWith, type MadeRow, sumsFiles } from './comparing.ts'
import { ComparisonNote } from './comparison-note.tsx'
import { saveSums } from './save-sums.ts'
import { SumsList } from './sums-list.tsx'
import { type SumsWork, useSumsWork } from './use-sums-work.ts'

export interface ChecksumsDialogProps {
  readonly client: () => Client<Contract>
  readonly locations: readonly Location[]
  /** The folder where a checksum file can be saved; undefined if no folder is writable. */
  readonly saveIn: Location | undefined
  readonly onSaved: () => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Shows checksums of the selected files. The user can compare them with a pasted one, copy them or save them. */
export function ChecksumsDialog(props: ChecksumsDialogProps) {
  const { locations, saveIn, onClose, returnFocus } = props
  const sums = useChecksums(props)
  const { state, kinds, usesStore, given, said, made } = sums
  const isRunning = state?.isRunning === true
  return (
    <DialogBox
      name={text('checksums.title')}
      heading={headingOf(locations)}
      isWide
      isForm
      onClose={onClose}
      returnFocus={returnFocus}
    >
      <DialogForm onSubmit={() => kinds.length > 0 && !isRunning && sums.compute(kinds)}>
        <KindBoxes value={kinds} onChange={sums.setKinds} />
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            className="accent-(--sea)"
            checked={usesStore}
            onChange={() => sums.setUsesStore(!usesStore)}
          />
          {text('checksums.uses-store')}
        </label>
        <label className="block">
          <span className="mb-0.5 block text-small text-ink-2">{text('checksums.compare')}</span>
          <input
            className="field font-mono"
            spellCheck={false}
            autoComplete="off"
            placeholder={text('checksums.compare-hint')}
            value={given}
            onChange={({ target }) => sums.compare(target.value)}
          />
        </label>
        <ComparisonNote comparison={compareWith(given, made)} isRunning={isRunning} />
        {state && <Progress state={state} />}
        {state && <SumsList rows={state.rows} kinds={kinds} onCopy={(value) => void sums.copy(value)} />}
        <DialogButtons>
          {said !== undefined && (
            <span role="status" className="me-auto text-small text-ink-2">
              {said}
            </span>
          )}
          {made.length > 0 && !isRunning && <ResultButtons canSave={saveIn !== undefined} sums={sums} />}
          <button type="button" className="btn" onClick={isRunning ? sums.stop : onClose}>
            {text(isRunning ? 'checksums.stop' : 'dialog.close')}
          </button>
          <button type="submit" className="btn btn-primary" disabled={kinds.length === 0 || isRunning}>
            {text('checksums.start')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}

/** Holds the state of the dialog: the chosen checksum kinds, the computed rows, and the actions on them. */
function useChecksums({ client, locations, saveIn, onSaved }: ChecksumsDialogProps) {
  const [kinds, setKinds] = useState<readonly SumKind[]>(['sha256'])
  const [usesStore, setUsesStore] = useState(true)
  const [given, setGiven] = useState('')
  const [said, setSaid] = useState<string>()
  const { state, start, stop } = useSumsWork<MadeRow>()
  const made = state?.rows.filter(({ problem }) => problem === undefined) ?? []

  function compute(wanted: readonly SumKind[]) {
    setSaid(undefined)
    const wish = { locations: [...locations], kinds: [...wanted], usesStore }
    void start((signal) => rowsOf(client().sums.make(wish, { signal })))
  }
  /** The pasted text determines which kinds are needed. A kind that was not computed yet is computed at once. */
  function compare(value: string) {
    setGiven(value)
    const found = recogniseSum(value)
    const missing = found?.kinds.filter((kind) => !kinds.includes(kind)) ?? []
    if (!found || (missing.length === 0 && state)) return
    const all = [...kinds, ...missing]
    setKinds(all)
    compute(all)
  }
  async function save() {
    if (!saveIn) return
    setSaid(await saveSums(client(), saveIn, sumsFiles(made, kinds)))
    onSaved()
  }
  const copy = (value: string) =>
    navigator.clipboard.writeText(value).then(
      () => setSaid(text('checksums.copied')),
      () => setSaid(text('checksums.not-copied')),
    )
  const copyAll = () =>
    copy(
      sumsFiles(made, kinds)
        .map((file) => file.text)
        .join('\n'),
    )
  return {
    kinds,
    setKinds,
    usesStore,
    setUsesStore,
    given,
    said,
    state,
    made,
    compute,
    compare,
    save,
    copy,
    copyAll,
    stop,
  }
}

interface ResultButtonsProps {
  readonly canSave: boolean
  readonly sums: ReturnType<typeof useChecksums>
}

function ResultButtons({ canSave, sums }: ResultButtonsProps) {
  return (
    <>
      {canSave && (
        <button type="button" className="btn" onClick={() => void sums.save()}>
          {text('checksums.save')}
        </button>
      )}
      <button type="button" className="btn" onClick={() => void sums.copyAll()}>
        {text('checksums.copy-all')}
      </button>
    </>
  )
}

function headingOf(locations: readonly Location[]): string {
  const [first] = locations
  return locations.length === 1 && first
    ? text('checksums.heading', { name: baseName(first.path) || first.mount })
    : text('checksums.heading-many', { count: locations.length })
}

async function* rowsOf(events: ReturnType<Client<Contract>['sums']['make']>) {
  for await (const event of events) {
    if (event.kind === 'progress') yield event
    else if (event.kind === 'sums') yield { kind: 'row' as const, row: event }
    else {
      const { name, failure } = event
      yield { kind: 'row' as const, row: { name, sums: {}, source: 'bytes' as const, problem: failure.message } }
    }
  }
}

function KindBoxes(props: {
  readonly value: readonly SumKind[]
  readonly onChange: (value: readonly SumKind[]) => void
}) {
  const { value, onChange } = props
  return (
    <fieldset className="flex flex-wrap gap-x-4 gap-y-1.5">
      <legend className="mb-1 text-small text-ink-2">{text('checksums.kinds')}</legend>
      {sumKinds.map((kind) => (
        <label key={kind} className="flex items-center gap-1.5">
          <input
            type="checkbox"
            className="accent-(--sea)"
            checked={value.includes(kind)}
            onChange={() =>
              onChange(sumKinds.filter((each) => (each === kind ? !value.includes(each) : value.includes(each))))
            }
          />
          {sumTitles[kind]}
        </label>
      ))}
    </fieldset>
  )
}

function Progress({ state }: { readonly state: SumsWork<MadeRow> }) {
  const done = text('checksums.progress', { count: state.files, size: formatSize(state.bytes) })
  return (
    <>
      <p role="status" className="text-small text-ink-2">
        {state.wasStopped ? text('checksums.stopped', { done }) : done}
      </p>
      {state.failure && (
        <p role="alert" className="break-words text-bad">
          {state.failure.message}
        </p>
      )}
      {!state.isRunning && state.rows.length === 0 && !state.failure && <p>{text('checksums.no-files')}</p>}
      {state.dropped > 0 && (
        <p className="text-small text-warn">{text('checksums.too-many', { n: state.rows.length })}</p>
      )}
    </>
  )
}
