import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import type { Preferences } from '../features/settings/preferences.ts'

/** Keeps the page in the theme preferred here, or by the system. */
export function useTheme(preferences: StoreApi<Preferences>): void {
  const theme = useStore(preferences, (state) => state.theme)
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
}
