import { useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import type { EntryKind } from '../../../contract/entry.ts'
import { baseName, formatLocation, type Location } from '../../../contract/location.ts'
import type { ChangedPermissions, Permissions, PermissionsChange } from '../../../contract/permissions.ts'
import { parseModeChange } from '../../../lib/file-mode.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { useAnswer } from '../../ui/hooks/use-answer.ts'
import { ChangeOutcome } from './change-outcome.tsx'
import { isOctal, modeSpec, noChange } from './mode-draft.ts'
import { ModeFields } from './mode-fields.tsx'
import { accountText } from './permissions-part.tsx'
import { usePermissionChange } from './use-permission-change.ts'

export interface PermissionsDialogProps {
  readonly client: () => Client<Contract>
  readonly items: readonly { readonly location: Location; readonly kind: EntryKind }[]
  readonly canWrite: boolean
  readonly onChanged: (changed: readonly ChangedPermissions[], count: number) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** The checkboxes show the permissions of at most this number of entries, because each may need a request. */
const mostRead = 100

/** Edits the owner, group and permissions of one or more entries and, on request, of everything inside them. */
export function PermissionsDialog(props: PermissionsDialogProps) {
  const { client, items, onClose, returnFocus } = props
  const own = items.filter(({ kind }) => kind !== 'link')
  const read = own.slice(0, mostRead)
  const [answer, again] = useAnswer(
    (signal) => Promise.all(read.map(({ location }) => client().permissions.read({ location }, { signal }))),
    read.map(({ location }) => formatLocation(location)).join('\n'),
  )
  const [first] = items
  const heading =
    items.length === 1 && first
      ? text('permissions.heading', { name: baseName(first.location.path) })
      : text('permissions.heading-many', { count: items.length })
  return (
    <DialogBox name={text('permissions.title')} heading={heading} onClose={onClose} returnFocus={returnFocus}>
      {own.length < items.length && <p className="mb-2 text-small text-ink-2">{text('permissions.links')}</p>}
      {own.length > read.length && (
        <p className="mb-2 text-small text-ink-2">{text('permissions.some-read', { n: mostRead })}</p>
      )}
      {answer.kind === 'loading' && <p role="status">{text('permissions.loading')}</p>}
      {answer.kind === 'failed' && <FailureNote failure={answer.failure} onAgain={again} />}
      {answer.kind === 'ready' && own.length > 0 ? (
        <PermissionsForm {...props} items={own} now={answer.value} />
      ) : (
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.close')}
          </button>
        </DialogButtons>
      )}
    </DialogBox>
  )
}

type Form = PermissionsDialogProps & { readonly now: readonly Permissions[] }

function PermissionsForm({ client, items, now, canWrite, onChanged, onClose }: Form) {
  const modes = now.map(({ mode }) => mode)
  const [draft, setDraft] = useState(noChange)
  const [accounts, setAccounts] = useState({ owner: '', group: '' })
  const [inside, setInside] = useState({ isOn: false, files: '', folders: '' })
  const { state, start, stop } = usePermissionChange(client, onChanged)
  const hasFolders = items.some(({ kind }) => kind === 'folder')
  const wish = wishOf()
  const isRunning = state?.isRunning === true

  function wishOf() {
    const isBad =
      (draft.octal !== undefined && !isOctal(draft.octal)) ||
      [inside.files, inside.folders].some((each) => inside.isOn && each !== '' && !parseModeChange(each))
    const owners = {
      ...(accounts.owner !== '' && { owner: accounts.owner }),
      ...(accounts.group !== '' && { group: accounts.group }),
    }
    const withMode = (mode: string | undefined): PermissionsChange => (mode ? { mode, ...owners } : owners)
    const to = withMode(modeSpec(modes, draft))
    const within = { files: withMode(inside.files), folders: withMode(inside.folders) }
    const isNothing = [to, ...(inside.isOn ? [within.files, within.folders] : [])].every(
      (each) => Object.keys(each).length === 0,
    )
    if (isBad || isNothing) return undefined
    return { locations: items.map(({ location }) => location), to, ...(inside.isOn && { inside: within }) }
  }
  async function apply() {
    if (wish && !isRunning && (await start(wish))) onClose()
  }
  return (
    <DialogForm onSubmit={() => void apply()}>
      <ModeFields
        modes={modes}
        draft={draft}
        areFolders={items.every(({ kind }) => kind === 'folder')}
        canWrite={canWrite}
        onChange={setDraft}
      />
      <AccountFields now={now} value={accounts} canWrite={canWrite} onChange={setAccounts} />
      {hasFolders && canWrite && <InsideFields value={inside} onChange={setInside} />}
      {state && <ChangeOutcome state={state} />}
      <DialogButtons>
        {!canWrite && <span className="me-auto text-small text-ink-2">{text('permissions.read-only')}</span>}
        <button type="button" className="btn" onClick={isRunning ? stop : onClose}>
          {text(isRunning ? 'permissions.stop' : state || !canWrite ? 'dialog.close' : 'dialog.cancel')}
        </button>
        {canWrite && (
          <button type="submit" className="btn btn-primary" disabled={!wish || isRunning}>
            {text(isRunning ? 'permissions.applying' : 'permissions.apply')}
          </button>
        )}
      </DialogButtons>
    </DialogForm>
  )
}

interface Accounts {
  readonly owner: string
  readonly group: string
}

/** The current account is the placeholder of the empty field; a typed name replaces it. */
function AccountFields(props: {
  readonly now: readonly Permissions[]
  readonly value: Accounts
  readonly canWrite: boolean
  readonly onChange: (value: Accounts) => void
}) {
  const { now, value, canWrite, onChange } = props
  const shown = (what: keyof Accounts) => {
    const names = new Set(now.flatMap(({ [what]: account }) => (account ? [accountText(account)] : [])))
    return names.size === 1 ? [...names][0] : text('permissions.octal-mixed')
  }
  return (
    <div className="grid grid-cols-2 gap-2.5">
      {(['owner', 'group'] as const).map((what) => (
        <label key={what} className="block">
          <span className="mb-0.5 block text-small text-ink-2">{text(`permissions.${what}`)}</span>
          <input
            className="field"
            spellCheck={false}
            autoComplete="off"
            disabled={!canWrite}
            placeholder={shown(what)}
            value={value[what]}
            onChange={({ target }) => onChange({ ...value, [what]: target.value.trim() })}
          />
        </label>
      ))}
    </div>
  )
}

interface Inside {
  readonly isOn: boolean
  readonly files: string
  readonly folders: string
}

function InsideFields({ value, onChange }: { readonly value: Inside; readonly onChange: (value: Inside) => void }) {
  const isBad = [value.files, value.folders].some((each) => each !== '' && !parseModeChange(each))
  return (
    <fieldset className="flex flex-col gap-1.5">
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          className="accent-(--sea)"
          checked={value.isOn}
          onChange={() => onChange({ ...value, isOn: !value.isOn })}
        />
        {text('permissions.inside')}
      </label>
      {value.isOn && (
        <>
          <div className="grid grid-cols-2 gap-2.5">
            {(['files', 'folders'] as const).map((what) => (
              <label key={what} className="block">
                <span className="mb-0.5 block text-small text-ink-2">{text(`permissions.inside-${what}`)}</span>
                <input
                  className="field font-mono"
                  spellCheck={false}
                  autoComplete="off"
                  placeholder={text('permissions.keep')}
                  value={value[what]}
                  onChange={({ target }) => onChange({ ...value, [what]: target.value.trim() })}
                />
              </label>
            ))}
          </div>
          <p className="text-small text-ink-2">{text('permissions.inside-about')}</p>
          {isBad && (
            <p role="alert" className="text-small text-bad">
              {text('permissions.bad-inside')}
            </p>
          )}
        </>
      )}
    </fieldset>
  )
}
