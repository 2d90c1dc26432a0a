import { type RefObject, useEffect, useRef, useState } from 'react'
import type { MountDetail, MountDraft, MountField, MountInfo, MountType } from '../../../contract/api/mounts.ts'
import { text } from '../../strings/text.ts'
import { DialogButtons } from '../../ui/dialog.tsx'
import { ColorChoice } from './color-choice.tsx'
import { type MountForms, type MountGiven, reasonOf, saveMount } from './mount-actions.ts'
import { MountFields, secretInputName } from './mount-fields.tsx'
import { choiceOf, configGiven, type FormValues, missingField, valuesOf } from './mount-form.ts'
import type { Mounts } from './mounts-store.ts'
import { PasteBox } from './paste-box.tsx'
import { SecretPlaceFields } from './secret-place.tsx'
import { TestResults } from './test-results.tsx'
import { TypeTiles } from './type-tiles.tsx'
import { useMountTest } from './use-mount-test.ts'
import { useSecretPlace } from './use-secret-place.ts'

export interface MountFormViewProps {
  readonly mounts: Mounts
  readonly forms: MountForms
  /** The choice that is shown first; undefined where the host knows none for the mount. */
  readonly start: MountType | undefined
  /** Of the mount to change. */
  readonly name: string | undefined
  readonly detail: MountDetail | undefined
  readonly first: RefObject<HTMLTextAreaElement | null>
  readonly onImport: (pasted?: readonly MountDraft[]) => void
  readonly onDone: (mount: MountInfo) => void
  readonly onClose: () => void
}

