import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import type { Preferences } from '../features/settings/preferences.ts'
import { setFormatChoices } from '../ui/format/choices.ts'

/**
 * Applies the preferences to the page: theme (of the system, if selected), contrast, text size, row height, and date
 * and size formats.
 */
export function useAppearance(preferences: StoreApi<Preferences>): void {
  const all = useStore(preferences)
  const { theme, contrast, textSize, density, dates, clock } = all
  setFormatChoices(all) // Must run before any child formats a date.
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)')
    function apply() {
      const isDark = theme === 'dark' || (theme === 'system' && dark.matches)
      document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light'
    }
    apply()
    dark.addEventListener('change', apply)
    return () => dark.removeEventListener('change', apply)
  }, [theme])
  useEffect(() => {
    const root = document.documentElement
    Object.assign(root.dataset, { contrast, density, dates, clock })
    root.style.fontSize = `${textSize}%`
    askContainerAnew()
  }, [contrast, density, dates, clock, textSize])
}

/** Chromium keeps evaluating a container with the first text size until the element becomes a container again. */
function askContainerAnew(): void {
  const { body } = document
  body.style.containerType = 'normal'
  void body.offsetWidth // Forces a style recalculation.
  body.style.containerType = ''
}
