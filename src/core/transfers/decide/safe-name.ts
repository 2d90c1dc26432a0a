/** Returns a similar name that nearly every store can hold. */

// Characters that Windows and its disks do not allow in names, and terminal control characters.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const unsafe = /[\u0000-\u001f\u007f<>:"/\\|?*]/g
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i
/** An invalid byte as `byte-names.ts` shows it. A doubled mark stands for the mark itself. */
const shownBytes = /‛(?:‛|[89A-F][0-9A-F])/g
const mostBytes = 255

export function safeName(name: string, limitBytes = mostBytes): string {
  const plain = name
    .normalize('NFC')
    .replace(shownBytes, (shown) => (shown === '‛‛' ? shown : '_'))
    .replace(unsafe, '_')
    .replace(/[. ]+$/, '')
  const free = reserved.test(plain) ? `_${plain}` : plain
  return shortened(free === '' ? '_' : free, Math.min(limitBytes, mostBytes))
}

/** Keeps the ending, because it tells the type of the file. */
function shortened(name: string, limit: number): string {
  if (Buffer.byteLength(name) <= limit) return name
  const ending = /(?<=.)\.[^.]{1,15}$/u.exec(name)?.[0] ?? ''
  const stem = name.slice(0, name.length - ending.length)
  const characters = Array.from(new Intl.Segmenter().segment(stem), ({ segment }) => segment)
  while (characters.length > 1 && Buffer.byteLength(characters.join('') + ending) > limit) characters.pop()
  return characters.join('') + ending
}