/** The form itself. What is typed as a secret is in its input only, and leaves it when the form does. */
export function MountFormView(props: MountFormViewProps) {
  const { mounts, forms, start, name, detail, first, onImport, onDone, onClose } = props
  const form = useRef<HTMLFormElement>(null)
  const [choice, setChoice] = useState(start)
  const [values, setValues] = useState<FormValues>(() => valuesOf(detail?.config ?? {}))
  const [draft, setDraft] = useState<MountDraft>()
  const [typed, setTyped] = useState<ReadonlySet<string>>(new Set())
  const [forgotten, setForgotten] = useState<ReadonlySet<string>>(new Set())
  const [error, setError] = useState<{ readonly key?: string; readonly reason: string }>()
  const [isSaving, setIsSaving] = useState(false)
  const { test, run, cancel, forget } = useMountTest(mounts)
  const kept = new Set([...(draft?.secrets ?? []), ...(detail?.secrets ?? []).map(({ key }) => key)])
  const place = useSecretPlace(mounts, {
    isNeeded: typed.size > 0 || (draft?.secrets.length ?? 0) > 0,
    current: detail && detail.keep !== 'none' ? detail.keep : undefined,
  })
  useEffect(() => {
    const element = form.current
    const input = first.current ?? element?.querySelector('input')
    input?.focus()
    return () => clearSecrets(element)
  }, [first])

  const fields: readonly MountField[] = [...forms.common, ...(choice?.fields ?? [])]
  const byKey = (key: string) => forms.common.find((field) => field.key === key)
  const main = [byKey('name'), ...(choice?.fields ?? []), byKey('readOnly')].filter(
    (field) => field !== undefined && !field.advanced,
  ) as readonly MountField[]
  const advanced = fields.filter((field) => field.advanced && field.key !== 'color')
  const color = values['color']

  // where their names can't be found out, those that are kept are not asked for again
  const isGiven = (key: string) =>
    typed.has(key) || ((kept.has(key) || detail?.failure !== undefined) && !forgotten.has(key))

  function changed() {
    setError(undefined)
    if (test.kind !== 'idle') forget()
  }

  function given(more: FormValues = {}): MountGiven | undefined {
    if (!choice) return undefined
    const base = draft?.config ?? detail?.config ?? {}
    const config = configGiven({ choice, types: forms.types, fields, values: { ...values, ...more }, base })
    const secrets: Record<string, string | null> = Object.fromEntries([...forgotten].map((key) => [key, null]))
    for (const { key, kind } of choice.fields) {
      const value = kind === 'secret' ? secretIn(form.current, key) : ''
      if (value !== '') secrets[key] = value
    }
    return { config, secrets, ...(name !== undefined && { name }), ...(draft && { draft: draft.draft }) }
  }

  function lacks(needed: readonly MountField[]): boolean {
    const missing = missingField(needed, values, isGiven)
    if (missing) setError({ key: missing.key, reason: text('mount-form.missing', { label: missing.label }) })
    return missing !== undefined
  }

  async function save(more: FormValues = {}) {
    if (isSaving || lacks(fields)) return
    setError(undefined)
    setIsSaving(true)
    try {
      const isAboutPlace = typed.size > 0 || (draft?.secrets.length ?? 0) > 0 || place.state.kind === 'ready'
      const prepared = isAboutPlace ? await place.prepare() : undefined
      if (prepared && 'problem' in prepared) return setError({ reason: prepared.problem })
      const what = given(more)
      if (!what) return
      const isMoved = prepared !== undefined && prepared.keep !== place.current
      const mount = await saveMount(mounts, what, isMoved ? prepared.keep : undefined)
      clearSecrets(form.current)
      onDone(mount)
    } catch (caught) {
      setError({ reason: reasonOf(caught, `“${String(values['name'] ?? '')}”`) })
      if (place.state.kind === 'ready') place.look()
    } finally {
      setIsSaving(false)
    }
  }

  function startTest() {
    if (lacks(choice?.fields ?? [])) return // a name can be given later
    setError(undefined)
    const what = given()
    if (what) void run(what)
  }

  function take(drafts: readonly MountDraft[]) {
    const [only] = drafts
    if (drafts.length > 1) return onImport(drafts)
    const found = only && choiceOf(forms.types, only.config)
    if (!found) return
    clearSecrets(form.current)
    changed()
    setTyped(new Set())
    setForgotten(new Set())
    setDraft(only)
    setChoice(found)
    // a name that was typed before is somebody's choice
    const own = Object.fromEntries(
      forms.common.flatMap(({ key }) => (values[key] ? [[key, values[key]] as const] : [])),
    )
    setValues({ ...valuesOf(only.config), ...own })
  }

  const isReadOnlyOffered =
    test.kind === 'done' && test.end.works === 'read-only' && values['readOnly'] !== true && detail?.builtIn !== true
  const fieldProps = {
    values,
    wrong: error?.key,
    keptNote: (key: string) =>
      kept.has(key) && !forgotten.has(key)
        ? text(draft ? 'mount-form.kept-draft' : `mount-form.kept.${detail?.keep ?? 'none'}`)
        : undefined,
    onValue(key: string, value: string | boolean | undefined) {
      changed()
      setValues((now) => withValue(now, key, value))
    },
    onSecret(key: string, isTyped: boolean) {
      changed()
      const others = [...typed].filter((each) => each !== key)
      setTyped(new Set(isTyped ? [...others, key] : others))
    },
    ...(detail && {
      onForget: (key: string) => {
        changed()
        setForgotten(new Set([...forgotten, key]))
      },
    }),
  }

  return (
    <form
      ref={form}
      className="mt-1 flex flex-col gap-2.5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save(isReadOnlyOffered ? { readOnly: true } : {})
      }}
    >
      {name === undefined && choice && (
        <>
          <TypeTiles
            types={forms.types}
            chosen={choice}
            onChoose={(type) => {
              changed()
              if (type.type !== choice.type) {
                setDraft(undefined)
                clearSecrets(form.current)
                setTyped(new Set())
              }
              setChoice(type)
            }}
          />
          <PasteBox mounts={mounts} input={first} found={draft && foundText(draft, choice)} onFound={take} />
        </>
      )}
      {draft?.problem !== undefined && <p className="text-small text-warn">{draft.problem}</p>}
      {detail?.failure && (
        <p role="alert" className="text-small text-warn">
          {detail.failure.message}
        </p>
      )}
      <MountFields key={`${choice?.type ?? ''} ${draft?.draft ?? ''}`} fields={main} {...fieldProps} />
      <details className="group">
        <summary className="w-fit rounded text-small text-sea">{text('mount-form.more')}</summary>
        <div className="mt-2 flex flex-col gap-2">
          <MountFields fields={advanced} {...fieldProps} />
          {byKey('color') && (
            <div>
              <p className="mb-0.5 text-small text-ink-2">{byKey('color')?.label}</p>
              <ColorChoice
                label={byKey('color')?.label ?? ''}
                value={typeof color === 'string' ? color : undefined}
                onChange={(value) => fieldProps.onValue('color', value)}
              />
            </div>
          )}
        </div>
      </details>
      <SecretPlaceFields place={place} />
      {place.state.kind === 'unknown' && place.current !== undefined && (
        <p className="flex items-baseline justify-between gap-3 text-small text-ink-2">
          {text(`secrets.kept-in.${place.current}`)}
          <button type="button" className="text-sea" onClick={place.look}>
            {text('secrets.change')}
          </button>
        </p>
      )}
      <DialogButtons>
        {(test.kind !== 'idle' || error) && (
          <div className="mb-1 flex basis-full flex-col gap-1.5">
            <TestResults test={test} />
            {error && (
              <p role="alert" className="text-small text-bad">
                {error.reason}
              </p>
            )}
          </div>
        )}
        {name === undefined && (
          <button type="button" className="btn mr-auto" onClick={() => onImport()}>
            {text('add-mount.import')}
          </button>
        )}
        <button type="button" className="btn" onClick={onClose}>
          {text('dialog.cancel')}
        </button>
        {test.kind === 'running' ? (
          <button type="button" className="btn" onClick={cancel}>
            {text('mount-test.cancel')}
          </button>
        ) : (
          <button type="button" className="btn" onClick={startTest}>
            {text(test.kind === 'idle' ? 'mount-test.start' : 'mount-test.again')}
          </button>
        )}
        <button type="submit" className="btn btn-primary" disabled={isSaving}>
          {text(submitKey(name !== undefined, isReadOnlyOffered))}
        </button>
      </DialogButtons>
    </form>
  )
}

function withValue(values: FormValues, key: string, value: string | boolean | undefined): FormValues {
  const others = Object.entries(values).filter(([each]) => each !== key)
  return Object.fromEntries(value === undefined ? others : [...others, [key, value]])
}

function submitKey(isEdit: boolean, isReadOnly: boolean) {
  if (isReadOnly) return isEdit ? 'edit-mount.submit-read-only' : 'add-mount.submit-read-only'
  return isEdit ? 'edit-mount.submit' : 'add-mount.submit'
}

function foundText({ secrets }: MountDraft, { label }: MountType): string {
  return text(secrets.length > 0 ? 'add-mount.found-with-secret' : 'add-mount.found', { label })
}

function secretIn(form: HTMLFormElement | null, key: string): string {
  const input = form?.elements.namedItem(secretInputName(key))
  return input instanceof HTMLInputElement ? input.value : ''
}

function clearSecrets(form: HTMLFormElement | null): void {
  for (const input of form?.querySelectorAll<HTMLInputElement>('input[type=password]') ?? []) input.value = ''
}
