import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { formatChoices, onFormatChoices } from '../format/choices.ts'
import { createDateFormat, type DateFormat } from '../format/date.ts'

const minuteMs = 60_000

/** Returns the date format for the present time and settings. It updates at midnight, when today becomes yesterday. */
export function useDateFormat(): DateFormat {
  const choices = useSyncExternalStore(onFormatChoices, formatChoices)
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minuteMs)
    return () => clearInterval(timer)
  }, [])
  return useMemo(() => createDateFormat(now, choices), [now, choices])
}
