const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB']

/** Formats a size as `418 MB` or `1.2 KB`, in steps of a thousand. */
export function formatSize(sizeBytes: number): string {
  let value = sizeBytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}

/** Formats a time as `2026-11-03 09:12`, in the time zone of this computer. */
export function formatTime(timeMs: number): string {
  const date = new Date(timeMs)
  if (Number.isNaN(date.getTime())) return ''
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** Formats a time with seconds: `2026-11-03 09:12:33`. */
export function formatSecond(timeMs: number): string {
  const time = formatTime(timeMs)
  return time && `${time}:${String(new Date(timeMs).getSeconds()).padStart(2, '0')}`
}

/** Formats a duration as `40 s`, `3 min`, `2 h 10 min`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  if (seconds < 90) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Formats a count as `1 item`, `3 items`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

// Control characters, which a terminal would execute, and direction marks, which could disguise a name.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** Replaces characters that could control a terminal or disguise text by their codes. */
export function escapeControls(text: string): string {
  return text.replace(unsafe, (character) => {
    const code = character.charCodeAt(0)
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`
  })
}

/** Folders are counted separately from files and whole items. */
export function amountOf(items: number, folders: number): string {
  if (folders === 0) return countOf(items, 'item')
  return items === 0 ? countOf(folders, 'folder') : `${countOf(items, 'item')} and ${countOf(folders, 'folder')}`
}
