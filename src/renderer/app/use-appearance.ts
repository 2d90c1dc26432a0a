import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import type { Preferences } from '../features/settings/preferences.ts'
import { setFormatChoices } from '../ui/format/choices.ts'

/** Keeps the page as it is preferred: its theme (of the system, if wanted), contrast, size of text, rows, dates and sizes. */
export function useAppearance(preferences: StoreApi<Preferences>): void {
  const all = useStore(preferences)
  const { theme, contrast, textSize, density, dates, clock } = all
  setFormatChoices(all) // before anything below writes a date
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

/** Chromium goes on with the size of text that a container was first asked with, until it is a container anew. */
function askContainerAnew(): void {
  const { body } = document
  body.style.containerType = 'normal'
  void body.offsetWidth // has the style worked out
  body.style.containerType = ''
}
