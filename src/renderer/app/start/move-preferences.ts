import type { Contract } from '../../../contract/contract.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Client } from '../../../rpc/client.ts'
import type { PreferenceChanges, PreferenceStore } from '../../features/settings/preferences.ts'

/**
 * Moves preferences from before the settings file existed into that file, once. Values already in the file take
 * precedence. Resolves to the preferences that could not be moved; they must stay in their old place.
 */
export async function movePreferences(
  client: Client<Contract>,
  preferences: PreferenceStore,
  old: PreferenceChanges,
): Promise<PreferenceChanges> {
  const state = await client.settings.get({})
  preferences.follow(state)
  const missing = Object.fromEntries(Object.entries(old).filter(([key]) => !Object.hasOwn(state.values, key)))
  if (Object.keys(missing).length === 0) return {}
  try {
    preferences.follow(await client.settings.change({ changes: missing as Record<string, never> }))
    return {}
  } catch (error) {
    if (failureOf(error).kind === 'disconnected') throw error
    preferences.follow({ ...state, values: { ...state.values, ...(missing as Record<string, never>) } })
    return missing
  }
}
