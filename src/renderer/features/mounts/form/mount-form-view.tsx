import { type RefObject, useEffect } from 'react'
import type { MountDraft, MountField, MountType } from '../../../../contract/api/mounts.ts'
import { text } from '../../../strings/text.ts'
import { DialogButtons } from '../../../ui/dialog.tsx'
import { ColorChoice } from './color-choice.tsx'
import { MountFields } from './mount-fields.tsx'
import { PasteBox } from './paste-box.tsx'
import { SecretPlaceFields } from './secret-place.tsx'
import { hasFailed, TestResults } from './test-results.tsx'
import { TypeTiles } from './type-tiles.tsx'
import { type MountFormOptions, useMountForm } from './use-mount-form.ts'
import type { MountTest } from './use-mount-test.ts'
import type { SecretPlaceChoice } from './use-secret-place.ts'

export interface MountFormViewProps extends MountFormOptions {
  /** The paste box, which receives the focus first. */
  readonly first: RefObject<HTMLTextAreaElement | null>
  readonly onClose: () => void
}

/** The form of a mount: its type and fields, the place of its secrets, and the results of a test. */
export function MountFormView(props: MountFormViewProps) {
  const { mounts, forms, name, detail, first, onImport, onClose } = props
  const model = useMountForm(props)
  const { form, fields, fieldProps, choice, chooseType, draft, take, values, place, isAboutPlace } = model
  const { test, startTest, cancelTest, error, isSaving, isReadOnlyOffered, save } = model
  const isBad = hasFailed(test)
  useEffect(() => {
    const input = first.current ?? form.current?.querySelector('input')
    input?.focus()
  }, [first, form])
  const byKey = (key: string) => forms.common.find((field) => field.key === key)
  const main = [byKey('name'), ...(choice?.fields ?? []), byKey('readOnly')].filter(
    (field): field is MountField => field?.advanced === false,
  )
  const advanced = fields.filter((field) => field.advanced && field.key !== 'color')

  return (
    <form
      ref={form}
      className="mt-1 flex flex-col gap-2.5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {name === undefined && choice && (
        <>
          <TypeTiles types={forms.types} chosen={choice} onChoose={chooseType} />
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
          <ColorField
            field={byKey('color')}
            value={values['color']}
            onChange={(value) => fieldProps.onValue('color', value)}
          />
        </div>
      </details>
      {isAboutPlace && <SecretPlaceFields place={place} />}
      <KeptIn place={place} />
      <DialogButtons>
        {(test.kind !== 'idle' || error) && (
          <div className="mb-1 flex basis-full flex-col gap-1.5">
            <TestResults test={test} onRemedy={(key, value) => fieldProps.onValue(key, value)} />
            {error && (
              <p role="alert" className="text-small text-bad">
                {error.reason}
              </p>
            )}
          </div>
        )}
        {name === undefined && (
          <button type="button" className="btn me-auto" onClick={() => onImport()}>
            {text('add-mount.import')}
          </button>
        )}
        <button type="button" className="btn" onClick={onClose}>
          {text('dialog.cancel')}
        </button>
        <TestButton test={test} isPrimary={isBad} onStart={startTest} onCancel={cancelTest} />
        <button type="submit" className={`btn ${isBad ? '' : 'btn-primary'}`} disabled={isSaving}>
          {text(submitKey({ isEdit: name !== undefined, isReadOnlyOffered, isBad }))}
        </button>
      </DialogButtons>
    </form>
  )
}

/** Shows the current place of the secrets, while it is not known whether it can be changed. */
function KeptIn({ place }: { readonly place: SecretPlaceChoice }) {
  if (place.state.kind !== 'unknown' || place.current === undefined) return null
  return (
    <p className="flex items-baseline justify-between gap-3 text-small text-ink-2">
      {text(`secrets.kept-in.${place.current}`)}
      <button type="button" className="text-sea" onClick={place.look}>
        {text('secrets.change')}
      </button>
    </p>
  )
}

interface ColorFieldProps {
  readonly field: MountField | undefined
  readonly value: unknown
  readonly onChange: (value: string | undefined) => void
}

function ColorField({ field, value, onChange }: ColorFieldProps) {
  if (!field) return null
  return (
    <div>
      <p className="mb-0.5 text-small text-ink-2">{field.label}</p>
      <ColorChoice label={field.label} value={typeof value === 'string' ? value : undefined} onChange={onChange} />
    </div>
  )
}

interface TestButtonProps {
  readonly test: MountTest
  readonly isPrimary: boolean
  readonly onStart: () => void
  readonly onCancel: () => void
}

function TestButton({ test, isPrimary, onStart, onCancel }: TestButtonProps) {
  if (test.kind === 'running') {
    return (
      <button type="button" className="btn" onClick={onCancel}>
        {text('mount-test.cancel')}
      </button>
    )
  }
  return (
    <button type="button" className={`btn ${isPrimary ? 'btn-primary' : ''}`} onClick={onStart}>
      {text(test.kind === 'idle' ? 'mount-test.start' : 'mount-test.again')}
    </button>
  )
}

function submitKey({ isEdit, isReadOnlyOffered, isBad }: Record<'isEdit' | 'isReadOnlyOffered' | 'isBad', boolean>) {
  if (isBad) return isEdit ? 'edit-mount.submit-anyway' : 'add-mount.submit-anyway'
  if (isReadOnlyOffered) return isEdit ? 'edit-mount.submit-read-only' : 'add-mount.submit-read-only'
  return isEdit ? 'edit-mount.submit' : 'add-mount.submit'
}

function foundText({ secrets }: MountDraft, { label }: MountType): string {
  return text(secrets.length > 0 ? 'add-mount.found-with-secret' : 'add-mount.found', { label })
}
