import { useEffect, useRef, useState } from 'react'
import type { MountField, MountInfo } from '../../../../contract/api/mounts.ts'
import { text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { describeMount, giveSecrets, mountForms, reasonOf } from '../mount-actions.ts'
import { choiceOf } from '../form/mount-form.ts'
import type { Mounts } from '../mounts-store.ts'

export interface GiveSecretsDialogProps {
  readonly mounts: Mounts
  readonly mount: MountInfo
  readonly onDone: () => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Asks for the secrets of a mount for this session only. Stored secrets do not change. */
export function GiveSecretsDialog({ mounts, mount, onDone, onClose, returnFocus }: GiveSecretsDialogProps) {
  const { name } = mount
  const form = useRef<HTMLDivElement>(null)
  const [fields, setFields] = useState<readonly MountField[]>()
  const [error, setError] = useState<string>()
  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    Promise.all([mountForms(mounts, signal), describeMount(mounts, name, signal)]).then(
      ([{ types }, { config }]) =>
        setFields(choiceOf(types, config)?.fields.filter(({ kind }) => kind === 'secret') ?? []),
      (caught: unknown) => {
        if (!signal.aborted) setError(reasonOf(caught, `“${name}”`))
      },
    )
    return () => leaving.abort()
  }, [mounts, name])

  async function submit() {
    const inputs = [...(form.current?.querySelectorAll('input') ?? [])]
    const typed = (fields ?? []).map(({ key }, at) => [key, inputs[at]?.value ?? ''] as const)
    const given = Object.fromEntries(typed.filter(([, value]) => value !== ''))
    if (Object.keys(given).length === 0) return setError(text('give-secrets.missing'))
    try {
      await giveSecrets(mounts, name, given)
      for (const input of inputs) input.value = ''
      onClose()
      onDone()
    } catch (caught) {
      setError(reasonOf(caught, `“${name}”`))
    }
  }

  return (
    <DialogBox
      name={text('give-secrets.title')}
      heading={text('give-secrets.heading', { name: mount.label ?? name })}
      isForm
      onClose={onClose}
      returnFocus={returnFocus}
    >
      <DialogForm onSubmit={() => void submit()}>
        <p className="text-ink-2">{text('give-secrets.about')}</p>
        <div ref={form} className="flex flex-col gap-2">
          {fields?.map(({ key, label }) => (
            <Field key={key} label={label} type="password" onChange={() => setError(undefined)} />
          ))}
        </div>
        {error !== undefined && (
          <p role="alert" className="text-small text-bad">
            {error}
          </p>
        )}
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button type="submit" className="btn btn-primary" disabled={fields === undefined}>
            {text('give-secrets.submit')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}
