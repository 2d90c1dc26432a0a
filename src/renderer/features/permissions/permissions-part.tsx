import { useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import { formatLocation, type Location } from '../../../contract/location.ts'
import type { Account, ChangedPermissions } from '../../../contract/permissions.ts'
import { pause } from '../../../lib/flow/pause.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { useAnswer } from '../../ui/hooks/use-answer.ts'
import { ChangeOutcome } from './change-outcome.tsx'
import { isOctal, type ModeDraft, modeSpec, noChange } from './mode-draft.ts'
import { ModeFields } from './mode-fields.tsx'
import { usePermissionChange } from './use-permission-change.ts'

export interface PermissionsPartProps {
  readonly client: () => Client<Contract>
  readonly location: Location
  readonly isFolder: boolean
  readonly canWrite: boolean
  /** Changes when the entry changes, so that the permissions are read again. */
  readonly stamp: string
  readonly onChanged: (changed: readonly ChangedPermissions[], count: number) => void
  readonly onMore: () => void
}

function Loading() {
  return (
    <p aria-busy className="text-small text-ink-3">
      {text('permissions.loading')}
    </p>
  )
}

/** While the user moves quickly through the rows, no permissions are requested. */
const restMs = 150

/** Shows the permissions of the current entry, which can be edited here. */
export function PermissionsPart(props: PermissionsPartProps) {
  const { client, location, isFolder, canWrite, stamp, onChanged, onMore } = props
  const key = `${formatLocation(location)} ${stamp}`
  const [answer, again] = useAnswer(async (signal) => {
    await pause(restMs, signal)
    return client().permissions.read({ location }, { signal })
  }, key)
  const [edited, setEdited] = useState<{ readonly key: string; readonly draft: ModeDraft }>()
  const draft = edited?.key === key ? edited.draft : noChange
  const { state, start, reset } = usePermissionChange(client, (changed, count) => {
    again()
    onChanged(changed, count)
  })
  if (answer.kind === 'loading') return <Loading />
  if (answer.kind === 'failed') return <FailureNote failure={answer.failure} onAgain={again} />
  const { mode, owner, group } = answer.value
  const spec = modeSpec([mode], draft)
  const isBad = draft.octal !== undefined && !isOctal(draft.octal)

  async function apply() {
    if (spec === undefined || isBad) return
    if (await start({ locations: [location], to: { mode: spec } })) {
      setEdited(undefined)
      reset()
    }
  }
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void apply()
      }}
    >
      {(owner ?? group) && (
        <p className="break-words select-text">
          {[owner, group].flatMap((each) => (each ? [accountText(each)] : [])).join(' · ')}
        </p>
      )}
      <ModeFields
        modes={[mode]}
        draft={draft}
        areFolders={isFolder}
        canWrite={canWrite}
        onChange={(next) => setEdited({ key, draft: next })}
      />
      {state && (state.failed > 0 || state.failure) && <ChangeOutcome state={state} />}
      <div className="flex flex-wrap gap-2">
        {canWrite && spec !== undefined && (
          <button type="submit" className="btn btn-primary" disabled={isBad || state?.isRunning}>
            {text('permissions.apply')}
          </button>
        )}
        {canWrite && (
          <button type="button" className="btn" onClick={onMore}>
            {text(isFolder ? 'permissions.more-folder' : 'permissions.more-file')}
          </button>
        )}
      </div>
    </form>
  )
}

export function accountText({ id, name }: Account): string {
  return name ?? String(id)
}
