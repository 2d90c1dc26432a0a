import { createContext, useContext } from 'react'
import { createKeymap, type Keymap } from '../../../contract/settings/keymap.ts'

const standard = createKeymap({ keyPreset: 'portolan', keys: {} })

/** The shortcuts that work in this window. */
export const KeymapContext = createContext<Keymap>(standard)

export function useKeymap(): Keymap {
  return useContext(KeymapContext)
}
