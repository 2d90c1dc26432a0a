/** A name in two parts: the first is cut off where there is too little room, its end stays to be read. */
export function nameParts(name: string, isFolder: boolean): readonly [start: string, end: string] {
  const dot = name.lastIndexOf('.')
  const hasEnding = !isFolder && dot > 0 && name.length - dot <= longestEnding
  return hasEnding ? [name.slice(0, dot), name.slice(dot)] : [name, '']
}

const longestEnding = 12
