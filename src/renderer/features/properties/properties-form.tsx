import { useState } from 'react'
import type { Capabilities } from '../../../contract/capabilities.ts'
import type { ChangeableProperty, Properties, PropertyChanges } from '../../../contract/facets.ts'
import { failureOf } from '../../../contract/failure.ts'
import { text } from '../../strings/text.ts'
import { DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { useDateFormat } from '../../ui/hooks/use-date-format.ts'
import { classOptions, isArchiveClass } from './class-options.ts'
import { changesOf, type Draft, draftOf, headerNames, isEditable } from './draft.ts'
import { TextRows } from './text-rows.tsx'

export interface PropertiesFormProps {
  readonly properties: Properties
  readonly capabilities: Capabilities | undefined
  readonly canWrite: boolean
  readonly onSave: (changes: PropertyChanges) => Promise<unknown>
  readonly onClose: () => void
}

/** Shows fields for editable properties and plain text for the others. */
export function PropertiesForm({ properties, capabilities, canWrite, onSave, onClose }: PropertiesFormProps) {
  const [draft, setDraft] = useState(() => draftOf(properties))
  const [problem, setProblem] = useState<string>()
  const [isSaving, setIsSaving] = useState(false)
  const changeable = canWrite ? (capabilities?.properties?.changeable ?? []) : []
  const canEdit = (name: ChangeableProperty) => isEditable(name, changeable, properties)
  const result = changesOf(draft, properties, canEdit)
  const isChanged = 'problem' in result || Object.keys(result.changes).length > 0

  function patch(change: Partial<Draft>) {
    setDraft((before) => ({ ...before, ...change }))
    setProblem(undefined)
  }

  async function save() {
    if ('problem' in result) return setProblem(result.problem)
    setIsSaving(true)
    try {
      await onSave(result.changes)
    } catch (error) {
      setProblem(failureOf(error).message)
      setIsSaving(false)
    }
  }

  return (
    <DialogForm onSubmit={() => void save()}>
      <DraftFields draft={draft} capabilities={capabilities} canEdit={canEdit} onPatch={patch} />
      {draft.storageClass !== (properties.storageClass ?? '') && isArchiveClass(capabilities, draft.storageClass) && (
        <p className="text-small text-warn">{text('properties.to-archive')}</p>
      )}
      {(['metadata', 'tags'] as const).filter(canEdit).map((name) => (
        <TextRows
          key={name}
          label={text(`properties.${name}`)}
          rows={draft[name]}
          onChange={(rows) => patch({ [name]: rows })}
        />
      ))}
      <PlainFacts properties={properties} capabilities={capabilities} canEdit={canEdit} />
      {problem !== undefined && (
        <p role="alert" className="break-words text-bad">
          {problem}
        </p>
      )}
      <DialogButtons>
        {changeable.length === 0 && (
          <span className="me-auto text-small text-ink-2">{text('properties.nothing-to-change')}</span>
        )}
        <button type="button" className="btn" onClick={onClose}>
          {text(changeable.length === 0 ? 'dialog.close' : 'dialog.cancel')}
        </button>
        {changeable.length > 0 && (
          <button type="submit" className="btn btn-primary" disabled={!isChanged || isSaving}>
            {text(isSaving ? 'properties.saving' : 'properties.save')}
          </button>
        )}
      </DialogButtons>
    </DialogForm>
  )
}

interface DraftFieldsProps {
  readonly draft: Draft
  readonly capabilities: Capabilities | undefined
  readonly canEdit: (name: ChangeableProperty) => boolean
  readonly onPatch: (change: Partial<Draft>) => void
}

function DraftFields({ draft, capabilities, canEdit, onPatch }: DraftFieldsProps) {
  return (
    <div className="mt-1 grid grid-cols-2 gap-2.5 @max-[40rem]/window:grid-cols-1">
      {headerNames.filter(canEdit).map((name) => (
        <label key={name} className="block">
          <span className="mb-0.5 block text-small text-ink-2">{text(`properties.${name}`)}</span>
          <input
            className="field"
            spellCheck={false}
            autoComplete="off"
            value={draft.headers[name]}
            onChange={(event) => onPatch({ headers: { ...draft.headers, [name]: event.target.value } })}
          />
        </label>
      ))}
      {canEdit('storageClass') && (
        <SelectField
          label={text('properties.storageClass')}
          options={classOptions(capabilities, draft.storageClass)}
          value={draft.storageClass}
          onChange={(storageClass) => onPatch({ storageClass })}
        />
      )}
      {canEdit('encryption') && <EncryptionFields draft={draft} onChange={(encryption) => onPatch({ encryption })} />}
    </div>
  )
}

const encryptionKinds = ['store', 'kms'] as const

function EncryptionFields({
  draft: { encryption },
  onChange,
}: {
  readonly draft: Draft
  readonly onChange: (encryption: Draft['encryption']) => void
}) {
  const kinds: readonly string[] = encryptionKinds
  const known = kinds.includes(encryption.kind) ? kinds : [encryption.kind, ...kinds]
  return (
    <>
      <SelectField
        label={text('properties.encryption')}
        options={known.map((kind) => [kind, encryptionText(kind)])}
        value={encryption.kind}
        onChange={(kind) => onChange({ ...encryption, kind })}
      />
      {encryption.kind === 'kms' && (
        <label className="block">
          <span className="mb-0.5 block text-small text-ink-2">{text('properties.encryption-key')}</span>
          <input
            className="field"
            spellCheck={false}
            value={encryption.key}
            onChange={(event) => onChange({ ...encryption, key: event.target.value })}
          />
        </label>
      )}
    </>
  )
}

function encryptionText(kind: string): string {
  const known = ['none', 'store', 'kms', 'customer'] as const
  const found = known.find((each) => each === kind)
  return found ? text(`properties.encryption.${found}`) : text('properties.keep')
}

interface PlainFactsProps {
  readonly properties: Properties
  readonly capabilities: Capabilities | undefined
  readonly canEdit: (name: ChangeableProperty) => boolean
}

/** Lists the properties that cannot be edited here, and those whose values were withheld. */
function PlainFacts({ properties, capabilities, canEdit }: PlainFactsProps) {
  const dates = useDateFormat()
  const plain = (name: ChangeableProperty, value: string | undefined) => (canEdit(name) ? undefined : value)
  const { storageClass, encryption, modifiedMs, lease } = properties
  const classes = capabilities?.properties?.storageClasses ?? []
  const facts: (readonly [string, string | undefined])[] = [
    ...headerNames.map((name) => [text(`properties.${name}`), plain(name, properties[name])] as const),
    ...(['metadata', 'tags'] as const).map(
      (name) => [text(`properties.${name}`), plain(name, textsText(properties[name]))] as const,
    ),
    [
      text('properties.storageClass'),
      plain('storageClass', classes.find(({ id }) => id === storageClass)?.label ?? storageClass),
    ],
    [text('properties.encryption'), plain('encryption', encryption && encryptionText(encryption.kind))],
    [text('properties.modifiedMs'), modifiedMs === undefined ? undefined : dates.full(modifiedMs)],
    [text('properties.owner'), properties.owner],
    [text('properties.lease'), lease && text(`properties.lease.${lease}`)],
    [text('properties.versionId'), properties.versionId],
    [text('properties.etag'), properties.etag],
    [text('properties.publicUrl'), properties.publicUrl],
    ...Object.entries(properties.checksums ?? {}).map(
      ([name, sum]) => [text('properties.checksum', { name: name.toUpperCase() }), sum] as const,
    ),
  ]
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-small">
        {facts.map(([label, value]) =>
          value === undefined || value === '' ? null : (
            <div key={label} className="contents">
              <dt className="text-ink-2">{label}</dt>
              <dd className="min-w-0 break-all select-text">{value}</dd>
            </div>
          ),
        )}
      </dl>
      {Object.entries(properties.withheld).map(([what, right]) => (
        <p key={what} className="text-small text-warn">
          {text('properties.withheld', { what: withheldName(what), right })}
        </p>
      ))}
    </>
  )
}

function textsText(texts: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(texts ?? {})
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')
}

function withheldName(what: string): string {
  const known = ['metadata', 'tags', 'storageClass', 'encryption', 'owner'] as const
  const found = known.find((each) => each === what)
  return found ? text(`properties.${found}`) : what
}
