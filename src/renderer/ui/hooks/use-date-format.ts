import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { formatChoices, onFormatChoices } from '../format/choices.ts'
import { createDateFormat, type DateFormat } from '../format/date.ts'

const minuteMs = 60_000

/** Dates as seen now, in the style chosen now; what was today turns into yesterday while the window is open. */
export function useDateFormat(): DateFormat {
  const choices = useSyncExternalStore(onFormatChoices, formatChoices)
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minuteMs)
    return () => clearInterval(timer)
  }, [])
  return useMemo(() => createDateFormat(now, choices), [now, choices])
}
