import { useId, useState } from 'react'
import type { Keep, SecretPlace } from '../../../../contract/api/mounts.ts'
import { secretPlaces } from '../../../../contract/choices.ts'
import type { CredentialsState } from '../../../../contract/api/credentials.ts'
import { text } from '../../../strings/text.ts'
import { Field } from '../../../ui/field.tsx'
import type { SecretPlaceChoice } from './use-secret-place.ts'

/** Shows where the secret will be stored. It asks the user to choose if no keychain is available. */
export function SecretPlaceFields({ place }: { readonly place: SecretPlaceChoice }) {
  const [isOpen, setIsOpen] = useState(false)
  const { state, chosen, current } = place
  if (state.kind === 'unknown') return null
  if (state.kind === 'looking') return <p className="text-small text-ink-2">{text('secrets.looking')}</p>
  if (state.kind === 'failed') {
    return (
      <p role="alert" className="flex items-baseline justify-between gap-3 text-small text-bad">
        {state.reason}
        <button type="button" className="shrink-0 text-sea" onClick={place.look}>
          {text('secrets.look-again')}
        </button>
      </p>
    )
  }
  const { places } = state
  const isSettled = !isOpen && chosen !== undefined && !whyNot(places, chosen) && chosen === (current ?? 'keychain')
  return (
    <div data-secret-place className="rounded-lg border border-line bg-paper px-3 py-2 text-small">
      {isSettled ? (
        <p className="flex items-baseline justify-between gap-3">
          {text(`secrets.kept-in.${chosen}`)}
          <button type="button" className="text-sea" onClick={() => setIsOpen(true)}>
            {text('secrets.change')}
          </button>
        </p>
      ) : (
        <Places place={place} places={places} />
      )}
      <MasterPassword place={place} file={places.file.state} />
    </div>
  )
}

function Places({ place, places }: { readonly place: SecretPlaceChoice; readonly places: CredentialsState }) {
  const groupName = useId()
  const { keychain } = places
  const options: readonly Keep[] = [...secretPlaces, ...(place.current === 'inline' ? (['inline'] as const) : [])]
  return (
    <>
      {keychain.message !== undefined && (
        <p className="mb-1.5 flex items-baseline justify-between gap-3 text-warn">
          {keychain.message}
          <button type="button" className="shrink-0 text-sea" onClick={place.look}>
            {text('secrets.look-again')}
          </button>
        </p>
      )}
      <div role="radiogroup" aria-label={text('secrets.where')} className="flex flex-col gap-1">
        {options.map((keep) => {
          const reason = whyNot(places, keep)
          return (
            <label key={keep} className={`flex items-baseline gap-2 ${reason === undefined ? '' : 'text-ink-3'}`}>
              <input
                type="radio"
                name={groupName}
                className="translate-y-0.5 accent-(--sea)"
                disabled={reason !== undefined}
                checked={place.chosen === keep}
                onChange={() => place.choose(keep)}
              />
              <span>
                {text(`secrets.${keep}`)}
                <span className="text-ink-3"> – {reason ?? text(`secrets.${keep}.about`)}</span>
              </span>
            </label>
          )
        })}
      </div>
    </>
  )
}

/** Shown while the encrypted file is needed and still locked. */
function MasterPassword({ place, file }: { readonly place: SecretPlaceChoice; readonly file: FileState }) {
  const isFor = place.chosen === 'file' || place.current === 'file'
  if (!isFor || file === 'unlocked' || file === 'damaged') return null
  return (
    <div className="mt-2 grid grid-cols-2 gap-2.5 @max-[36rem]/window:grid-cols-1">
      <Field
        label={text('secrets.master-password')}
        input={place.password}
        type="password"
        hint={text(file === 'none' ? 'secrets.new-password-hint' : 'secrets.password-hint')}
      />
      {file === 'none' && <Field label={text('secrets.master-password-again')} input={place.again} type="password" />}
    </div>
  )
}

type FileState = CredentialsState['file']['state']

/** Returns why a place cannot be used now. */
function whyNot({ keychain, file }: CredentialsState, keep: Keep): string | undefined {
  const reasons: Readonly<Record<SecretPlace, string | undefined>> = {
    keychain: keychain.state === 'ready' ? undefined : text(`secrets.keychain.${keychain.state}`),
    file: file.state === 'damaged' ? (file.message ?? text('secrets.file.damaged')) : undefined,
    session: undefined,
  }
  return keep === 'inline' ? undefined : reasons[keep]
}
