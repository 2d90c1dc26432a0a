import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { CredentialsState } from '../../../../contract/api/credentials.ts'
import type { Keep } from '../../../../contract/api/mounts.ts'
import { text } from '../../../strings/text.ts'
import { lookForPlaces, reasonOf, unlockFile } from '../mount-actions.ts'
import type { Mounts } from '../mounts-store.ts'

export type PlacesState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'looking' }
  | { readonly kind: 'ready'; readonly places: CredentialsState }
  | { readonly kind: 'failed'; readonly reason: string }

/** The state of the decision where secrets are stored. */
export interface SecretPlaceChoice {
  readonly state: PlacesState
  /** The current place of the secrets. */
  readonly current: Keep | undefined
  /** The chosen place. The keychain is preselected if it can be used; otherwise nothing is. */
  readonly chosen: Keep | undefined
  readonly choose: (keep: Keep) => void
  readonly look: () => void
  readonly password: RefObject<HTMLInputElement | null>
  readonly again: RefObject<HTMLInputElement | null>
  /**
   * Prepares the place for use: unlocks the encrypted file with the typed password. Resolves to a sentence if that
   * fails.
   */
  readonly prepare: () => Promise<{ readonly keep: Keep } | { readonly problem: string }>
}

export interface SecretPlaceOptions {
  /** True if there is a secret to store. Until then, no keychain is queried. */
  readonly isNeeded: boolean
  readonly current: Keep | undefined
}

export function useSecretPlace(mounts: Mounts, { isNeeded, current }: SecretPlaceOptions): SecretPlaceChoice {
  const [state, setState] = useState<PlacesState>({ kind: 'unknown' })
  const [picked, setPicked] = useState<Keep>()
  const password = useRef<HTMLInputElement>(null)
  const again = useRef<HTMLInputElement>(null)
  const leaving = useRef<AbortController>(null)
  const looking = useRef<Promise<PlacesState>>(undefined)

  function look(): Promise<PlacesState> {
    leaving.current?.abort()
    const own = new AbortController()
    leaving.current = own
    setState({ kind: 'looking' })
    looking.current = lookedUp(mounts, own.signal).then((found) => {
      if (!own.signal.aborted) setState(found)
      return found
    })
    return looking.current
  }

  const lookOnce = useEffectEvent(() => void (looking.current ?? look()))
  useEffect(() => {
    if (isNeeded) lookOnce()
  }, [isNeeded])
  useEffect(
    () => () => {
      leaving.current?.abort()
      looking.current = undefined
    },
    [],
  )

  async function prepare() {
    const now = await (looking.current ?? look())
    const keep = chosenOf(now, picked ?? current)
    if (now.kind !== 'ready') return { problem: now.kind === 'failed' ? now.reason : text('secrets.looking') }
    if (keep === undefined) return { problem: text('secrets.choose') }
    const file = now.places.file.state
    // Changing secrets that are in the encrypted file requires it to be unlocked, also when they move to another place.
    if ((keep !== 'file' && current !== 'file') || file === 'unlocked') return { keep }
    const typed = password.current?.value ?? ''
    if (typed === '') return { problem: text('secrets.password-missing') }
    if (file === 'none' && typed !== again.current?.value) return { problem: text('secrets.passwords-differ') }
    try {
      await unlockFile(mounts, typed)
    } catch (error) {
      return { problem: reasonOf(error, text('secrets.file')) }
    }
    clear(password, again)
    void look()
    return { keep }
  }

  return {
    state,
    current,
    chosen: chosenOf(state, picked ?? current),
    choose: setPicked,
    look: () => void look(),
    password,
    again,
    prepare,
  }
}

async function lookedUp(mounts: Mounts, signal: AbortSignal): Promise<PlacesState> {
  try {
    return { kind: 'ready', places: await lookForPlaces(mounts, signal) }
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error, text('secrets.keychain')) }
  }
}

function chosenOf(state: PlacesState, wanted: Keep | undefined): Keep | undefined {
  if (wanted !== undefined) return wanted
  return state.kind === 'ready' && state.places.keychain.state === 'ready' ? 'keychain' : undefined
}

function clear(...inputs: readonly RefObject<HTMLInputElement | null>[]): void {
  for (const { current } of inputs) if (current) current.value = ''
}
