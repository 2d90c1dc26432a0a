import { useEffect, useState } from 'react'
import { createDateFormat, type DateFormat } from './format/date.ts'

const minuteMs = 60_000

/** Dates as seen now; what was today turns into yesterday while the window is open. */
export function useDateFormat(): DateFormat {
  const [format, setFormat] = useState(() => createDateFormat(Date.now()))
  useEffect(() => {
    const timer = setInterval(() => setFormat(createDateFormat(Date.now())), minuteMs)
    return () => clearInterval(timer)
  }, [])
  return format
}
