import { type RefObject, useEffect, useRef, useState } from 'react'
import type { MountDetail, MountDraft, MountField, MountInfo, MountType } from '../../../../contract/api/mounts.ts'
import { text } from '../../../strings/text.ts'
import { type MountForms, type MountGiven, reasonOf, saveMount } from '../mount-actions.ts'
import { secretInputName } from './mount-fields.tsx'
import { choiceOf, configGiven, type FormValues, missingField, referenceIn, valuesOf } from './mount-form.ts'
import { badQuotaField } from './quota-values.ts'
import type { Mounts } from '../mounts-store.ts'
import { useMountTest } from './use-mount-test.ts'
import { useSecretPlace } from './use-secret-place.ts'

export interface MountFormOptions {
  readonly mounts: Mounts
  readonly forms: MountForms
  /** The choice that is selected at the start; undefined if the host knows none for the mount. */
  readonly start: MountType | undefined
  /** The name of the mount to edit. */
  readonly name: string | undefined
  readonly detail: MountDetail | undefined
  /** Opens the import of several mounts that were pasted together. */
  readonly onImport: (pasted?: readonly MountDraft[]) => void
  readonly onDone: (mount: MountInfo) => void
}

/**
 * Holds the state of the mount form and its actions. A typed secret exists only in its input; the state only records
 * that it was typed.
 */
export function useMountForm({ mounts, forms, start, name, detail, onImport, onDone }: MountFormOptions) {
  const form = useRef<HTMLFormElement>(null)
  const [choice, setChoice] = useState(start)
  const [values, setValues] = useState<FormValues>(() => valuesOf(detail?.config ?? {}))
  const [draft, setDraft] = useState<MountDraft>()
  const [typed, setTyped] = useState<ReadonlySet<string>>(new Set())
  const [forgotten, setForgotten] = useState<ReadonlySet<string>>(new Set())
  const [error, setError] = useState<FormError>()
  const [isSaving, setIsSaving] = useState(false)
  useFocusOnError(form, error)
  const { test, run, cancel, forget } = useMountTest(mounts)
  const hasSecrets = typed.size > 0 || (draft?.secrets.length ?? 0) > 0
  const kept = new Set([...(draft?.secrets ?? []), ...(detail?.secrets ?? []).map(({ key }) => key)])
  const base = draft?.config ?? detail?.config ?? {}
  const replaced = new Set([...typed, ...forgotten])
  const place = useSecretPlace(mounts, {
    isNeeded: hasSecrets,
    current: detail && detail.keep !== 'none' ? detail.keep : undefined,
  })
  useEffect(() => {
    const element = form.current
    return () => clearSecrets(element)
  }, [])

  const fields: readonly MountField[] = [...forms.common, ...(choice?.fields ?? [])]
  const isAboutPlace = hasSecrets || (place.current !== undefined && place.state.kind !== 'unknown')
  const isReadOnlyOffered = test.kind === 'done' && test.end.works === 'read-only' && values['readOnly'] !== true
  const referenceOf = (key: string) =>
    referenceIn(base, fields.find((field) => field.key === key) ?? { key, kind: 'text' })
  // If the names of stored secrets cannot be found out, stored secrets are not required again.
  const isGiven = (key: string) =>
    typed.has(key) ||
    ((kept.has(key) || referenceOf(key) !== undefined || detail?.failure !== undefined) && !forgotten.has(key))

  function changed() {
    setError(undefined)
    if (test.kind !== 'idle') forget()
  }

  function given(more: FormValues = {}): MountGiven | undefined {
    if (!choice) return undefined
    const config = configGiven({ choice, types: forms.types, fields, values: { ...values, ...more }, base, replaced })
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
    const bad = missing ? undefined : badQuotaField(needed, values)
    if (bad) setError({ key: bad.key, reason: text('mount-form.bad-quota', { label: bad.label }) })
    return missing !== undefined || bad !== undefined
  }

  async function save() {
    if (isSaving || lacks(fields)) return
    setError(undefined)
    setIsSaving(true)
    try {
      const prepared = isAboutPlace ? await place.prepare() : undefined
      if (prepared && 'problem' in prepared) return setError({ reason: prepared.problem, isAboutPlace: true })
      const what = given(isReadOnlyOffered ? { readOnly: true } : {})
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
    if (lacks(choice?.fields ?? [])) return // A test does not need a name.
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
    // A name that the user typed earlier is kept.
    const own = forms.common.flatMap(({ key }) => {
      const value = values[key]
      return value !== undefined && value !== '' && value !== draft?.config[key] ? [[key, value] as const] : []
    })
    setValues({ ...valuesOf(only.config), ...Object.fromEntries(own) })
  }

  function chooseType(type: MountType) {
    changed()
    if (type.type !== choice?.type) {
      setDraft(undefined)
      clearSecrets(form.current)
      setTyped(new Set())
    }
    setChoice(type)
  }

  const fieldProps = {
    values,
    wrong: error?.key,
    keptNote(key: string) {
      if (forgotten.has(key)) return undefined
      if (kept.has(key)) return text(draft ? 'mount-form.kept-draft' : `mount-form.kept.${detail?.keep ?? 'none'}`)
      const reference = referenceOf(key)
      return reference === undefined ? undefined : text('mount-form.from-environment', { reference })
    },
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

  return {
    form,
    fields,
    fieldProps,
    choice,
    chooseType,
    draft,
    take,
    values,
    place,
    isAboutPlace,
    test,
    startTest,
    cancelTest: cancel,
    error,
    isSaving,
    isReadOnlyOffered,
    save,
  }
}

function withValue(values: FormValues, key: string, value: string | boolean | undefined): FormValues {
  const others = Object.entries(values).filter(([each]) => each !== key)
  return Object.fromEntries(value === undefined ? others : [...others, [key, value]])
}

function secretIn(form: HTMLFormElement | null, key: string): string {
  const input = form?.elements.namedItem(secretInputName(key))
  return input instanceof HTMLInputElement ? input.value : ''
}

function clearSecrets(form: HTMLFormElement | null): void {
  for (const input of form?.querySelectorAll<HTMLInputElement>('input[type=password]') ?? []) input.value = ''
}

interface FormError {
  /** The key of the invalid field. */
  readonly key?: string
  readonly isAboutPlace?: boolean
  readonly reason: string
}

/** Moves the focus to the invalid field, or to the missing information about the place of the secret. */
function useFocusOnError(form: RefObject<HTMLFormElement | null>, error: FormError | undefined): void {
  useEffect(() => {
    const find = (selector: string) => form.current?.querySelector<HTMLElement>(selector)
    if (error?.key !== undefined) find('[aria-invalid=true]')?.focus()
    if (!error?.isAboutPlace) return
    const password = find('[data-secret-place] input[type=password]')
    const target = password ?? find('[data-secret-place] input:enabled')
    target?.focus()
  }, [form, error])
}
