/**
 * Splits a name into two parts. The first one is truncated if there is too little room; the second one stays readable.
 */
export function nameParts(name: string, isFolder: boolean): readonly [start: string, end: string] {
  const dot = name.lastIndexOf('.')
  const hasEnding = !isFolder && dot > 0 && name.length - dot <= longestEnding
  return hasEnding ? [name.slice(0, dot), name.slice(dot)] : [name, '']
}

const longestEnding = 12
