import { useEffect, useState } from 'react'
import type { MountDraft } from '../../../../contract/api/mounts.ts'
import { text } from '../../../strings/text.ts'
import { DialogButtons, DialogForm } from '../../../ui/dialog.tsx'
import { findImportable, reasonOf, saveMount } from '../mount-actions.ts'
import type { Mounts } from '../mounts-store.ts'
import { SecretPlaceFields } from './secret-place.tsx'
import { useSecretPlace } from './use-secret-place.ts'

export interface ImportMountsProps {
  readonly mounts: Mounts
  /** The drafts from a pasted text. If undefined, the configuration files of other tools are searched. */
  readonly pasted?: readonly MountDraft[]
  readonly onBack: () => void
  readonly onClose: () => void
}

interface Found {
  readonly drafts: readonly MountDraft[]
  readonly problems: readonly { readonly source: string; readonly message: string }[]
}
type Outcome = { readonly isAdded: true } | { readonly isAdded: false; readonly reason: string }

/** Adds several mounts from other tools in one step. Each shows its own result. */
export function ImportMounts({ mounts, pasted, onBack, onClose }: ImportMountsProps) {
  const [found, setFound] = useState<Found | 'looking'>(pasted ? { drafts: pasted, problems: [] } : 'looking')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map())
  const [problem, setProblem] = useState<string>()
  const [isAdding, setIsAdding] = useState(false)
  const drafts = found === 'looking' ? [] : found.drafts
  const picked = drafts.filter(({ draft }) => chosen.has(draft))
  const place = useSecretPlace(mounts, {
    isNeeded: picked.some(({ secrets }) => secrets.length > 0),
    current: undefined,
  })
  useEffect(() => {
    if (pasted) return undefined
    const leaving = new AbortController()
    findImportable(mounts, leaving.signal).then(setFound, (error: unknown) => {
      if (!leaving.signal.aborted) setProblem(reasonOf(error, text('import-mounts.title')))
    })
    return () => leaving.abort()
  }, [mounts, pasted])

  async function addChosen() {
    const needsPlace = picked.some(({ secrets }) => secrets.length > 0)
    setIsAdding(true)
    const prepared = needsPlace ? await place.prepare() : undefined
    if (prepared && 'problem' in prepared) {
      setIsAdding(false)
      return setProblem(prepared.problem)
    }
    setProblem(undefined)
    for (const { draft, secrets } of picked) {
      const keep = secrets.length > 0 ? prepared?.keep : undefined
      const outcome = await saveMount(mounts, { draft, config: {}, secrets: {} }, keep).then(
        (): Outcome => ({ isAdded: true }),
        (error: unknown): Outcome => ({ isAdded: false, reason: reasonOf(error, text('import-mounts.title')) }),
      )
      setOutcomes((before) => new Map(before).set(draft, outcome))
    }
    setChosen(new Set())
    setIsAdding(false)
  }

  return (
    <DialogForm onSubmit={() => void addChosen()}>
      <p className="text-ink-2">{text(pasted ? 'import-mounts.lead-pasted' : 'import-mounts.lead')}</p>
      {found === 'looking' && problem === undefined && <p className="text-ink-2">{text('import-mounts.looking')}</p>}
      {found !== 'looking' && drafts.length === 0 && <p>{text('import-mounts.none')}</p>}
      <ul aria-label={text('import-mounts.title')} className="flex flex-col">
        {drafts.map((draft) => (
          <DraftLine
            key={draft.draft}
            draft={draft}
            outcome={outcomes.get(draft.draft)}
            isChosen={chosen.has(draft.draft)}
            onToggle={() => setChosen(toggled(chosen, draft.draft))}
          />
        ))}
      </ul>
      {found !== 'looking' && <Problems problems={found.problems} />}
      {picked.some(({ secrets }) => secrets.length > 0) && <SecretPlaceFields place={place} />}
      {problem !== undefined && (
        <p role="alert" className="text-small text-bad">
          {problem}
        </p>
      )}
      <DialogButtons>
        <button type="button" className="btn me-auto" onClick={onBack}>
          {text('import-mounts.back')}
        </button>
        <button type="button" className="btn" onClick={onClose}>
          {text(outcomes.size > 0 ? 'dialog.close' : 'dialog.cancel')}
        </button>
        <button type="submit" className="btn btn-primary" disabled={picked.length === 0 || isAdding}>
          {text('import-mounts.submit', { count: picked.length })}
        </button>
      </DialogButtons>
    </DialogForm>
  )
}

function Problems({ problems }: Pick<Found, 'problems'>) {
  return problems.map(({ source, message }) => (
    <p key={`${source} ${message}`} className="text-small text-warn">
      {source}: {message}
    </p>
  ))
}

function toggled(set: ReadonlySet<string>, one: string): ReadonlySet<string> {
  return new Set(set.has(one) ? [...set].filter((each) => each !== one) : [...set, one])
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

interface DraftLineProps {
  readonly draft: MountDraft
  readonly outcome: Outcome | undefined
  readonly isChosen: boolean
  readonly onToggle: () => void
}

function DraftLine({ draft: { config, source, secrets, problem }, outcome, isChosen, onToggle }: DraftLineProps) {
  const facts = [source ?? '', secrets.length > 0 ? text('import-mounts.with-secrets') : '', problem ?? ''].filter(
    (fact) => fact !== '',
  )
  return (
    <li className="border-b border-line py-1 last:border-0">
      <label className="flex items-baseline gap-2">
        <input
          type="checkbox"
          className="translate-y-0.5 accent-(--sea)"
          checked={isChosen}
          disabled={outcome?.isAdded === true}
          onChange={onToggle}
        />
        <span className="min-w-0 flex-1 break-words">
          {textOf(config['name'])} <span className="text-small text-ink-3">{textOf(config['type'])}</span>
          <span className="block text-small text-ink-2">{facts.join(' · ')}</span>
          {outcome?.isAdded === false && <span className="block text-small text-bad">{outcome.reason}</span>}
        </span>
        {outcome?.isAdded && (
          <span role="status" className="text-small text-ok">
            {text('import-mounts.added')}
          </span>
        )}
      </label>
    </li>
  )
}
